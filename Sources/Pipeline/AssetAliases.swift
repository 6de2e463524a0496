public import MarketData

/// From a source's codes to the hub's names: XBT is BTC.
///
/// A code is looked up as written, then in upper case; what has no alias is its own name, in upper
/// case. One step only: the name that an alias gives is not looked up again.
public struct AssetAliases: Hashable, Sendable {
    /// Whether codes that differ only in the case of their letters are the same asset. False for a source
    /// whose case means something (Massive's `KIMpL` is a preferred share); names keep their case then.
    public let foldsCase: Bool
    private let names: [String: String]

    /// The aliases of an adapter's manifest, `["XBT": "BTC", "XDG": "DOGE"]`. Codes are written as the source
    /// writes them.
    ///
    /// - Throws: `badAssetName` when a code or a name in it is none.
    public init(_ names: [String: String] = [:], foldsCase: Bool = true) throws(PipelineError) {
        var checked: [String: String] = [:]
        for (code, name) in names {
            let name = try AssetName.checked(name)
            checked[try AssetName.checked(code)] = foldsCase ? AssetName.uppercased(name) : name
        }
        self.names = checked
        self.foldsCase = foldsCase
    }

    /// The hub's name of an asset that the source calls `code`.
    ///
    /// - Throws: `badAssetName` when the code can be no name.
    public func asset(_ code: String) throws(PipelineError) -> String {
        let code = try AssetName.checked(code)
        if let name = names[code] { return name }
        guard foldsCase else { return code }
        let upper = AssetName.uppercased(code)
        return names[upper] ?? upper
    }

    /// The instrument that the source calls by these codes.
    ///
    /// - Throws: `badAssetName` for a code that can be no name, `badInstrument` when both are one asset.
    public func instrument(base: String, quote: String) throws(PipelineError) -> Instrument {
        let instrument = Instrument(base: try asset(base), quote: try asset(quote))
        guard instrument.base != instrument.quote else {
            throw PipelineError(
                .badInstrument, "\(base)/\(quote)", "base and quote are both \(instrument.base)",
                advice: "an asset has no price in itself: expected two assets")
        }
        return instrument
    }
}
