import Access
import Live
import MarketData
import NIOCore
import StagedHub
import Storage
import StorageSQLite
import Testing

@testable import HubServer

@Suite(.serialized, .timeLimit(.minutes(30))) struct EventStreamTests {
    @Test func events_areToldAsTheyHappen_withHeadersThatLetThemThrough() async throws {
        let hub = try StagedHub()
        try await hub.serve(HubServerSettings()) { port, _ in
            try await TextConnection.open(port) { reader in
                let head = try await reader.ask("/v1/events")
                #expect(head.first == "HTTP/1.1 200 OK")
                #expect(head.contains("Content-Type: text/event-stream"))
                #expect(head.contains("Cache-Control: no-store"))
                #expect(!head.contains { $0.lowercased().hasPrefix("content-encoding") })
                try await reader.joined(hub)
                try hub.services.live.publish(.job, ["job": 1])
                try hub.services.live.publish(.task, ["task": "x"])
                let newest = hub.services.live.newest
                #expect(
                    try await reader.event() == .init(name: "job", id: newest - 1, data: #"{"job":1}"#))
                #expect(try await reader.event() == .init(name: "task", id: newest, data: #"{"task":"x"}"#))
            }
        }
    }

    @Test func filters_ofTheAddress_choose() async throws {
        let hub = try StagedHub()
        try await hub.serve(HubServerSettings()) { port, _ in
            try await TextConnection.open(port) { reader in
                _ = try await reader.ask("/v1/events?kinds=candles,alert&asset=BTC&quote=USD&interval=60&source=x")
                try await reader.joined(hub)
                let live = hub.services.live
                let hour = LiveSubject.candles("BTC", minutes: 60, source: "x")
                try live.publish(.job, [1])
                try live.publish(.candles, about: .candles("ETH", minutes: 60, source: "x"), [2])
                try live.publish(.candles, about: .candles("BTC", minutes: 5, source: "x"), [3])
                try live.publish(.candles, about: .candles("BTC", minutes: 60, source: "y"), [4])
                try live.publish(.candles, about: hour, [5])
                try live.publish(.alert, [6])
                #expect(try await reader.event()?.data == "[5]")
                #expect(try await reader.event()?.data == "[6]")
            }
        }
    }

    @Test func reconnect_withTheLastID_hasNoHoleAndNoRepeat() async throws {
        let hub = try StagedHub()
        let live = hub.services.live
        try await hub.serve(HubServerSettings()) { port, _ in
            let start = live.newest
            var seen = try await TextConnection.open(port) { reader in
                _ = try await reader.ask("/v1/events")
                try await reader.joined(hub)
                for number in 0..<20 { try live.publish(.job, [number]) }
                return try await reader.ids(7)
            }
            for number in 0..<20 { try live.publish(.job, [number]) }
            let last = try #require(seen.last)
            seen += try await TextConnection.open(port) { reader in
                _ = try await reader.ask("/v1/events", "Last-Event-ID: \(last)")
                try live.publish(.job, [0])
                return try await reader.ids(34)
            }
            #expect(seen == Array(start + 1...start + 41))
            // The same for those that cannot set headers.
            let rest = try await TextConnection.open(port) { reader in
                _ = try await reader.ask("/v1/events?last_event_id=\(start + 39)")
                return try await reader.ids(2)
            }
            #expect(rest == [start + 40, start + 41])
        }
    }

    @Test func reconnect_afterARestartOfTheHub_isToldThatEventsMayBeLost() async throws {
        let hub = try StagedHub()
        let last = try await hub.serve(HubServerSettings()) { port, _ in
            try await TextConnection.open(port) { reader in
                _ = try await reader.ask("/v1/events")
                try await reader.joined(hub)
                try hub.services.live.publish(.job, [1])
                return try #require(try await reader.event()?.id)
            }
        }
        let again = try StagedHub(over: hub)
        try await again.serve(HubServerSettings()) { port, _ in
            try again.services.live.publish(.job, [2])
            let newest = again.services.live.newest
            #expect(newest > last)
            try await TextConnection.open(port) { reader in
                _ = try await reader.ask("/v1/events", "Last-Event-ID: \(last)")
                let lost = try await reader.event()
                #expect(lost?.name == "lost" && lost?.id == nil)
                #expect(lost?.data == #"{"from":\#(last + 1),"to":\#(newest - 1),"reason":"restart"}"#)
                #expect(try await reader.event() == .init(name: "job", id: newest, data: "[2]"))
            }
        }
    }

    @Test func reconnect_behindWhatIsKept_isToldWhatIsLost() async throws {
        var limits = LiveLimits()
        limits.events = 2
        let hub = try StagedHub(limits)
        try await hub.serve(HubServerSettings()) { port, _ in
            let start = hub.services.live.newest
            for number in 0..<5 { try hub.services.live.publish(.job, [number]) }
            try await TextConnection.open(port) { reader in
                _ = try await reader.ask("/v1/events", "Last-Event-ID: \(start + 1)")
                #expect(
                    try await reader.event()?.data == #"{"from":\#(start + 2),"to":\#(start + 3),"reason":"overrun"}"#)
                #expect(try await reader.ids(2) == [start + 4, start + 5])
            }
        }
    }

    @Test func stream_withoutEvents_hasSignsOfLife() async throws {
        var settings = HubServerSettings()
        settings.liveTiming.heartbeat = .milliseconds(10)
        try await StagedHub().serve(settings) { port, _ in
            try await TextConnection.open(port) { reader in
                _ = try await reader.ask("/v1/events")
                var beats = 0
                while beats < 3, let line = try await reader.line() { beats += line == ":" ? 1 : 0 }
                #expect(beats == 3)
            }
        }
    }

    @Test(arguments: [
        ("kinds=job,candle", "kinds"), ("kinds=", "kinds"), ("asset=", "asset"), ("asset=B%20C", "asset"),
        ("quote=%00", "quote"), ("source=" + String(repeating: "x", count: 65), "source"), ("interval=0", "interval"),
        ("interval=1h", "interval"), ("interval=5256001", "interval"), ("last_event_id=x", "last_event_id"),
        ("last_event_id=-1", "last_event_id"), ("kind=job", "kind"), ("asset=BTC&asset=ETH", "asset"),
    ])
    func parameter_thatCannotBeUsed_isNamed(_ query: String, _ parameter: String) async throws {
        try await StagedHub().serve(HubServerSettings()) { port, _ in
            try await TextConnection.open(port) { reader in
                let head = try await reader.ask("/v1/events?\(query)", "Connection: close")
                #expect(head.first == "HTTP/1.1 400 Bad Request")
                #expect(head.contains("Content-Type: application/problem+json"))
                let body = try await reader.line()
                #expect(body?.contains(#""parameter":"\#(parameter)""#) == true, "\(body ?? "")")
            }
        }
    }

    @Test func reader_beyondTheLimit_isRefusedUntilAnotherHasGone() async throws {
        var limits = LiveLimits()
        limits.readers = 1
        let hub = try StagedHub(limits)
        try await hub.serve(HubServerSettings()) { port, _ in
            try await TextConnection.open(port) { first in
                _ = try await first.ask("/v1/events")
                try await first.joined(hub)
                for path in ["/v1/events", "/v1/stream"] {
                    let head = try await TextConnection.open(port) { try await $0.ask(path) }
                    #expect(head.first == "HTTP/1.1 503 Service Unavailable")
                    #expect(head.contains("Retry-After: 5"))
                }
            }
            // The hub hears of it on its own event loop.
            while hub.services.live.readers > 0 { try await Task.sleep(for: .milliseconds(2)) }
            let head = try await TextConnection.open(port) { try await $0.ask("/v1/events") }
            #expect(head.first == "HTTP/1.1 200 OK")
        }
    }

    @Test func connection_thatTakesNothing_isEndedWithTheReason() async throws {
        var settings = HubServerSettings()
        (settings.liveTiming.heartbeat, settings.liveTiming.longestStall) = (.milliseconds(20), .milliseconds(60))
        let hub = try StagedHub()
        try await hub.serve(settings) { port, _ in
            try await TextConnection.open(port, receiveBuffer: 4096) { reader in
                _ = try await reader.ask("/v1/events")
                try await reader.joined(hub)
                let live = hub.services.live
                let start = live.newest
                // Far fewer than it may be behind, but more than fit in between.
                for _ in 0..<20 { try live.publish(.job, [String(repeating: "x", count: 50_000)]) }
                while live.dropped == 0 { try await Task.sleep(for: .milliseconds(2)) }
                var ids: [Int64] = []
                var end: TextConnection.Event?
                while let event = try await reader.event() {
                    if let id = event.id { ids.append(id) } else { end = event }
                }
                #expect(ids == Array((start + 1)..<(start + 1 + Int64(ids.count))))
                #expect(ids.count < 20)
                #expect(end?.name == "bye" && end?.data.hasPrefix(#"{"reason":"slow:"#) == true)
            }
        }
    }

    @Test func stream_ofATokenThatIsRevoked_ends() async throws {
        var settings = HubServerSettings()
        settings.liveTiming.look = .milliseconds(10)
        let hub = try StagedHub()
        let (access, live) = (hub.services.access, hub.services.live)
        let good = try #require(try await access.addToken("good", role: .read, lifetime: nil))
        let bad = try #require(try await access.addToken("bad", role: .read, lifetime: nil))
        try await hub.serve(settings) { port, _ in
            try await TextConnection.open(port) { other in
                _ = try await other.ask("/v1/events", "Authorization: Bearer \(good.secret.text)")
                try await other.joined(hub)
                try await TextConnection.open(port) { reader in
                    _ = try await reader.ask("/v1/events", "Authorization: Bearer \(bad.secret.text)")
                    try await reader.joined(hub, as: 2)
                    #expect(try await access.revokeToken("bad"))
                    #expect(try await reader.event()?.data.hasPrefix(#"{"reason":"revoked:"#) == true)
                }
                try live.publish(.job, [1])
                #expect(try await other.event()?.data == "[1]")
            }
        }
    }

    @Test func stream_ofATokenThatGaveItsNameToAnother_ends() async throws {
        var settings = HubServerSettings()
        settings.liveTiming.look = .milliseconds(10)
        let hub = try StagedHub()
        let old = try #require(try await hub.services.access.addToken("bot", role: .read, lifetime: nil))
        try await hub.serve(settings) { port, _ in
            try await TextConnection.open(port) { reader in
                _ = try await reader.ask("/v1/events", "Authorization: Bearer \(old.secret.text)")
                try await reader.joined(hub)
                // By another process and at once: the hub never sees that there was none of that name.
                let now = hub.services.now()
                #expect(try hub.ledger.revokeToken("bot", at: now))
                #expect(try IssuedToken.issue("bot", role: .read, lifetime: nil, in: hub.ledger, now: now) != nil)
                #expect(try await reader.event()?.data.hasPrefix(#"{"reason":"revoked:"#) == true)
            }
        }
    }

    @Test func stream_ofASessionThatLoggedOut_ends() async throws {
        var settings = HubServerSettings()
        settings.liveTiming.look = .milliseconds(10)
        let hub = try StagedHub()
        let (access, live) = (hub.services.access, hub.services.live)
        let token = try #require(try await access.addToken("ada", role: .read, lifetime: nil)).secret.text
        let gone = try #require(try await access.logIn(token)).session
        let other = try #require(try await access.logIn(token)).session
        try await hub.serve(settings) { port, _ in
            try await TextConnection.open(port) { stays in
                _ = try await stays.ask("/v1/events", "Cookie: candlewick=\(other)")
                try await stays.joined(hub)
                try await TextConnection.open(port) { reader in
                    _ = try await reader.ask("/v1/events", "Cookie: candlewick=\(gone)")
                    try await reader.joined(hub, as: 2)
                    access.sessions.end(gone)
                    #expect(try await reader.event()?.data.hasPrefix(#"{"reason":"revoked:"#) == true)
                }
                try live.publish(.job, [1])
                #expect(try await stays.event()?.data == "[1]")
            }
        }
    }

    @Test func stop_endsEveryStreamWithTheReasonWithinASecond() async throws {
        let hub = try StagedHub()
        try await hub.serve(HubServerSettings()) { port, stop in
            try await TextConnection.open(port) { reader in
                _ = try await reader.ask("/v1/events")
                try await reader.joined(hub)
                try hub.services.live.publish(.job, [1])
                let took = try await ContinuousClock().measure {
                    await stop()
                    #expect(try await reader.event()?.name == "job")
                    let bye = try await reader.event()
                    #expect(bye?.name == "bye" && bye?.id == nil)
                    #expect(bye?.data.hasPrefix(#"{"reason":"stopping:"#) == true)
                    #expect(try await reader.event() == nil)
                }
                #expect(took < .seconds(1))
            }
        }
    }
}

extension TextConnection {
    /// Waits until the hub has given this reader its place: what happens from then on is told.
    mutating func joined(_ hub: StagedHub, as count: Int = 1) async throws {
        while let line = try await line(), !line.hasPrefix("retry:") {}
        while hub.services.live.readers < count { try await Task.sleep(for: .milliseconds(2)) }
    }

    /// The numbers of the next events.
    mutating func ids(_ count: Int) async throws -> [Int64] {
        var ids: [Int64] = []
        while ids.count < count, let event = try await event() { if let id = event.id { ids.append(id) } }
        return ids
    }
}

extension LiveSubject {
    static func candles(_ asset: String, minutes: Int, source: String) -> LiveSubject {
        LiveSubject(
            Instrument(base: asset, quote: "USD"), Interval(minutes: minutes).map(SeriesKind.candles) ?? .trades,
            source: source)
    }
}
