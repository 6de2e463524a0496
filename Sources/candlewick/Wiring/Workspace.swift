import Foundation
import Glibc
import Ingestion
import MarketData
import Storage

/// The settings that hold, and the stores and the ledger that they name.
struct Workspace {
    let settings: Settings
    /// Where candles and trades are kept: each of these takes what is read, the first one is read from.
    let stores: [StoreLocation]
    /// Where assets, jobs and files are noted.
    let ledger: StoreLocation

    static let defaultStore = "sqlite:candlewick.db"

    init(_ options: StoreOptions) throws { try self.init(options, Settings.load(options.config)) }

    init(_ options: StoreOptions, _ settings: Settings) throws {
        self.settings = settings
        try options.refusePasswords()
        let environment = Environment["CANDLEWICK_STORE"]
        let isNamedHere = !options.store.isEmpty || environment != nil
        let texts = options.store.isEmpty ? environment.map { [$0] } ?? settings.stores : options.store
        stores = try (texts.isEmpty ? [Self.defaultStore] : texts).map(Self.location)
        if Set(stores).count < stores.count {
            throw Failure("a store is named twice; name each once", status: .wrongUse)
        }
        let own = stores.first { StoreKind($0)?.keepsLedger == true }
        // The settings' ledger belongs to the settings' stores; other stores have theirs unless they keep none.
        let named = options.ledger ?? Environment["CANDLEWICK_LEDGER"]
        if let named {
            ledger = try Self.location(named)
        } else if let text = settings.ledger, !isNamedHere || own == nil {
            ledger = try Self.location(text)
        } else {
            ledger = try own ?? Self.location(Self.defaultStore)
        }
        guard StoreKind(ledger)?.keepsLedger == true else {
            throw Failure("\(ledger) keeps no ledger; name one that does with --ledger sqlite:PATH", status: .wrongUse)
        }
    }

    /// A store's location as a user wrote it.
    static func location(_ text: String) throws -> StoreLocation {
        guard let location = StoreLocation(text) else {
            throw Failure("'\(text)' names no store; \(StoreKind.writing)", status: .wrongUse)
        }
        guard StoreKind(location) != nil else {
            throw Failure(
                "'\(location.scheme)' is no store that this candlewick knows; \(StoreKind.writing)", status: .wrongUse)
        }
        return location
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
