import Foundation
import ReplayServer
import Testing
import Transport

/// Several processes and one job: nothing is done twice, whoever is stopped, cancelled or dies.
@Suite(.serialized) struct SyncShareTests {
    private static let assets = (0..<12).map { "C\($0)X" }

    /// A store with a dozen assets, and a market that takes its time.
    private struct Stage {
        let sandbox: Sandbox
        let market: FakeKraken
        private let environment: [String: String]

        /// - Parameter server: where PostgreSQL is; empty for SQLite.
        init(delay: Duration, server: String = "") throws {
            sandbox = try Sandbox.withStore()
            market = try FakeKraken()
            var environment = market.environment
            if !server.isEmpty {
                let schema = "share_" + UUID().uuidString.replacing("-", with: "").lowercased()
                try sandbox.write("candlewick.toml", "[postgresql]\nschema = \"\(schema)\"\nconnections = 2\n")
                environment["CANDLEWICK_STORE"] = server
            }
            self.environment = environment
            if !server.isEmpty { _ = try run("migrate") }
            market.server.inject(.delay(delay), .always, on: "/0/public/OHLC")
            for asset in assets { _ = try run("asset", "add", asset, "--category", "CRYPTO") }
        }

        /// Takes a schema of PostgreSQL away again.
        func drop() { _ = try? run("migrate", "--drop", "--yes") }

        func start(_ arguments: [String]) throws -> Process {
            let process = sandbox.process(Programs.candlewick, arguments, environment)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            return process
        }

        func sync() throws -> Process {
            try start(["sync", "--intervals", "1440", "--source", "kraken-rest", "--yes", "--parallel", "1"])
        }

        /// Waits until so many requests came.
        func wait(for requests: Int) throws {
            let end = Date().addingTimeInterval(60)
            while market.server.count < requests {
                try #require(Date() < end, "only \(market.server.count) requests came")
                usleep(5000)
            }
        }

        func show() throws -> JobDocument {
            try run("jobs", "show", "1", "--json").json(JobDocument.self)
        }

        func run(_ arguments: String...) throws -> Sandbox.Outcome {
            try sandbox.run(Programs.candlewick, arguments, environment: environment)
        }

        /// The pairs that were asked for, in order.
        var asked: [String] { market.asked().map { String($0.prefix { $0 != "&" }) } }
    }

    private struct JobDocument: Decodable {
        struct Job: Decodable {
            var state: String
            var message: String
            var items: Int
            var items_done: Int
            var inserted: Int
        }
        struct Item: Decodable {
            var name: String
            var state: String
            var attempts: Int
        }
        var job: Job
        var items: [Item]
    }

    @Test func job_ofTwoProcesses_isDoneOnceBetweenThem() throws {
        try share(Stage(delay: .milliseconds(120)))
    }

    @Test(PostgreSQLStoreTests.hasServer) func job_ofTwoProcessesOnPostgreSQL_isDoneOnceBetweenThem() throws {
        let stage = try Stage(delay: .milliseconds(120), server: PostgreSQLStoreTests.server)
        defer { stage.drop() }
        try share(stage)
    }

    private func share(_ stage: Stage) throws {
        let first = try stage.sync()
        try stage.wait(for: 2)
        let second = try stage.start(["jobs", "resume", "1", "--parallel", "2"])
        first.waitUntilExit()
        second.waitUntilExit()
        #expect(first.terminationStatus == 0 && second.terminationStatus == 0)
        #expect(stage.asked.count == 12 && Set(stage.asked).count == 12, "\(stage.asked)")
        let shown = try stage.show()
        #expect(shown.job.state == "COMPLETED" && shown.job.items == 13 && shown.job.items_done == 13, "\(shown.job)")
        #expect(shown.items.allSatisfy { $0.state == "DONE" && $0.attempts == 1 })
        #expect(shown.job.inserted == 12 * 720)
    }

    @Test func job_thatIsStopped_goesOnWhereItWas() throws {
        let stage = try Stage(delay: .milliseconds(120))
        let first = try stage.sync()
        try stage.wait(for: 4)
        first.interrupt()
        first.waitUntilExit()
        #expect(first.terminationStatus == 3)
        let paused = try stage.show()
        #expect(paused.job.state == "PAUSED" && paused.job.message.contains("candlewick jobs resume 1 goes on"))
        #expect(paused.items.allSatisfy { $0.state == "DONE" || $0.state == "PENDING" }, "\(paused.items)")
        let before = Set(stage.asked)
        let done = paused.items.filter { $0.state == "DONE" }.count
        let rest = try stage.run("sync", "--resume", "1")
        #expect(rest.status == 0, "\(rest.error)")
        #expect(try stage.show().job.state == "COMPLETED")
        // What was broken off is the only thing that is asked for twice.
        #expect(Set(stage.asked).count == 12 && stage.asked.count <= 13 && before.count + 1 >= done)
    }

    @Test func job_whoseProcessDied_isTakenOverAtOnce() throws {
        let stage = try Stage(delay: .milliseconds(120))
        let first = try stage.sync()
        try stage.wait(for: 4)
        kill(first.processIdentifier, SIGKILL)
        first.waitUntilExit()
        #expect(try stage.show().items.contains { $0.state == "RUNNING" })
        let began = Date()
        #expect(try stage.run("jobs", "resume", "1").status == 0)
        // A lease lasts a minute; on this machine nobody waits for that.
        #expect(Date().timeIntervalSince(began) < 30)
        let shown = try stage.show()
        #expect(shown.job.state == "COMPLETED" && shown.items.allSatisfy { $0.state == "DONE" })
        #expect(shown.items.map(\.attempts).max() == 2 && stage.asked.count <= 13)
    }

    @Test func job_thatIsCancelled_endsElsewhereAndKeepsWhatItHad() throws {
        let stage = try Stage(delay: .milliseconds(400))
        let first = try stage.sync()
        try stage.wait(for: 2)
        let cancel = try stage.run("jobs", "cancel", "1")
        #expect(cancel.status == 0 && cancel.output.contains("was asked to end"), "\(cancel.error)")
        first.waitUntilExit()
        #expect(first.terminationStatus == 3 && stage.asked.count < 12)
        let shown = try stage.show()
        #expect(shown.job.state == "PARTIAL" && shown.job.message.hasPrefix("cancelled with"))
        #expect(Set(shown.items.map(\.state)) == ["DONE", "DROPPED"])
        let again = try stage.run("jobs", "cancel", "1")
        #expect(again.status == 2 && again.error.contains("has ended"))
        // Whoever goes on with it wants the rest after all.
        stage.market.server.removeFaults()
        #expect(try stage.run("jobs", "resume", "1").status == 0)
        let whole = try stage.show()
        #expect(whole.job.state == "COMPLETED" && whole.job.items_done == 13 && whole.job.inserted == 12 * 720)
        let done = try stage.run("jobs", "resume", "1")
        #expect(done.status == 0 && done.output == "job 1 is COMPLETED: nothing is left to do\n")
    }
}
