import MarketData
import Overview
import Storage
import Testing

@testable import HubServer

@Suite struct TaskChangesTests {
    private static func run(_ number: Int64, _ state: TaskRunState) -> TaskRunRecord {
        let at = Timestamp(nanoseconds: number * 1_000_000_000)
        return TaskRunRecord(
            number: number, schedule: "hourly", task: "cleanup-gaps", due: at, startedAt: at, state: state)
    }

    @Test func runs_thatBeganOrEnded_areToldOnceAndInTheirOrder() {
        var changes = TaskChanges()
        // What was there before is not news.
        #expect(changes.look([Self.run(1, .completed)]).isEmpty)
        let began = changes.look([Self.run(3, .running), Self.run(2, .failed), Self.run(1, .completed)])
        #expect(began.map(\.run) == [2, 3])
        #expect(began.map(\.state) == ["FAILED", "RUNNING"])
        #expect(changes.look([Self.run(3, .running), Self.run(2, .failed)]).isEmpty)
        #expect(changes.look([Self.run(3, .completed), Self.run(2, .failed)]).map(\.state) == ["COMPLETED"])
    }
}
