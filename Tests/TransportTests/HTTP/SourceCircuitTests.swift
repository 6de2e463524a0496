import MarketData
import Synchronization
import Testing
import Transport

/// What is told of a source's circuit.
@Suite(.serialized) struct SourceCircuitTests {
    private final class Told: Sendable {
        private let state = Mutex<[CircuitStanding]>([])
        var all: [CircuitStanding] { state.withLock { $0 } }
        var states: [CircuitStanding.State] { all.map(\.state) }
        func note(_ standing: CircuitStanding) { state.withLock { $0.append(standing) } }
    }

    private static func down(_ settings: inout SourceSettings) {
        settings.attempts = 1
        settings.breaker = BreakerSettings(failuresToOpen: 2, recovery: .seconds(30))
    }

    @Test func circuit_thatOpensAndCloses_isToldOnceEach_withWhyAndUntilWhen() async throws {
        let told = Told()
        let setup = try SourceSetup(
            SourceSetup.script(.reply(500), .reply(500), .reply(500), .reply(200, "{}")), change: Self.down,
            onCircuit: told.note)
        let start = setup.clock.wall
        func later(_ seconds: Int64) -> Timestamp {
            Timestamp(nanoseconds: start.nanoseconds + seconds * 1_000_000_000)
        }
        _ = try await setup.failure()
        #expect(told.all.isEmpty)
        for _ in 0..<3 { _ = try await setup.failure() }
        #expect(told.states == [.open(until: later(30))])
        let first = try #require(told.all.first)
        #expect(first.source == "test" && first.at == start && first.error?.contains("status 500") == true)
        #expect(first.host.hasPrefix("127.0.0.1:") && setup.server.address.hasSuffix(first.host))
        setup.clock.advance(.seconds(30))
        _ = try await setup.failure()
        #expect(told.states == [.open(until: later(30)), .halfOpen, .open(until: later(60))])
        setup.clock.advance(.seconds(30))
        _ = try await setup.get()
        #expect(told.states.last == .halfOpen)
        setup.source.accepted()
        #expect(told.states.last == .closed && told.all.count == 5)
        #expect(told.all.last?.error?.contains("status 500") == true)
    }

    @Test func circuit_ofASourceThatAnswers_isToldAtFirst_andOnceAMinute() async throws {
        let told = Told()
        let setup = try SourceSetup(SourceSetup.script(.reply(200, "{}")), onCircuit: told.note)
        _ = try await setup.get()
        #expect(told.all.isEmpty)
        for _ in 0..<5 {
            setup.source.accepted()
            setup.clock.advance(.seconds(15))
        }
        #expect(told.states == [.closed, .closed] && told.all.allSatisfy { $0.error == nil })
    }

    @Test func refusal_readByTheAdapter_opensIt_andSaysSo() async throws {
        let told = Told()
        let setup = try SourceSetup(
            SourceSetup.script(.reply(200, "{}")), change: Self.down, onCircuit: told.note)
        for _ in 0..<2 {
            _ = try await setup.get()
            _ = await setup.source.refused(Refusal(.transient), attempt: 1)
        }
        #expect(told.all.count == 1 && told.all.first?.error?.contains("within its reply") == true)
        // Who limits is there.
        let other = Told()
        let limited = try SourceSetup(SourceSetup.script(.reply(200, "{}")), onCircuit: other.note)
        _ = await limited.source.refused(Refusal(.rateLimited), attempt: 1)
        #expect(other.states == [.closed])
    }
}
