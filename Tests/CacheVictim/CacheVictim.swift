import MarketData
import Transport

/// Keeps and looks up replies until it is killed, or so many times: `cache-victim FOLDER LIMIT SEED [TIMES]`. Prints how
/// many it kept; ends with 1 when a reply is not what was kept.
@main struct CacheVictim {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 4, let limit = Int64(arguments[2]), var state = UInt64(arguments[3]) else {
            fatalError("use: cache-victim FOLDER LIMIT SEED [TIMES]")
        }
        let times = arguments.count > 4 ? Int(arguments[4]) ?? 0 : .max
        let cache = try ReplyCache(folder: arguments[1], limit: limit)
        for time in 1...times {
            // Knuth's MMIX generator: which request comes next is all that it decides.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let number = Int(state >> 33) % 50
            let request = SourceRequest(address: "/\(number)", isImmutable: true)
            if let found = await cache.lookup(source: "victim", request), found.reply.body != body(number) {
                fatalError("reply \(number) is not what was kept")
            }
            await cache.store(
                source: "victim", request,
                SourceReply(status: 200, body: body(number), receivedAt: Timestamp(nanoseconds: Int64(number))))
            // Standard output holds lines back in a pipe; what is read must have happened.
            if time % 10 == 0 { announce(time) }
        }
    }

    /// What the reply to a request is, by its number.
    static func body(_ number: Int) -> [UInt8] {
        [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: number * 997)
    }
}
