import Testing
import Transport

@Suite struct TokenBucketTests {
    private static func at(_ milliseconds: Int64) -> BootTime { BootTime(nanoseconds: milliseconds * 1_000_000) }

    /// Plays waiters who always want the next request as soon as the last one went; gives the moments of the requests.
    private static func play(
        _ bucket: inout TokenBucket, waiters: Int, cost: Int = 1, from start: BootTime, for length: Duration
    ) -> [BootTime] {
        // Each waiter's next moment to ask at; a place that was given is its request.
        var asking = [BootTime](repeating: start, count: waiters)
        var sent: [BootTime] = []
        while let (index, now) = asking.enumerated().min(by: { $0.element < $1.element }), now - start < length {
            switch bucket.reserve(cost, now: now) {
            case .go(let moment):
                sent.append(moment)
                // As good as at once: the reply takes no time here.
                asking[index] = moment
            case .wait(let moment): asking[index] = moment
            }
        }
        return sent.sorted().filter { $0 - start < length }
    }

    /// Whether any window, from one request to a later one, holds more than burst + rate * T.
    private static func exceeds(_ sent: [BootTime], _ pace: Pace, cost: Int) -> Bool {
        // (last - first + 1) * cost - T * rate, greatest for each last one where first * cost - time * rate is least.
        var least = Double.infinity
        for (index, moment) in sent.enumerated() {
            let units = Double(moment.nanoseconds - sent[0].nanoseconds) / Double(pace.period)
            let value = Double(index * cost) - units
            least = min(least, value)
            if value - least + Double(cost) > Double(max(pace.burst, cost)) + 1e-6 { return true }
        }
        return false
    }

    @Test(arguments: [1, 3, 20, 200])
    func fifty_aSecondFor20Seconds_areUsedAndNeverPassed(waiters: Int) {
        var bucket = TokenBucket(Pace(rate: 50, burst: 1))
        let sent = Self.play(&bucket, waiters: waiters, from: Self.at(5_000), for: .seconds(20))
        #expect((980...1000).contains(sent.count))
        #expect(!Self.exceeds(sent, bucket.pace, cost: 1))
    }

    @Test(
        arguments: [(50.0, 10, 1), (5.0 / 60, 5, 1), (3, 1, 1), (7.3, 4, 3), (10, 2, 5), (1000, 50, 1)]
            as [(Double, Int, Int)])
    func bucket_ofAnyPace_isUsedAndNeverPassed(rate: Double, burst: Int, cost: Int) {
        var bucket = TokenBucket(Pace(rate: rate, burst: burst))
        let length = Duration.seconds(max(20, 60 / rate))
        let sent = Self.play(&bucket, waiters: 7, cost: cost, from: Self.at(5_000), for: length)
        let full = Double(max(burst, cost)) + rate * (length / .seconds(1))
        #expect(Double(sent.count * cost) <= full && Double(sent.count * cost) > full - Double(cost) - 1 - full * 0.02)
        #expect(!Self.exceeds(sent, bucket.pace, cost: cost))
    }

    @Test func bucket_askedAtRandom_isNeverPassed() {
        var generator = SeededGenerator(state: 4)
        for _ in 0..<20 {
            var bucket = TokenBucket(
                Pace(rate: .random(in: 1...100, using: &generator), burst: .random(in: 1...9, using: &generator)))
            var (now, sent) = (Self.at(1000), [BootTime]())
            for _ in 0..<400 {
                now = now + .milliseconds(Int.random(in: 0...60, using: &generator))
                if case .go(let moment) = bucket.reserve(1, now: now) { sent.append(moment) }
            }
            #expect(sent == sent.sorted() && !Self.exceeds(sent, bucket.pace, cost: 1))
        }
    }

    @Test func bucket_afterARest_givesTheBurstAtOnce() {
        var bucket = TokenBucket(Pace(rate: 10, burst: 3))
        let actions = (0..<5).map { _ in bucket.reserve(1, now: Self.at(0)) }
        #expect(actions == [0, 0, 0, 100, 200].map { .go(at: Self.at($0)) })
        // After 300 ms and 400 ms more there are three again, not more.
        let later = (0..<4).map { _ in bucket.reserve(1, now: Self.at(900)) }
        #expect(later == [900, 900, 900, 1000].map { .go(at: Self.at($0)) })
    }

    @Test func place_furtherThanTheHorizon_isNotGiven() {
        var bucket = TokenBucket(Pace(rate: 0.1, burst: 1))
        #expect(bucket.reserve(1, now: Self.at(0)) == .go(at: Self.at(0)))
        let before = bucket
        #expect(bucket.reserve(1, now: Self.at(0)) == .wait(until: Self.at(9_500)) && bucket == before)
        #expect(bucket.reserve(1, now: Self.at(9_500)) == .go(at: Self.at(10_000)))
    }

    @Test func pause_stopsAll_andIsNeverShortened() {
        var bucket = TokenBucket(Pace(rate: 10, burst: 2))
        bucket.pause(until: Self.at(5_000))
        bucket.pause(until: Self.at(3_000))
        #expect(bucket.reserve(1, now: Self.at(0)) == .wait(until: Self.at(5_000)))
        #expect(bucket.reserve(1, now: Self.at(5_000)) == .go(at: Self.at(5_000)))
    }

    @Test func pause_withoutALimit_stopsToo() {
        var bucket = TokenBucket(Pace(rate: 0, burst: 1))
        #expect(bucket.reserve(1, now: Self.at(0)) == .go(at: Self.at(0)))
        bucket.pause(until: Self.at(70))
        #expect(bucket.reserve(1, now: Self.at(0)) == .wait(until: Self.at(70)))
    }

    @Test func twoBuckets_together_takeTheLaterMoment() {
        var (host, key) = (TokenBucket(Pace(rate: 10, burst: 1)), TokenBucket(Pace(rate: 5, burst: 1)))
        _ = (host.reserve(1, now: Self.at(0)), key.reserve(1, now: Self.at(0)))
        #expect(TokenBucket.place([host, key], 1, now: Self.at(0)) == .go(at: Self.at(200)))
        key.pause(until: Self.at(800))
        #expect(TokenBucket.place([host, key], 1, now: Self.at(0)) == .wait(until: Self.at(800)))
    }

    @Test(arguments: [-1, 0, .nan, -.infinity, .infinity, 1e-300, 1e300, 1e9] as [Double])
    func rate_ofAnyKind_isANumberToCountWith(rate: Double) {
        var bucket = TokenBucket(Pace(rate: rate, burst: 0))
        for _ in 0..<3 { _ = bucket.reserve(.max, now: Self.at(1)) }
        #expect(bucket.pace.burst == 1 && bucket.pace.period >= 0)
    }
}
