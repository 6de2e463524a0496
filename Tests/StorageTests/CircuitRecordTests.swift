import MarketData
import Storage
import Testing

@Suite struct CircuitRecordTests {
    private func circuit(_ state: CircuitRecord.State, since: Int64, until: Int64?) -> CircuitRecord {
        CircuitRecord(
            adapter: "x", host: "h", state: state, since: Timestamp(nanoseconds: since),
            until: until.map(Timestamp.init(nanoseconds:)), process: "p")
    }

    private static let moments: [(Int64, CircuitRecord.State)] = [
        (9, .halfOpen), (10, .open), (19, .open), (20, .halfOpen), (99, .halfOpen),
    ]

    @Test(arguments: moments)
    func circuit_thatIsOpen_isSoUntilItsTimeIsOver(now: Int64, expected: CircuitRecord.State) {
        #expect(circuit(.open, since: 10, until: 20).state(at: Timestamp(nanoseconds: now)) == expected)
        #expect(circuit(.open, since: 10, until: nil).state(at: Timestamp(nanoseconds: now)) == .halfOpen)
    }

    @Test(arguments: [CircuitRecord.State.closed, .halfOpen])
    func circuit_thatIsNotOpen_staysSo(state: CircuitRecord.State) {
        for now in [Int64(0), 15, 99] {
            #expect(circuit(state, since: 10, until: nil).state(at: Timestamp(nanoseconds: now)) == state)
        }
    }
}
