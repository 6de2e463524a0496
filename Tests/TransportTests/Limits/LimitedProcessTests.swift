import Foundation
import Glibc
import Testing

@testable import Transport

/// Two processes ask one server, which counts.
@Suite(.serialized) struct LimitedProcessTests {
    private static func start(_ server: LoopbackServer, _ count: Int, rate: Int, _ folder: TestFolder) throws -> Process
    {
        let process = Process()
        process.executableURL = try Programs.built("limited-client")
        process.arguments = [server.address, "\(count)", "\(rate)", "1", folder("limits")]
        try process.run()
        return process
    }

    @Test func twoProcesses_keepOneRate_andUseIt() throws {
        let folder = try TestFolder()
        let server = LoopbackServer(.reply(200, "{}"))
        let processes = try (0..<2).map { _ in try Self.start(server, 150, rate: 50, folder) }
        for process in processes {
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        let times = server.requests.map(\.at).sorted()
        #expect(times.count == 300)
        // A hundredth is kept back, so that a server never counts more. Here the server runs in a test among others: what
        // arrives late by the machine's own delays makes a window shorter by as much.
        let delay = Duration.milliseconds(100)
        for first in times.indices {
            for last in first..<times.count {
                let least = Duration.seconds(Double(last - first - 1) / 50) - delay
                if times[last] - times[first] < least {
                    Issue.record("\(last - first + 1) requests in \(times[last] - times[first])")
                    return
                }
            }
        }
        let length = times[299] - times[0]
        #expect(length <= .seconds(299.0 / 50 / 0.98) + delay, "\(length)")
    }

    @Test func processThatIsKilled_doesNotStopTheOther() throws {
        let folder = try TestFolder()
        let server = LoopbackServer(.reply(200, "{}"))
        let victim = try Self.start(server, 100_000, rate: 200, folder)
        let other = try Self.start(server, 100, rate: 200, folder)
        while server.requests.count < 30 { usleep(1000) }
        kill(victim.processIdentifier, SIGKILL)
        victim.waitUntilExit()
        other.waitUntilExit()
        #expect(other.terminationStatus == 0 && victim.terminationReason == .uncaughtSignal)
        #expect(server.requests.count >= 100)
    }
}
