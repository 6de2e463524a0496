import Foundation
import Glibc
import Testing

/// A hub that is told to end while somebody reads what has no end for long.
@Suite(
    .serialized, .enabled(if: Programs.find("curl") != nil, "needs the program curl"),
    .enabled(if: TestVenv.isThere, "no readers: scripts/test-venv makes .build/test-venv"))
struct AbruptStoppingTests {
    /// Nine megabytes: more than all buffers on the way hold, and read within the time that a hub takes to end.
    private static let rows = 120_000

    /// Two readers of all candles; one takes nothing until the other is through.
    private final class Readers {
        private let process: Process
        private let input = Pipe()
        private let output = Pipe()
        private var said = ""

        init(_ busy: StoppingTests.Busy) throws {
            process = busy.sandbox.process(
                TestVenv.python,
                [
                    "\(TestVenv.scripts)/stopped_streams.py", "\(busy.hub.port)",
                    "/v1/candles?asset=BTC&interval=1&format=csv",
                ])
            (process.standardInput, process.standardOutput) = (input, output)
            try process.run()
            // One line: from then on both streams are under way.
            said = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        }

        deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

        var areReading: Bool { said == "reading\n" }

        /// Lets the next one read on, and says how its stream ended.
        func next() throws -> String {
            try input.fileHandleForWriting.write(contentsOf: Data("\n".utf8))
            return String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
                .trimmingCharacters(in: .newlines)
        }
    }

    @Test func streams_ofAHubThatIsToldToEnd_areWholeOrSeenToBeBroken() throws {
        let busy = try StoppingTests.Busy(rows: Self.rows)
        let readers = try Readers(busy)
        #expect(readers.areReading)
        let start = ContinuousClock.now
        kill(busy.hub.pid, SIGTERM)
        try until("it ends in order") { try busy.hub.said().contains("ending in order") }
        // One is read to its end, every row and the header; the other takes nothing until the hub is gone.
        #expect(try readers.next() == "whole \(Self.rows + 1)")
        #expect(busy.hub.wait() <= 1)
        #expect(ContinuousClock.now - start < .seconds(11))
        #expect(try readers.next() == "broken")
        // What hangs keeps no job from its pause.
        let paused = try busy.state()
        #expect(paused.state == "PAUSED" && paused.message.contains("jobs resume"), "\(paused)")
        let resumed = try busy.sandbox.run(
            Programs.candlewick, ["jobs", "resume", "\(busy.job)", "--yes"], environment: busy.market.environment)
        #expect(resumed.status == 0, "\(resumed.error)")
        #expect(try busy.state().state == "COMPLETED")
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func hub_thatIsToldTwice_endsAtOnceAndLeavesNoProcess(number: Int32) throws {
        let busy = try StoppingTests.Busy(rows: Self.rows)
        let readers = try Readers(busy)
        #expect(readers.areReading)
        let children = try busy.hub.children()
        #expect(!children.isEmpty)
        kill(busy.hub.pid, SIGTERM)
        try until("it ends in order") { try busy.hub.said().contains("ending in order") }
        let start = ContinuousClock.now
        #expect(busy.hub.stop(number) == 128 + number)
        // The first signal alone would have waited for the readers.
        #expect(ContinuousClock.now - start < .seconds(5))
        try until("its processes have ended") { children.allSatisfy { kill($0, 0) != 0 } }
        try until("the job is paused") { try busy.state().state == "PAUSED" }
        #expect(try [readers.next(), readers.next()] == ["broken", "broken"])
    }
}
