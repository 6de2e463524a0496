import Foundation
import Testing

/// The unit that `service install --system` writes, under a running systemd.
@Suite(
    .serialized,
    .enabled(
        if: SystemdMachine.isPossible && Programs.find("curl") != nil,
        "needs root that may make namespaces, systemd, nsenter, setpriv and curl"))
struct SystemdTests {
    private struct Begun: Decodable { var job: Int? }
    private struct Shown: Decodable {
        struct Job: Decodable { var state: String }
        var job: Job
    }
    private struct Adapters: Decodable {
        struct Adapter: Decodable {
            var id: String
            var run: String
            var confinement: String?
        }
        var adapters: [Adapter]
    }

    /// A folder with a file to read, whose adapter runs in a worker.
    private static func machine() throws -> SystemdMachine {
        let sandbox = try Sandbox.withStore()
        try sandbox.write("data/XBTUSD_60.csv", Sandbox.bitcoin)
        try sandbox.write(
            "candlewick.toml", "[store]\nseries = \"sqlite:candlewick.db\"\n[ingest]\npaths = [\"data\"]\n")
        try sandbox.write(
            "adapters.conf", "folders = [\"\(Programs.package)/Plugins\"]\n[adapter.kraken-csv]\nrun = \"worker\"\n")
        return try SystemdMachine(sandbox)
    }

    @Test func hub_underSystemd_isReadyWorksWithWorkersAndEndsInTime() throws {
        let machine = try Self.machine()
        let said = try machine.run(Programs.candlewick, "service", "install", "--system", "--as", "nobody", "--now")
        #expect(said.contains("/etc/systemd/system/candlewick.service: written") && said.contains("running; systemctl"))
        // With Type=notify it is started when it has said so, and not before.
        #expect(try machine.property("ActiveState") == "active")
        #expect(try machine.property("StatusText") == "serving http://127.0.0.1:8321/")
        #expect(try machine.ask("/healthz") == "ok\n")
        let process = try machine.property("MainPID")
        let status = try machine.run("cat", "/proc/\(process)/status")
        for line in ["NoNewPrivs:\t1", "Seccomp:\t2", "CapEff:\t0000000000000000", "Uid:\t65534\t"] {
            #expect(status.contains(line), "\(line): \(status)")
        }

        // The restrictions leave workers what these need to restrict themselves.
        let adapters = try JSONDecoder().decode(Adapters.self, from: Data(try machine.ask("/v1/adapters").utf8))
            .adapters
        let csv = try #require(adapters.first { $0.id == "kraken-csv" })
        #expect(csv.run == "worker")
        for word in ["system calls", "Landlock", "namespaces", "no privileges"] {
            #expect(csv.confinement?.contains(word) == true, "\(csv)")
        }
        let begun = try machine.ask(
            "/v1/jobs", "--header", "Content-Type: application/json", "--data", #"{"command":"ingest"}"#)
        let number = try JSONDecoder().decode(Begun.self, from: Data(begun.utf8)).job
        let job = try #require(number, "\(begun)")
        try machine.until("the job is done") {
            try JSONDecoder().decode(Shown.self, from: Data(try machine.ask("/v1/jobs/\(job)").utf8)).job.state
                == "COMPLETED"
        }
        let rows = try machine.ask("/v1/candles?asset=BTC&format=csv")
        #expect(rows.split(separator: "\n").count == Sandbox.bitcoinRows.split(separator: "\n").count + 1, "\(rows)")

        let before = ContinuousClock.now
        try machine.run("systemctl", "stop", "candlewick.service")
        #expect(ContinuousClock.now - before < .seconds(10))
        #expect(try machine.property("ActiveState") == "inactive")
        #expect(try machine.property("Result") == "success" && machine.property("ExecMainStatus") == "0")
        let log = try machine.run("journalctl", "--unit=candlewick", "--no-pager")
        #expect(log.contains("candlewick: ending in order"), "\(log)")
    }

    @Test func hub_thatHangs_isKilledByTheWatchdogAndStartedAgain() throws {
        let machine = try Self.machine()
        try machine.run(Programs.candlewick, "service", "install", "--system", "--as", "nobody")
        #expect(try machine.run("cat", "/etc/systemd/system/candlewick.service").contains("\nWatchdogSec=60\n"))
        // As written, but with less patience.
        try machine.run(
            "sh", "-c",
            "mkdir /etc/systemd/system/candlewick.service.d && printf '[Service]\\nWatchdogSec=4\\nTimeoutAbortSec=1\\n"
                + "RestartSec=0\\n' >/etc/systemd/system/candlewick.service.d/test.conf && systemctl daemon-reload && "
                + "systemctl start candlewick.service")
        let process = try machine.property("MainPID")
        var signs: Set<String> = []
        try machine.until("it has told three times that it lives") {
            signs.insert(try machine.property("WatchdogTimestampMonotonic"))
            return signs.count > 3
        }
        #expect(try machine.property("MainPID") == process && machine.property("NRestarts") == "0")
        try machine.run("kill", "-STOP", process)
        try machine.until("it was started again") {
            try machine.property("NRestarts") == "1" && machine.property("ActiveState") == "active"
        }
        #expect(try machine.property("MainPID") != process)
        #expect(try machine.ask("/healthz") == "ok\n")
        try machine.run("systemctl", "stop", "candlewick.service")
        #expect(try machine.property("Result") == "success")
    }
}
