import QuestDBClient
import Storage
import Synchronization

/// Numbers of tickers, as column `asset_id` has them.
///
/// The table is the same for all hubs: its first row that names a number says whose it is, and a ticker's number
/// is the first that is its own. A new ticker takes a number made from its letters, so that hubs which register it
/// at the same time mean the same one.
final class AssetNumbers: Sendable {
    private let tables: QuestDBTables
    private let known = Mutex(AssetMap())

    init(_ tables: QuestDBTables) { self.tables = tables }

    /// The number of a ticker, nil when it has none.
    func number(of ticker: String) throws(StorageError) -> Int32? {
        if let number = known.withLock({ $0.numbers[ticker] }) { return number }
        // Another hub may have added it.
        return try read().numbers[ticker]
    }

    /// All of them, as the table has them now.
    func read() throws(StorageError) -> AssetMap {
        let map = try translating(tables.location) {
            var map = AssetMap()
            var texts = SymbolTexts()
            try tables.rows("SELECT asset_id, ticker FROM \(name: tables.names.assets)") { row in
                let number = try row.int64()
                guard let number, let ticker = try row.symbol(&texts) else { return }
                map.add(Int32(truncatingIfNeeded: number), texts.texts[ticker])
            }
            return map
        }
        known.withLock { $0 = map }
        return map
    }

    /// The numbers of tickers, new ones for those that have none.
    func numbersOrNew(of tickers: Set<String>) throws(StorageError) -> [String: Int32] {
        var map = known.withLock { $0 }
        // Every round another hub may have taken a number just before; then the next is tried.
        for round in 0..<64 {
            let missing = tickers.filter { map.numbers[$0] == nil }
            if missing.isEmpty { return map.numbers }
            if round > 0 { try register(missing.sorted(), beside: map) }
            map = try read()
        }
        throw StorageError(
            .busy, at: tables.location, "numbers for new assets could not be registered in \(tables.names.assets)",
            advice: "run the command again when fewer others write")
    }

    /// Tickers a statement: its text travels in the request's head, which the server limits.
    private static let tickersAStatement = 50

    private func register(_ tickers: [String], beside map: AssetMap) throws(StorageError) {
        var map = map
        for first in stride(from: 0, to: tickers.count, by: Self.tickersAStatement) {
            let part = tickers[first..<min(first + Self.tickersAStatement, tickers.count)]
            try tables.insert(tables.names.assets, "asset_id, ticker") { () throws(QuestDBError) in
                var rows: [SQLText] = []
                for ticker in part {
                    let number = map.free(from: AssetMap.preferred(ticker))
                    map.add(number, ticker)
                    rows.append(try "\(Int64(number)), \(ticker)")
                }
                return rows
            }
        }
    }
}

/// Which number is which ticker.
struct AssetMap: Sendable, Equatable {
    private(set) var numbers: [String: Int32] = [:]
    private(set) var tickers: [Int32: String] = [:]
    private var owners: [Int32: String] = [:]

    /// Takes the next row of the table.
    mutating func add(_ number: Int32, _ ticker: String) {
        if owners[number] == nil { owners[number] = ticker }
        guard owners[number] == ticker, numbers[ticker] == nil else { return }
        numbers[ticker] = number
        tickers[number] = ticker
    }

    /// The first number from this one on that nobody has.
    func free(from first: Int32) -> Int32 {
        var number = first
        while owners[number] != nil { number = number == .max ? 1 : number + 1 }
        return number
    }

    /// The number that a ticker asks for first: FNV-1a of its UTF-8, folded to 31 bits; never 0, which is what a
    /// careless installation has for "none".
    static func preferred(_ ticker: String) -> Int32 {
        var hash: UInt32 = 2_166_136_261
        for byte in ticker.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return max(1, Int32((hash ^ hash >> 31) & 0x7FFF_FFFF))
    }
}
