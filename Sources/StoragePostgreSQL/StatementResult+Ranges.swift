import CLibPQ
import MarketData
import Storage

extension StatementResult {
    /// Two columns: start and end.
    func range(_ row: Int, from column: Int) throws(ServerFailure) -> TimeRange {
        let (start, end) = (int8(row, column), int8(row, column + 1))
        guard let range = TimeRange(Timestamp(nanoseconds: start), Timestamp(nanoseconds: end)) else {
            throw ServerFailure(state: "XX001", "a range from \(start) to \(end) is stored")
        }
        return range
    }

    /// A column of packed ranges.
    func ranges(_ row: Int, _ column: Int) throws(ServerFailure) -> RangeSet {
        do {
            return try withBytes(row, column) { bytes throws(PackedRanges.Damage) in try PackedRanges.unpack(bytes) }
        } catch {
            throw ServerFailure(state: "XX001", "a coverage set is damaged: \(error)")
        }
    }

    /// A time, nil for NULL.
    func time(_ row: Int, _ column: Int) -> Timestamp? { optionalInt8(row, column).map(Timestamp.init(nanoseconds:)) }

    /// Which store.
    func identity(_ row: Int, _ column: Int) throws(ServerFailure) -> StoreIdentity {
        let text = text(row, column)
        guard let identity = StoreIdentity(text) else {
            throw ServerFailure(state: "XX001", "\(text) is no store that this candlewick knows")
        }
        return identity
    }
}
