import Foundation
import HubServer
import Live
import MarketData
import StagedHub

/// The hub that is read from, told what to do by lines on its standard input.
enum HubProcess {
    static func serve(lag: Int) async throws {
        OpenFiles.raiseLimit()
        var limits = LiveLimits()
        limits.lag = lag
        let hub = try StagedHub(limits)
        try await hub.serve(HubServerSettings()) { port, _ in
            say("port \(port)")
            while let line = readLine() {
                let words = line.split(separator: " ")
                switch words.first {
                case "publish": say(try publish(Int(words[1]) ?? 0, of: words.dropFirst(2).first, hub.services.live))
                case "state": say("\(hub.services.live.readers) \(hub.services.live.dropped)")
                default: return
                }
            }
        }
    }

    /// Publishes events of some 700 bytes, of jobs or of an asset's candles; the newest number, and how long the longest call
    /// took.
    private static func publish(_ count: Int, of asset: Substring?, _ feed: LiveFeed) throws -> String {
        let hour = Interval(minutes: 60).map(SeriesKind.candles) ?? .trades
        let subject = asset.map {
            LiveSubject(Instrument(base: String($0), quote: "USD"), hour, source: "kraken-csv")
        }
        let text = String(repeating: "x", count: 640)
        var longest = Duration.zero
        for number in 0..<count {
            let took = try ContinuousClock().measure {
                try feed.publish(
                    subject == nil ? .job : .candles, about: subject, ["job": "\(number)", "message": text])
            }
            longest = max(longest, took)
        }
        return "\(feed.newest) \(longest / .microseconds(1))"
    }

    private static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
}
