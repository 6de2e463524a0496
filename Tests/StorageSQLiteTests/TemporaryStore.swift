import Foundation
import MarketData
import Storage
import StorageSQLite

/// A folder that goes with its owner.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "candlewick-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        path = url.path
    }

    deinit {
        // What is left behind is in the system's temporary folder; a test cannot do more about it.
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { path + "/" + name }
    func bytes(_ name: String) -> Data? { FileManager.default.contents(atPath: file(name)) }
    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }
}

/// A migrated store in a folder of its own.
struct TemporaryStore {
    let folder: TemporaryFolder
    let path: String
    let database: SQLiteDatabase
    var store: SQLiteStore { SQLiteStore(database) }
    var ledger: SQLiteLedger { SQLiteLedger(database) }

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("store.db")
        database = try SQLiteDatabase(path: path, mode: .create)
        try database.migrate()
    }

    /// All that a user's query gives, as text.
    func lines(_ sql: String) throws -> [String] {
        var lines: [String] = []
        try store.query(
            sql, columns: { _ in },
            row: { values in
                lines.append(values.map(\.text).joined(separator: "|"))
                return true
            })
        return lines
    }
}

extension SQLValue {
    var text: String {
        switch self {
        case .null: "NULL"
        case .integer(let value): "\(value)"
        case .real(let value): "\(value)"
        case .text(let value): value
        case .blob(let value): "\(value)"
        }
    }
}

extension Series {
    static func candles(
        _ base: String = "BTC", _ quote: String = "USD", minutes: Int = 1, source: String = "test"
    ) -> Series {
        guard let interval = Interval(minutes: minutes) else { fatalError("no interval of \(minutes) minutes") }
        return Series(Instrument(base: base, quote: quote), .candles(interval), source: source)
    }

    static func trades(_ base: String = "BTC", _ quote: String = "USD", source: String = "test") -> Series {
        Series(Instrument(base: base, quote: quote), .trades, source: source)
    }
}
