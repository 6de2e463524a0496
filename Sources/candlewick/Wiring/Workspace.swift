import Foundation
import Glibc
import Ingestion
import MarketData
import Storage

/// The settings that hold, and the store and ledger that they name.
struct Workspace {
    let settings: Settings
    let location: StoreLocation

    static let defaultStore = "sqlite:candlewick.db"

    init(_ options: StoreOptions) throws { try self.init(options, Settings.load(options.config)) }

    init(_ options: StoreOptions, _ settings: Settings) throws {
        self.settings = settings
        let text =
            options.store ?? Environment["CANDLEWICK_STORE"] ?? settings.store
            ?? Self.defaultStore
        guard let location = StoreLocation(text) else {
            throw Failure("'\(text)' names no store; write sqlite:PATH", status: .wrongUse)
        }
        guard location.scheme == "sqlite" else {
            throw Failure(
                "'\(location.scheme)' is no store that this candlewick knows; write sqlite:PATH", status: .wrongUse)
        }
        self.location = location
    }

    /// Opens the store and its ledger.
    func open(_ access: StoreAccess) throws(StorageError) -> OpenStore {
        try OpenStore(sqlite: location.address, access)
    }

    /// The tier lists: the user's file, or the ones that came with the program.
    func tierList() throws -> TierList {
        guard let path = settings.tiers else { return try Self.defaultTiers() }
        return try TierList(TOMLFile(path: path))
    }

    static func defaultTiers() throws -> TierList {
        try TierList(TOMLFile(path: "tiers.toml (built in)", text: Defaults.tiers))
    }

    /// The clock.
    static let now: @Sendable () -> Timestamp = {
        var time = timespec()
        // Cannot fail: the clock exists and the struct is ours.
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}

/// The files that `init` writes, embedded in the program.
enum Defaults {
    static let tiers = String(decoding: PackageResources.tiers_toml, as: UTF8.self)
    static let settings = String(decoding: PackageResources.candlewick_toml, as: UTF8.self)
}

extension TierList {
    /// Reads `[tiers] TIER1 = […]` and `[categories] STOCK = […]`.
    init(_ file: TOMLFile) throws {
        let tierNames = Tier.allCases.map(\.rawValue)
        let categoryNames = AssetCategory.allCases.map(\.rawValue)
        try file.allow(["tiers": tierNames, "categories": categoryNames])
        var tiers: [String: Tier] = [:]
        for tier in Tier.allCases {
            for ticker in try file.strings("tiers", tier.rawValue) ?? [] {
                if let other = tiers.updateValue(tier, forKey: ticker), other != tier {
                    throw Failure("\(file.path): \(ticker) is in \(other.rawValue) and in \(tier.rawValue); leave one")
                }
            }
        }
        var categories: [String: AssetCategory] = [:]
        for category in AssetCategory.allCases {
            for ticker in try file.strings("categories", category.rawValue) ?? [] { categories[ticker] = category }
        }
        self.init(tiers: tiers, categories: categories)
    }
}
