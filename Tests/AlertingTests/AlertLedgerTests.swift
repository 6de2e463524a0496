import MarketData
import Storage
import Testing

@testable import Alerting

/// Alerts of several hubs and starts with one ledger.
@Suite(.serialized) struct AlertLedgerTests {
    private let ledger: TestLedger
    private let clock = JumpingClock()

    init() throws { ledger = try TestLedger() }

    private func hub(_ name: String) -> AlertHub { AlertHub(name, ledger, clock) }

    private var records: [AlertRecord] { get throws { try ledger.ledger.alerts(resolved: 99) } }

    @Test func alert_thatTwoHubsSee_isRaisedOnceAndResolvedOnce() async throws {
        let (a, b) = (hub("a"), hub("b"))
        await b.look([:])
        await a.look(["BTC": 200])
        await b.look(["BTC": 200])
        #expect(try records.count == 1 && records[0].lease?.owner == "a")
        // Another's is on the board, and told to those who listen here, as well.
        #expect(a.firing == ["BTC"] && b.firing == ["BTC"])
        // Each has good readings at its own moments.
        for _ in 0..<3 {
            clock.advance(.seconds(30))
            await a.look(["BTC": 0])
            clock.advance(.seconds(1))
            await b.look(["BTC": 0])
        }
        #expect(try records.count == 1 && records[0].resolvedAt != nil)
        #expect(a.told == ["BTC firing", "BTC resolved"] && b.told == a.told)
        #expect(a.firing == [] && b.firing == [] && b.board.resolved.map(\.subject) == ["BTC"])
        for hub in [a, b] { await hub.look(["BTC": 0]) }
        #expect(try records.count == 1)
    }

    @Test func alert_thatOneHubSees_isOnTheBoardOfTheOther_andNotResolvedByIt() async throws {
        let (a, b) = (hub("a"), hub("b"))
        await a.look(["BTC": 200])
        for _ in 0..<10 {
            clock.advance(.seconds(30))
            await a.look(["BTC": 200])
            await b.look([:])
        }
        #expect(try records.map(\.lease?.owner) == ["a"])
        #expect(b.firing == ["BTC"] && a.told == ["BTC firing"] && b.told == [])
    }

    @Test func alert_beforeAStart_isNotToldAgain_andResolvedByTheNext() async throws {
        await hub("a").look(["BTC": 200, "ETH": 200])
        clock.advance(.seconds(5))
        let next = hub("b")
        await next.look(["BTC": 200])
        #expect(try records.count == 2)
        #expect(next.told == [] && Set(next.firing) == ["BTC", "ETH"])
        // The lease of the one before is over, and what it saw has been good for a minute since.
        for _ in 0..<10 {
            clock.advance(.seconds(30))
            await next.look(["BTC": 200])
        }
        #expect(next.told == ["ETH resolved"] && next.firing == ["BTC"])
        #expect(try records.filter { $0.resolvedAt == nil }.map(\.lease?.owner) == ["b"])
    }

    @Test func alert_ofAHubThatEndsInOrder_isLookedAfterAtOnce() async throws {
        let ended = JumpingClock { _ throws(CancellationError) in throw CancellationError() }
        let first = AlertHub("a", ledger, ended)
        await first.look(["BTC": 200])
        await first.run()
        let next = hub("b")
        await next.look([:])
        #expect(try records.map(\.lease?.owner) == ["b"])
        for _ in 0..<3 {
            clock.advance(.seconds(30))
            await next.look([:])
        }
        #expect(next.told == ["BTC resolved"])
    }

    @Test func alert_thatAnotherHubStillSees_firesAnew_oneThatIsBetweenDoesNot() async throws {
        let (a, b) = (hub("a"), hub("b"))
        for hub in [a, b] { await hub.look(["pool": 200]) }
        for _ in 0..<3 {
            clock.advance(.seconds(30))
            await a.look([:])
            // Not good again, and not too much.
            await b.look(["pool": 95])
        }
        #expect(try records.map { $0.resolvedAt != nil } == [true])
        await b.look(["pool": 200])
        #expect(try records.map(\.lease?.owner) == ["b", nil])
        #expect(b.told == ["pool firing", "pool resolved", "pool firing"].suffix(b.told.count))
    }

    @Test func ledger_thatIsAway_hindersNobody_andHearsLater() async throws {
        let a = hub("a")
        ledger.goAway(true)
        await a.look(["BTC": 200])
        await a.look(["BTC": 200])
        #expect(a.told == ["BTC firing"] && a.firing == ["BTC"] && a.problems == 1)
        ledger.goAway(false)
        await a.look(["BTC": 200])
        #expect(try records.map(\.firing.subject) == ["BTC"])
        #expect(a.told == ["BTC firing"])
        ledger.goAway(true)
        for _ in 0..<3 {
            clock.advance(.seconds(30))
            await a.look(["BTC": 0])
        }
        #expect(a.told == ["BTC firing", "BTC resolved"] && a.firing == [] && a.problems == 2)
        #expect(a.board.resolved.map(\.subject) == ["BTC"])
        ledger.goAway(false)
        for _ in 0..<4 {
            clock.advance(.seconds(30))
            await a.look(["BTC": 0])
        }
        #expect(try records.map { $0.resolvedAt != nil } == [true])
    }

    @Test func alert_thatCannotBeFinite_isKept() async throws {
        await hub("a").look(["BTC": .infinity])
        #expect(try records.map(\.firing.value) == [.infinity])
    }
}
