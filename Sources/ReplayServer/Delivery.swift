import Transport

/// How a reply goes out, with its faults laid over it.
struct Delivery {
    /// What comes after the body.
    enum Padding {
        case none
        case total(Int)
        case endless
    }

    var reply: ServedReply
    var delay = Duration.zero
    /// Bytes of a piece, and the pause before it.
    var drip: (bytes: Int, pause: Duration)?
    /// The connection is closed after so many bytes of the body.
    var cut: Int?
    /// Bytes that are announced and do not come.
    var missing = 0
    var padding = Padding.none
    var isDropped = false

    init(_ reply: ServedReply, injected: [Fault]) {
        self.reply = reply
        for fault in reply.faults + injected { apply(fault) }
    }

    /// Bytes of body that go out, nil when there is no end.
    var length: Int? {
        switch padding {
        case .none: reply.body.count
        case .total(let total): max(total, reply.body.count)
        case .endless: nil
        }
    }

    private mutating func apply(_ fault: Fault) {
        switch fault {
        case .status(let status, let retryAfter):
            let headers = retryAfter.map { [SourceHeader("Retry-After", String($0))] } ?? []
            reply = ServedReply("status \(status) was ordered\n", status: status, contentType: "text/plain")
            reply.headers = headers
        case .delay(let pause): delay += pause
        case .drip(let bytes, let pause): drip = (max(1, bytes), pause)
        case .cut(let place): cut = max(0, place)
        case .drop: isDropped = true
        case .truncated(let count): missing += max(1, count)
        case .contentType(let type, let body):
            reply.contentType = type
            if let body { reply.body = Array(body.utf8) }
        case .redirect(let address):
            reply = ServedReply(status: 302, contentType: "", headers: [SourceHeader("Location", address)])
        case .endless: padding = .endless
        case .padded(let total): padding = .total(total)
        case .gzip:
            reply.body = Gzip.wrapped(reply.body)
            reply.headers.append(SourceHeader("Content-Encoding", "gzip"))
        }
    }
}
