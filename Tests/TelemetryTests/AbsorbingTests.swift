import Foundation
import Glibc
import Testing

@testable import Telemetry

@Suite(.serialized) struct AbsorbingTests {
    private func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        // Two places for two descriptors.
        try #require(unsafe ends.withUnsafeMutableBufferPointer { unsafe Glibc.pipe($0.baseAddress!) } == 0)
        return (ends[0], ends[1])
    }

    private func lines(_ descriptor: Int32) -> [ArraySlice<UInt8>] {
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe part.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count <= 0 { break }
            bytes += part.prefix(count)
        }
        return bytes.split(separator: 10)
    }

    @Test func counts_ofAJobTold_areAddedOnce() throws {
        let (job, hub) = (MetricsRegistry(), MetricsRegistry())
        let (reading, writing) = try pipe()
        defer { close(reading) }
        let writer = try #require(TelemetryWriter(job, descriptor: writing, interval: .seconds(3600)))
        let labels = [("source", "kraken"), ("kind", "candles")]
        job.add(10, to: "candlewick_rows_read_total", labels)
        job.observe("candlewick_source_request_seconds", 0.2, [("source", "kraken")])
        job.set("candlewick_store_pool_in_use", 3, [("pool", "postgresql")])
        writer.write()
        job.add(5, to: "candlewick_rows_read_total", labels)
        writer.write()
        writer.write()
        hub.add(100, to: "candlewick_rows_read_total", labels)
        hub.set("candlewick_store_pool_in_use", 1, [("pool", "postgresql")])
        let told = lines(reading)
        // Only what changed is told again.
        #expect(told.count == 4)
        for line in told { hub.absorb(line: line, from: "one") }
        #expect(hub.values(of: "candlewick_rows_read_total").map(\.value) == [115])
        #expect(hub.values(of: "candlewick_source_request_seconds").map(\.value) == [1])
        #expect(hub.values(of: "candlewick_store_pool_in_use").map(\.value) == [4])
        hub.forget(job: "one")
        #expect(hub.values(of: "candlewick_store_pool_in_use").map(\.value) == [1])
        #expect(hub.values(of: "candlewick_rows_read_total").map(\.value) == [115])
        // Another job of the same counts is another's work.
        for line in told { hub.absorb(line: line, from: "two") }
        #expect(hub.values(of: "candlewick_rows_read_total").map(\.value) == [130])
        writer.finish()
        close(writing)
    }

    @Test func job_endingBetweenTwoSeconds_tellsItsLastCounts() throws {
        let job = MetricsRegistry()
        let (reading, writing) = try pipe()
        defer { close(reading) }
        let writer = try #require(TelemetryWriter(job, descriptor: writing, interval: .seconds(3600)))
        job.add(7, to: "candlewick_source_retries_total", [("source", "x")])
        writer.finish()
        close(writing)
        let hub = MetricsRegistry()
        for line in lines(reading) { hub.absorb(line: line, from: "one") }
        #expect(hub.values(of: "candlewick_source_retries_total").map(\.value) == [7])
    }

    @Test func hub_thatReadsNothing_doesNotHoldUpTheJob() throws {
        let job = MetricsRegistry()
        let (reading, writing) = try pipe()
        let writer = try #require(TelemetryWriter(job, descriptor: writing, interval: .seconds(3600)))
        for round in 0..<200 {
            for number in 0..<20 { job.add(1, to: "candlewick_source_retries_total", [("source", "\(number)")]) }
            _ = round
            writer.write()
        }
        // What it reads in the end is whole, and the newest of it is told when there is room again.
        let hub = MetricsRegistry()
        for _ in 0..<3 {
            for line in lines(reading) { hub.absorb(line: line, from: "one") }
            writer.write()
        }
        #expect(hub.values(of: "candlewick_source_retries_total").map(\.value) == Array(repeating: 200, count: 20))
        #expect(hub.refusedLines.value == 0)
        close(reading)
        writer.write()
        close(writing)
    }

    @Test(arguments: [
        "", "{", "null", "[]", "{\"name\":\"x\"}",
        #"{"name":"no_such_metric_total","kind":"counter","labels":{},"value":1}"#,
        #"{"name":"candlewick_source_retries_total","kind":"gauge","labels":{},"value":1}"#,
        #"{"name":"candlewick_source_retries_total","kind":"counter","labels":{"le":"1"},"value":1}"#,
        #"{"name":"candlewick_source_retries_total","kind":"counter","labels":{},"value":-1}"#,
        #"{"name":"candlewick_source_retries_total","kind":"counter","labels":{},"value":1e300}"#,
        #"{"name":"candlewick_source_retries_total","kind":"counter","labels":{}}"#,
        #"{"name":"candlewick_source_request_seconds","kind":"histogram","labels":{},"counts":[1],"sum":1}"#,
        #"{"name":"candlewick_source_retries_total","kind":"counter","labels":{"source":""#
            + String(repeating: "x", count: 5000) + #""},"value":1}"#,
    ])
    func line_thatIsNone_isRefusedAndCounted(text: String) {
        let hub = MetricsRegistry()
        hub.absorb(line: Array(text.utf8), from: "one")
        #expect(hub.refusedLines.value == 1)
        #expect(hub.values(of: "candlewick_source_retries_total").isEmpty)
    }

    @Test func jobs_tooManyAtATime_areRefused() {
        var limits = MetricsRegistry.Limits()
        limits.jobs = 2
        let hub = MetricsRegistry(limits: limits)
        let line = Array(#"{"name":"candlewick_source_retries_total","kind":"counter","labels":{},"value":1}"#.utf8)
        for name in ["a", "b", "c"] { hub.absorb(line: line, from: name) }
        #expect(hub.values(of: "candlewick_source_retries_total").map(\.value) == [2])
        hub.forget(job: "a")
        hub.absorb(line: line, from: "c")
        #expect(hub.values(of: "candlewick_source_retries_total").map(\.value) == [3])
    }

    @Test func job_thatCountsDown_takesNothingAway() {
        let hub = MetricsRegistry()
        for value in [5, 2, 4] {
            let text =
                #"{"name":"candlewick_source_retries_total","kind":"counter","labels":{},"value":"# + "\(value)}"
            hub.absorb(line: Array(text.utf8), from: "one")
        }
        #expect(hub.values(of: "candlewick_source_retries_total").map(\.value) == [7])
    }

    @Test func descriptor_thatIsNoPipe_isNotWritten() throws {
        #expect(TelemetryWriter(MetricsRegistry(), descriptor: 999) == nil)
        let file = unsafe open("/dev/null", O_WRONLY)
        #expect(TelemetryWriter(MetricsRegistry(), descriptor: file) == nil)
        close(file)
        let (reading, writing) = try pipe()
        #expect(TelemetryWriter(MetricsRegistry(), descriptor: reading) == nil)
        close(reading)
        close(writing)
    }
}
