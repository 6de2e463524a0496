@testable import QuestDBClient
import Testing

@Suite struct RetryPolicyTests {
    private static let lost = QuestDBError(.interrupted, "x", "x", advice: "x")
    private static let policy = RetryPolicy(
        patience: .seconds(10), firstPause: .milliseconds(100), longestPause: .seconds(1))

    private static func refused(_ status: Int) throws -> QuestDBError {
        .refused(HTTPReply(status: status, errorBody: [], wasStopped: false), try QuestDBEndpoint("http://host"))
    }

    /// Every status there is: exactly the named ones are sent again.
    @Test func status_ofAnyKind_isRetriedOnlyWhenNamed() throws {
        let named: Set = [500, 503, 504, 507, 509, 523, 524, 529, 599]
        for status in 100...999 where !(200...299).contains(status) {
            var retry = Retry(Self.policy)
            let action = retry.failed(try Self.refused(status), now: .zero, chance: 0.5)
            #expect((action != .giveUp) == named.contains(status), "status \(status)")
        }
    }

    @Test(arguments: [
        (QuestDBError.Code.unreachable, true), (.interrupted, true), (.timedOut, true), (.untrusted, false),
        (.badAddress, false),
        (.badReply, false), (.badValue, false),
    ])
    func failure_withoutStatus_isRetriedWhenTheConnectionFailed(code: QuestDBError.Code, again: Bool) {
        var retry = Retry(Self.policy)
        let action = retry.failed(QuestDBError(code, "x", "x", advice: "x"), now: .zero, chance: 0)
        #expect((action != .giveUp) == again)
    }

    @Test func pauses_ofManyFailures_doubleUpToTheLongest() {
        var retry = Retry(Self.policy)
        let pauses = (0..<7).map { _ in retry.failed(Self.lost, now: .seconds(5), chance: 0.5) }
        #expect(pauses == [50, 100, 200, 400, 500, 500, 500].map { .again(after: .milliseconds($0)) })
        #expect(retry.failures == 7)
    }

    @Test(arguments: [(0.0, 0.0), (0.25, 25), (0.75, 75)])
    func pause_ofAnyChance_isThatPartOfTheWhole(chance: Double, milliseconds: Double) {
        var retry = Retry(Self.policy)
        #expect(retry.failed(Self.lost, now: .zero, chance: chance) == .again(after: .milliseconds(milliseconds)))
    }

    /// Patience counts from the first failure, and a pause that would outlast it is not begun.
    @Test(arguments: [
        (1009.0, 0.0, true), (1009.9, 0.0, true), (1010.0, 0.0, false), (1009.9, 0.9, false), (1005, 0.9, true),
    ])
    func patience_thatIsOver_endsIt(now: Double, chance: Double, again: Bool) {
        var retry = Retry(Self.policy)
        _ = retry.failed(Self.lost, now: .seconds(1000), chance: 0)
        #expect((retry.failed(Self.lost, now: .seconds(now), chance: chance) != .giveUp) == again)
    }

    @Test func patience_ofNothing_givesUpAtOnce() {
        var retry = Retry(RetryPolicy(patience: .zero))
        #expect(retry.failed(Self.lost, now: .zero, chance: 0) == .giveUp)
    }

    @Test func failures_withoutEnd_doNotOverflow() {
        var retry = Retry(
            RetryPolicy(patience: .seconds(1 << 40), firstPause: .seconds(1), longestPause: .seconds(1 << 39)))
        for _ in 0..<1000 { #expect(retry.failed(Self.lost, now: .zero, chance: 0.9) != .giveUp) }
    }

    @Test(arguments: [(0, 30.0), (100_000, 31), (50_000_000, 530), (1, 30.001)])
    func timeout_ofABody_growsWithItsSize(bytes: Int, seconds: Double) {
        #expect(ILPSender.Limits().timeout(bytes: bytes) == .milliseconds(seconds * 1000))
    }
}
