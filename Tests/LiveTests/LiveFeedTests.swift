import MarketData
import NIOCore
import Synchronization
import Testing

@testable import Live

@Suite struct LiveFeedTests {
    private static let hour = LiveSubject(
        Instrument(base: "BTC", quote: "USD"), .candles(Interval(minutes: 60)!), source: "kraken-csv")

    @Test func reader_everyEvent_comesInOrderWithGrowingNumbers() throws {
        let feed = LiveFeed()
        let reader = try feed.join(.all) {}
        for number in 0..<100 { try feed.publish(.job, ["job": number]) }
        let events = reader.all()
        #expect(events.map { String(buffer: $0.data) } == (0..<100).map { #"{"job":\#($0)}"# })
        #expect(zip(events, events.dropFirst()).allSatisfy { $0.number + 1 == $1.number })
        #expect(reader.isDone)
    }

    @Test func event_texts_areOneEncodingForAll() throws {
        let feed = LiveFeed()
        let readers = try (0..<3).map { _ in try feed.join(.all) {} }
        try feed.publish(.task, ["a": "/x\n"])
        let events = readers.map { $0.all() }
        #expect(events.allSatisfy { $0.count == 1 && $0[0] === events[0][0] })
        let event = events[0][0]
        #expect(String(buffer: event.text) == "event: task\nid: \(event.number)\ndata: {\"a\":\"/x\\n\"}\n\n")
        #expect(
            String(buffer: event.message)
                == #"{"op":"event","number":\#(event.number),"kind":"task","data":{"a":"/x\n"}}"#)
    }

    @Test func reader_isWoken_onceForWhatItWantsAndNotBeforeItHasRead() throws {
        let feed = LiveFeed()
        let woken = Mutex(0)
        let reader = try feed.join(LiveFilter([.init([.alert])])) { woken.withLock { $0 += 1 } }
        #expect(reader.isDone)
        try feed.publish(.job, [1])
        #expect(woken.withLock { $0 } == 0)
        try feed.publish(.alert, [2])
        try feed.publish(.alert, [3])
        #expect(woken.withLock { $0 } == 1)
        #expect(reader.all().map { String(buffer: $0.data) } == ["[2]", "[3]"])
        try feed.publish(.alert, [4])
        #expect(woken.withLock { $0 } == 2)
    }

    struct Choice: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var filter: LiveFilter
        var isMatch: Bool
        init(_ name: String, _ wishes: [LiveFilter.Wish], _ isMatch: Bool) {
            (testDescription, filter, self.isMatch) = (name, LiveFilter(wishes), isMatch)
        }
    }

    @Test(arguments: [
        Choice("all", [.init()], true),
        Choice("nothing", [], false),
        Choice("the kind", [.init([.candles])], true),
        Choice("another kind", [.init([.trades])], false),
        Choice("the asset", [.init([.candles], [LivePattern(asset: "BTC")])], true),
        Choice("another asset", [.init([.candles], [LivePattern(asset: "ETH")])], false),
        Choice("another quote", [.init([.candles], [LivePattern(asset: "BTC", quote: "EUR")])], false),
        Choice("another interval", [.init([.candles], [LivePattern(interval: Interval(minutes: 5))])], false),
        Choice("another source", [.init([.candles], [LivePattern(source: "massive")])], false),
        Choice("one of two series", [.init([.candles], [LivePattern(asset: "ETH"), LivePattern(quote: "USD")])], true),
        Choice("one of two wishes", [.init([.job]), .init([.candles], [LivePattern(source: "kraken-csv")])], true),
    ])
    func filter_ofASeries_choosesIt(_ choice: Choice) throws {
        let feed = LiveFeed()
        let reader = try feed.join(choice.filter) {}
        try feed.publish(.candles, about: Self.hour, [1])
        #expect(reader.all().isEmpty != choice.isMatch)
    }

    @Test func filter_ofSeries_doesNotKeepOutWhatIsAboutNone() throws {
        let feed = LiveFeed()
        let reader = try feed.join(LiveFilter([.init([.job, .gaps], [LivePattern(asset: "BTC", source: "x")])])) {}
        try feed.publish(.job, [1])
        // Gaps are those of a history, whichever sources gave it.
        try feed.publish(.gaps, about: LiveSubject(Self.hour.instrument, Self.hour.kind), [2])
        try feed.publish(.gaps, about: LiveSubject(Instrument(base: "ETH", quote: "USD"), .trades), [3])
        #expect(reader.all().map { String(buffer: $0.data) } == ["[1]", "[2]"])
    }

    @Test func resume_withinTheRing_hasNoHoleAndNoRepeat() throws {
        let feed = LiveFeed()
        let first = try feed.join(.all) {}
        for number in 0..<10 { try feed.publish(.job, [number]) }
        let seen = first.all()
        for last in seen {
            let reader = try feed.join(.all, after: last.number) {}
            #expect(reader.lost == nil)
            #expect(reader.all().map(\.number) == seen.map(\.number).filter { $0 > last.number })
        }
    }

    @Test func resume_behindTheRing_saysWhatIsLost() throws {
        var limits = LiveLimits()
        limits.events = 4
        let feed = LiveFeed(limits)
        let start = feed.newest
        for number in 0..<10 { try feed.publish(.job, [number]) }
        let reader = try feed.join(.all, after: start + 2) {}
        #expect(reader.lost == LiveLost(from: start + 3, to: start + 6, reason: .overrun))
        #expect(reader.all().map(\.number) == Array(start + 7...start + 10))
    }

    @Test func resume_ofAnEarlierLife_saysThatAndGivesAllOfThisOne() throws {
        let before = LiveFeed(start: Timestamp(nanoseconds: 1_700_000_000_000_000_000))
        for number in 0..<5000 { try before.publish(.job, [number]) }
        // The shortest life there can be between two that had so many events.
        let after = LiveFeed(start: Timestamp(nanoseconds: 1_700_000_000_005_000_000))
        #expect(after.newest > before.newest)
        #expect(after.newest < 1 << 53)
        try after.publish(.job, [1])
        let reader = try after.join(.all, after: before.newest) {}
        #expect(reader.lost == LiveLost(from: before.newest + 1, to: after.newest - 1, reason: .restart))
        #expect(reader.all().count == 1)
    }

    @Test(arguments: [Int64.max, 1 << 53])
    func resume_fromTheFuture_isOfAnotherLife(_ last: Int64) throws {
        let feed = LiveFeed()
        try feed.publish(.job, [1])
        let reader = try feed.join(.all, after: last) {}
        #expect(reader.lost?.reason == .restart)
        #expect(reader.all().count == 1)
    }

    @Test func reader_thatLagsTooFar_isEndedAndHindersNobody() throws {
        var limits = LiveLimits()
        limits.lag = 8
        let feed = LiveFeed(limits)
        let woken = Mutex(0)
        let slow = try feed.join(.all) { woken.withLock { $0 += 1 } }
        let quick = try feed.join(.all) {}
        for number in 0..<9 {
            try feed.publish(.job, [number])
            #expect(quick.all().count == 1)
        }
        #expect(feed.dropped == 1)
        #expect(woken.withLock { $0 } == 1)
        #expect(slow.end == .slow)
        guard case .end(.slow) = slow.next(atMost: 1) else { return #expect(Bool(false), "it goes on") }
        try feed.publish(.job, [9])
        #expect(quick.all().count == 1)
        #expect(feed.dropped == 1)
    }

    @Test func reader_behindTheRing_isEndedWhateverItMayLag() throws {
        var limits = LiveLimits()
        (limits.events, limits.lag) = (4, 1000)
        let feed = LiveFeed(limits)
        let slow = try feed.join(.all) {}
        for number in 0..<5 { try feed.publish(.job, [number]) }
        #expect(slow.end == .slow)
    }

    @Test func ring_ofLargeEvents_holdsFewerOfThem() throws {
        var limits = LiveLimits()
        limits.bytes = 1000
        let feed = LiveFeed(limits)
        let start = feed.newest
        for _ in 0..<10 { try feed.publish(.job, [String(repeating: "x", count: 400)]) }
        let reader = try feed.join(.all, after: start) {}
        #expect(reader.all().count == 2)
        #expect(reader.lost?.to == start + 8)
        // One that is larger than all that is kept is not lost for who reads now.
        try feed.publish(.job, [String(repeating: "x", count: 2000)])
        #expect(reader.all().count == 1)
    }

    @Test func reader_thatResumesFarBehind_mayCatchUp() throws {
        var limits = LiveLimits()
        limits.lag = 8
        let feed = LiveFeed(limits)
        let start = feed.newest
        for number in 0..<100 { try feed.publish(.job, [number]) }
        let reader = try feed.join(.all, after: start) {}
        for number in 0..<8 { try feed.publish(.job, [number]) }
        #expect(reader.end == nil)
        #expect(reader.all().count == 108)
        for number in 0..<9 { try feed.publish(.job, [number]) }
        #expect(reader.end == .slow)
    }

    @Test func close_readers_getWhatIsLeftAndThenTheEnd() throws {
        let feed = LiveFeed()
        let woken = Mutex(0)
        let reader = try feed.join(.all) { woken.withLock { $0 += 1 } }
        try feed.publish(.job, [1])
        feed.close(.stopping)
        feed.close(.slow)
        #expect(woken.withLock { $0 } == 1)
        #expect(reader.all().count == 1)
        guard case .end(.stopping) = reader.next(atMost: 1) else { return #expect(Bool(false), "it goes on") }
        #expect(throws: LiveRefusal(reason: .stopping)) { _ = try feed.join(.all) {} }
        try feed.publish(.job, [2])
        #expect(reader.all().isEmpty)
    }

    @Test func end_ofSomeOwners_endsTheirReadersAlone() throws {
        let feed = LiveFeed()
        let readers = try ["a", "b", "a"].map { owner in try feed.join(.all, for: owner) {} }
        try feed.publish(.job, [1])
        feed.end(.revoked) { $0 == "a" }
        #expect(readers.map(\.end) == [.revoked, nil, .revoked])
        guard case .end(.revoked) = readers[0].next(atMost: 1) else { return #expect(Bool(false), "it goes on") }
        #expect(readers[1].all().count == 1)
        #expect(feed.dropped == 0)
    }

    @Test func join_beyondTheLimit_isRefusedUntilSomebodyLeaves() throws {
        var limits = LiveLimits()
        limits.readers = 2
        let feed = LiveFeed(limits)
        var readers = [try feed.join(.all) {}, try feed.join(.all) {}]
        #expect(feed.refusal == LiveRefusal(reason: .full))
        #expect(throws: LiveRefusal(reason: .full)) { _ = try feed.join(.all) {} }
        readers.removeLast()
        #expect(feed.readers == 1)
        readers.append(try feed.join(.all) {})
        readers[0].leave()
        readers[0].leave()
        #expect(feed.readers == 1)
    }

    @Test func publish_fromManyThreads_givesEveryReaderTheSameOrder() async throws {
        var limits = LiveLimits()
        limits.lag = 4096
        let feed = LiveFeed(limits)
        let readers = try (0..<8).map { _ in try feed.join(.all) {} }
        await withTaskGroup { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<500 { feed.publish(.job, json: Array("[\(writer),\(number)]".utf8)) }
                }
            }
        }
        let events = readers.map { $0.all().map(\.number) }
        #expect(events[0].count == 2000)
        #expect(events.allSatisfy { $0 == events[0] })
        #expect(zip(events[0], events[0].dropFirst()).allSatisfy { $0 + 1 == $1 })
    }
}

extension LiveReader {
    /// Everything that it can be given now.
    func all() -> [LiveEvent] {
        var all: [LiveEvent] = []
        while case .events(let events) = next(atMost: 7) { all += events }
        return all
    }

    var isDone: Bool { if case .nothing = next(atMost: 1) { true } else { false } }
}
