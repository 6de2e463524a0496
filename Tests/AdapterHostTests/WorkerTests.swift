import AdapterHost
import Foundation
import MarketData
import Testing

/// What an adapter in a worker process can do to the host: nothing but fail.
@Suite(.enabled(if: CCompiler.cIsThere, CCompiler.absence), .serialized) struct WorkerTests {
    @Test func session_inAWorker_givesTheSameRows() throws {
        let failing = try FailingAdapter()
        #expect(try failing.run("good", "abc") == [97, 98, 99])
        #expect(failing.adapter.runMode == .worker && failing.adapter.table == nil)
        #expect(try failing.run("good", String(repeating: "x", count: 40)).count == 40)
    }

    @Test(
        arguments: ["begin", "next", "decode"],
        [
            ("segv", WorkerLoss.crashed(signal: SIGSEGV)), ("abort", .crashed(signal: SIGABRT)),
            ("trap", .crashed(signal: SIGILL)), ("stack", .crashed(signal: SIGSEGV)),
        ])
    func crash_anywhere_endsTheWorkerAlone(place: String, way: (String, WorkerLoss)) throws {
        let failing = try FailingAdapter()
        let error = #expect(throws: AdapterError.self) { try failing.run("\(place)-\(way.0)") }
        #expect(error?.loss == way.1)
        #expect(error?.errorClass == .internal)
        #expect(error?.message.contains("the adapter small 1.0.0 \(way.1)") == true)
        // The next session has another worker.
        #expect(try failing.run("good") == [97, 98, 99])
    }

    @Test func crash_whileASessionEnds_losesNothingThatWasDecoded() throws {
        let failing = try FailingAdapter()
        #expect(try failing.run("end-segv") == [97, 98, 99])
        #expect(try failing.run("good") == [97, 98, 99])
    }

    @Test func crash_whileAFileIsIdentified_isTriedOnceMoreAndSaid() throws {
        let failing = try FailingAdapter()
        let error = #expect(throws: AdapterError.self) { try failing.adapter.identify(path: "identify-segv") }
        #expect(error?.loss == .crashed(signal: SIGSEGV) && error?.file == "identify-segv")
        #expect(try failing.adapter.identify(path: "good").symbol == "AB")
    }

    @Test func hang_beyondItsTime_endsTheWorker() throws {
        let failing = try FailingAdapter(WorkerLimits(callSeconds: 0.2))
        let error = #expect(throws: AdapterError.self) { try failing.run("decode-hang") }
        #expect(error?.loss == .hung(seconds: 0.2))
        #expect(error?.message.contains("did not answer within 0.2 s") == true)
        #expect(try failing.run("good") == [97, 98, 99])
    }

    @Test func memory_beyondItsLimit_endsTheWorker() throws {
        let failing = try FailingAdapter(WorkerLimits(memory: 64 << 20))
        let error = #expect(throws: AdapterError.self) { try failing.run("decode-memory") }
        #expect(error?.loss == .memory(limit: 64 << 20))
        #expect(error?.message.contains("wanted more than the 64 MB of memory that it may have") == true)
        #expect(try failing.run("good") == [97, 98, 99])
    }

    @Test(arguments: ["short", "long", "silent"])
    func garbage_onTheSocket_endsTheWorker(way: String) throws {
        let failing = try FailingAdapter(WorkerLimits(callSeconds: 2))
        let error = #expect(throws: AdapterError.self) { try failing.run("decode-\(way)") }
        #expect(error?.loss != nil)
        #expect(try failing.run("good") == [97, 98, 99])
    }

    @Test func answers_thatAreForged_leadNowhere() throws {
        let failing = try FailingAdapter()
        var refused = 0
        for seed in 0..<400 {
            do throws(AdapterError) {
                // What is well-formed by chance is taken, like what any adapter says.
                #expect(try failing.run("decode-forge-\(seed)", "abcdefgh").count <= 16)
            } catch {
                refused += 1
                #expect(error.errorClass != .invalidQuery || error.loss == nil)
            }
            // Never so many in a row that it is not run any more.
            if seed % 2 == 1 { #expect(try failing.run("good") == [97, 98, 99]) }
        }
        #expect(refused > 300)
    }

    @Test func query_thatDoesNotFit_isSaidAndEndsNoWorker() throws {
        let failing = try FailingAdapter()
        let long = String(repeating: "x", count: 5 << 20)
        let error = #expect(throws: AdapterError.self) { try failing.run("good", file: long) }
        guard case .tooLong? = error?.loss else {
            Issue.record("\(error.map { $0.message } ?? "no error")")
            return
        }
        #expect(error?.message.contains("process was ended") == false)
        #expect(try failing.run("good") == [97, 98, 99])
    }

    @Test func writes_beyondTheBatch_areNotSeen() throws {
        let failing = try FailingAdapter()
        #expect(try failing.run("decode-overrun") == [97, 98, 99])
    }

    @Test func crashes_athousandInARow_leaveNothing() throws {
        let failing = try FailingAdapter()
        func openDescriptors() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        }
        _ = try? failing.run("decode-segv")  // what the first one leaves is no leak
        let (descriptors, memory) = (try openDescriptors(), try Self.kilobytes("VmRSS:"))
        for _ in 0..<500 {
            #expect(throws: AdapterError.self) { try failing.run("decode-segv") }
            #expect(throws: AdapterError.self) { try failing.run("next-abort") }
            _ = try failing.run("good")
        }
        // Other tests of this process open and close files meanwhile.
        #expect(abs(try openDescriptors() - descriptors) < 40)
        #expect(try Self.kilobytes("VmRSS:") - memory < 60_000)
        #expect(try Self.children(named: "candlewick-work").filter { $0.state == "Z" }.isEmpty)
    }

    @Test func adapter_thatGoes_leavesNoProcess() throws {
        let before = try Self.children(named: "candlewick-work").count
        do {
            let failing = try FailingAdapter()
            let sessions = try (0..<3).map { _ in
                try failing.adapter.begin(
                    SessionQuery(.candles(FullAdapter.minute), symbol: "good", fileName: "a.csv"), now: FullAdapter.now)
            }
            #expect(try Self.children(named: "candlewick-work").count >= before + 3)
            withExtendedLifetime(sessions) {}
        }
        // Other suites start and end their own meanwhile.
        #expect(try Self.children(named: "candlewick-work").count < before + 3)
    }

    private static func kilobytes(_ key: String) throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix(key) })
        return try #require(Int(line.split(whereSeparator: { !$0.isNumber })[0]))
    }

    /// The processes that this one has started.
    private static func children(named name: String) throws -> [(pid: Int, state: String)] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { entry in
            // A process can go while it is looked at.
            guard let pid = Int(entry), let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
                let close = stat.lastIndex(of: ")"), stat.contains("(\(name)")
            else { return nil }
            let fields = stat[stat.index(close, offsetBy: 2)...].split(separator: " ")
            return fields[1] == "\(getpid())" ? (pid, String(fields[0])) : nil
        }
    }
}
