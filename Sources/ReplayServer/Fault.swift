/// What goes wrong with a reply.
public enum Fault: Hashable, Sendable {
    /// Another status in the place of the reply, 429 or 503 for one; with `Retry-After` in seconds where it is said.
    case status(Int, retryAfter: Int? = nil)
    /// The connection is silent for so long before the reply begins.
    case delay(Duration)
    /// The body comes in pieces of so many bytes, with a pause before each.
    case drip(bytes: Int, every: Duration)
    /// The connection is closed after so many bytes of the body.
    case cut(at: Int)
    /// The connection is closed without a word.
    case drop
    /// `Content-Length` says so many bytes more than come before the connection is closed.
    case truncated(by: Int)
    /// Another content type and, where it is said, another body; the status stays.
    case contentType(String, body: String? = nil)
    /// The reply is somewhere else (302).
    case redirect(to: String)
    /// After the body come blanks, until the client has had enough.
    case endless
    /// After the body come blanks until there are so many bytes.
    case padded(to: Int)
    /// The body is wrapped for `Content-Encoding: gzip`, in stored blocks: it does not become smaller.
    case gzip

    /// The page of a portal in the place of what was asked for.
    public static let html = Fault.contentType("text/html", body: "<!DOCTYPE html><title>Sorry</title>\n")

    /// Whether a client has to ask again for the same reply: it does not count as given.
    var spoilsReply: Bool {
        switch self {
        case .status, .cut, .drop, .truncated, .contentType, .redirect, .endless: true
        case .delay, .drip, .padded, .gzip: false
        }
    }
}

/// When a fault happens. Requests are counted for each rule by itself, from 1, those on its path alone.
public enum FaultRule: Hashable, Sendable {
    /// Every time.
    case always
    /// At the n-th request, the 2n-th, …
    case every(Int)
    /// At the first so many requests.
    case first(Int)
    /// At a share of all requests, 0 to 1, thrown with a seed: the same requests every time.
    case share(Double, seed: UInt64)
}

/// The faults that were ordered, and how far each has counted.
struct FaultPlan {
    private struct Order {
        var fault: Fault
        var rule: FaultRule
        var path: PathPattern
        var seen = 0
        var random: UInt64
    }

    private var orders: [Order] = []

    mutating func add(_ fault: Fault, _ rule: FaultRule, on path: PathPattern) {
        var seed: UInt64 = 0
        if case .share(_, let given) = rule { seed = given }
        orders.append(Order(fault: fault, rule: rule, path: path, random: seed))
    }

    mutating func removeAll() { orders = [] }

    /// What happens to the next request on a path, in the order in which it was ordered.
    mutating func next(on path: String) -> [Fault] {
        var faults: [Fault] = []
        for index in orders.indices where orders[index].path.matches(path) {
            orders[index].seen += 1
            let seen = orders[index].seen
            let happens =
                switch orders[index].rule {
                case .always: true
                case .every(let period): period > 0 && seen % period == 0
                case .first(let count): seen <= count
                case .share(let share, _): Self.throwsBelow(share, &orders[index].random)
                }
            if happens { faults.append(orders[index].fault) }
        }
        return faults
    }

    /// SplitMix64: the next number of its sequence, as a fraction of 1.
    private static func throwsBelow(_ share: Double, _ state: inout UInt64) -> Bool {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ mixed >> 31) >> 11) * 0x1p-53 < share
    }
}
