import AdapterKit
import AdapterKitJSON

/// Instruments: a reply about assets, which tells what `XXBT` and `ZUSD` are called (XBT, USD), then one about pairs.
struct PairList {
    private enum Step {
        case assets
        case pairs
        case done
    }

    private var step = Step.assets
    /// By Kraken's inner code.
    private var names: [String: String] = [:]
    private(set) var isRead = false
    private var rows = ReplyRows<Instrument>()

    /// Currencies of countries; all else that Kraken calls a currency is a crypto asset.
    private static let currencies: Set<String> = [
        "USD", "EUR", "GBP", "CAD", "JPY", "CHF", "AUD", "KRW", "AED", "BRL", "MXN", "ARS",
    ]

    func nextAddress() -> HTTPAddress? {
        switch step {
        case .assets: HTTPAddress("0", "public", "Assets")
        case .pairs: HTTPAddress("0", "public", "AssetPairs")
        case .done: nil
        }
    }

    mutating func read(_ document: JSONDocument, host: Host) throws(AdapterFailure) {
        do throws(JSONError) {
            let result = try document.root.object("result")
            var members = result.members
            while let member = members.next() {
                guard let code = member.name.string, member.value.kind == .object else {
                    throw member.value.wrong(name: nil, expected: "an object about an asset or a pair", .kind)
                }
                if step == .assets {
                    names[code] = try member.value.string("altname")
                } else {
                    take(member.value, host: host)
                }
            }
            if step == .assets, names.isEmpty {
                throw JSONError(.missing, "'result' holds no asset", at: result.position)
            }
        } catch {
            throw AdapterFailure(error, in: step == .assets ? "Kraken's assets" : "Kraken's pairs")
        }
        isRead = true
    }

    private mutating func take(_ pair: JSONValue, host: Host) {
        let row = Int64(rows.rows.count + rows.rejects.count + passedOver + 1)
        do throws(JSONError) {
            let symbol = try pair.string("altname")
            // A dark pool: no prices of it are public, and its names are those of the open pair.
            if symbol.hasSuffix(".d") {
                passedOver += 1
                return
            }
            let open = try pair.optionalString("wsname")
            let parts = open?.split(separator: "/").map(String.init) ?? []
            let base = name(try pair.string("base"), parts.count == 2 ? parts[0] : nil)
            let quote = name(try pair.string("quote"), parts.count == 2 ? parts[1] : nil)
            rows.rows.append(
                Instrument(
                    symbol: host.intern(symbol), base: host.intern(base), quote: host.intern(quote),
                    name: host.intern(open ?? symbol),
                    category: host.intern(try category(of: base, pair.optionalString("aclass_base"))),
                    isActive: try pair.optionalString("status").map { $0 != "delisted" }, row: row,
                    position: Int64(pair.position)))
        } catch {
            rows.rejects.append(Reject(error, row: row, record: pair.range))
        }
    }

    private var passedOver = 0

    /// As the assets say, else as the pair's public name does, else the inner code.
    private func name(_ code: String, _ shown: String?) -> String { names[code] ?? shown ?? code }

    /// Empty where Kraken says that it is neither money nor a crypto asset.
    private func category(of base: String, _ assetClass: String?) -> String {
        if Self.currencies.contains(base) { return "CURRENCY" }
        return assetClass == nil || assetClass == "currency" ? "CRYPTO" : ""
    }

    mutating func write(into batch: inout BatchWriter) -> Decoded {
        let isOut = rows.write(into: &batch)
        if isOut {
            isRead = false
            step = step == .assets ? .pairs : .done
            rows = ReplyRows()
        }
        return Decoded(consumed: 0, isFull: !isOut)
    }
}
