import Testing

@testable import Access

@Suite struct LimitTests {
    private let clock = AccessFixture.Clock()
    private let limiter: FailureLimiter
    init() {
        let clock = clock
        limiter = FailureLimiter { clock.now }
    }

    private func address(_ text: String) throws -> RemoteAddress { try #require(RemoteAddress(text)) }

    @Test func failures_beyondTheirNumber_areMadeToWaitForTheRestOfTheMinute() throws {
        let (bad, other) = (try address("192.0.2.1"), try address("192.0.2.2"))
        for _ in 0..<FailureLimiter.most {
            #expect(limiter.wait(bad) == nil)
            limiter.note(bad)
            clock.advance(1)
        }
        #expect(limiter.wait(bad) == 60 - FailureLimiter.most)
        #expect(limiter.wait(other) == nil)
        clock.advance(Double(60 - FailureLimiter.most) - 0.5)
        #expect(limiter.wait(bad) == 1)
        clock.advance(0.5)
        #expect(limiter.wait(bad) == nil)
        limiter.note(bad)
        #expect(limiter.wait(bad) == nil)
    }

    @Test func failures_fromOneNetworkOfIPv6_countTogether() throws {
        for number in 0..<FailureLimiter.most { limiter.note(try address("2001:db8:0:1::\(number)")) }
        #expect(limiter.wait(try address("2001:db8:0:1:ffff::1")) != nil)
        #expect(limiter.wait(try address("2001:db8:0:2::1")) == nil)
    }

    @Test func addresses_beyondTheRoom_pushOutTheOneThatIsOverFirst() throws {
        let first = try address("10.0.0.0")
        for _ in 0..<FailureLimiter.most { limiter.note(first) }
        clock.advance(1)
        func other(_ number: Int) throws -> RemoteAddress { try address("10.1.\(number / 256).\(number % 256)") }
        for number in 1..<FailureLimiter.room { limiter.note(try other(number)) }
        #expect(limiter.count == FailureLimiter.room && limiter.wait(first) != nil)
        limiter.note(try other(FailureLimiter.room))
        #expect(limiter.count == FailureLimiter.room && limiter.wait(first) == nil)
    }

    @Test func familiarTokens_areOfTheirNetwork_untilTheyAreGoodNoMore() throws {
        let (familiar, here, there) = (FamiliarTokens(), try address("10.0.0.1"), try address("10.0.0.2"))
        familiar.note("a", here, isGood: true)
        #expect(familiar.holds("a", here) && !familiar.holds("a", there) && !familiar.holds("b", here))
        familiar.note("a", here, isGood: false)
        #expect(!familiar.holds("a", here))
        for number in 0..<(FamiliarTokens.room + 10) { familiar.note("\(number)", here, isGood: true) }
        #expect(familiar.count == FamiliarTokens.room && familiar.holds("\(FamiliarTokens.room + 9)", here))
    }

    @Test func refusals_beyondTheirNumber_areCountedAndToldLater() {
        let budget = RefusalBudget { [clock] in clock.now }
        for _ in 0..<RefusalBudget.most { #expect(budget.take() == 0) }
        for _ in 0..<5 { #expect(budget.take() == nil) }
        clock.advance(60)
        #expect(budget.take() == 5)
        #expect(budget.take() == 0)
    }

    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1", true), ("127.9.9.9", "127.9.9.9", true), ("::1", "::1", true),
        ("0:0:0:0:0:0:0:1", "::1", true), ("::ffff:127.0.0.1", "127.0.0.1", true),
        ("::ffff:10.0.0.1", "10.0.0.1", false),
        ("10.0.0.1", "10.0.0.1", false), ("2001:DB8::1", "2001:db8::1", false), ("fe80::1%eth0", "fe80::1", false),
    ])
    func address_asWritten_isReadAndToldInOneWay(text: String, says: String, isLoopback: Bool) throws {
        let address = try address(text)
        #expect(address.description == says && address.isLoopback == isLoopback && !address.isWildcard)
    }

    @Test(arguments: ["", "localhost", "127.0.0.1:80", "[::1]", "256.1.1.1", "1.2.3", "::1::", "1.2.3.4 "])
    func address_ofAnythingElse_isNone(text: String) { #expect(RemoteAddress(text) == nil) }

    @Test(arguments: ["0.0.0.0", "::", "0:0:0:0:0:0:0:0"])
    func address_ofAll_isKnown(text: String) throws { #expect(try address(text).isWildcard) }
}
