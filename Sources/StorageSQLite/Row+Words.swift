import GRDB
import MarketData
import Storage

extension Row {
    /// A word of a fixed list.
    func word<Word: RawRepresentable>(_ column: String) throws -> Word where Word.RawValue == String {
        guard let word: Word = try word(column) else { throw unknown(column, "nothing") }
        return word
    }

    /// A word of a fixed list, or nil for NULL.
    func word<Word: RawRepresentable>(_ column: String) throws -> Word? where Word.RawValue == String {
        guard let text: String = self[column] else { return nil }
        guard let word = Word(rawValue: text) else { throw unknown(column, text) }
        return word
    }

    /// A time, or nil for NULL.
    func time(_ column: String) -> Timestamp? {
        let nanoseconds: Int64? = self[column]
        return nanoseconds.map(Timestamp.init(nanoseconds:))
    }

    func unknown(_ column: String, _ text: String) -> DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: "\(text) is no \(column) that this candlewick knows")
    }

    /// The columns inserted, updated, unchanged and accepted.
    var writeCount: WriteCount {
        WriteCount(
            inserted: self["inserted"], updated: self["updated"], unchanged: self["unchanged"],
            accepted: self["accepted"])
    }

    /// Which store.
    func identity(_ column: String) throws -> StoreIdentity {
        let text: String = self[column]
        guard let identity = StoreIdentity(text) else { throw unknown(column, text) }
        return identity
    }

    /// The columns start_time and end_time.
    func range() throws -> TimeRange {
        let (start, end) = (Timestamp(nanoseconds: self["start_time"]), Timestamp(nanoseconds: self["end_time"]))
        guard let range = TimeRange(start, end) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a range from \(start) to \(end) is stored")
        }
        return range
    }
}
