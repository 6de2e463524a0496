/// What a proxy does to a request, or to a WebSocket from its request on.
enum Fault: Hashable {
    /// Nothing.
    case none
    /// The connection is reset before anything is forwarded.
    case reset
    /// The server gets so many bytes of it, then both sides are cut off.
    case cutUp(after: Int)
    /// The client gets so many bytes of what the server says, then both sides are cut off. The server has done its part.
    case cutDown(after: Int)
    /// The client gets so many bytes, then nothing more, and the connection stays.
    case swallow(after: Int)
    /// Every piece waits so many microseconds before it goes on.
    case delay(microseconds: UInt32)
    /// Answered with a status in the server's place; a half answer ends in the middle of its body.
    case answer(Int, isHalf: Bool = false, body: String = "the proxy says so")

    /// A fault, as often as not none. Of requests that write rows some are cut anywhere in these bytes.
    static func random(_ bytes: Int, canSwallow: Bool, using random: inout some RandomNumberGenerator) -> Fault {
        switch Int.random(in: 0..<(canSwallow ? 17 : 16), using: &random) {
        case 0: .reset
        case 1, 2: .cutUp(after: .random(in: 0..<max(1, bytes), using: &random))
        // An upgrade is answered with some 200 bytes, an acknowledgement takes 13.
        case 3: .cutDown(after: .random(in: 0..<600, using: &random))
        case 4: .cutDown(after: 0)
        case 5: .delay(microseconds: .random(in: 1_000..<20_000, using: &random))
        case 6, 7:
            .answer([500, 503, 429].randomElement(using: &random) ?? 500, isHalf: Bool.random(using: &random))
        case 16: .swallow(after: .random(in: 0..<400, using: &random))
        default: .none
        }
    }
}
