import Foundation
import Live

/// What a client of the WebSocket has subscribed to, and what it is answered.
struct StreamSubscriptions {
    /// Subscriptions at once, and series named in all of them.
    static let most = 200

    private var wishes: [Int64: LiveFilter.Wish] = [:]

    /// An answer.
    struct Reply: Encodable, Equatable {
        var op: String
        var id: Int64?
        /// Of a subscription: the newest event there was; what comes has larger numbers.
        var number: Int64?
        var message: String?
    }

    /// All that is wanted now.
    var filter: LiveFilter { LiveFilter(Array(wishes.values)) }

    /// Does what a message asks.
    ///
    /// - Parameter changed: told the new wishes; gives the number of the newest event.
    mutating func answer(_ message: Data, changed: (LiveFilter) -> Int64) -> Reply {
        var id: Int64?
        do throws(StreamComplaint) {
            let request = try StreamRequest(message)
            id = request.id
            switch request.op {
            case "subscribe":
                try subscribe(request)
                return Reply(op: "subscribed", id: id, number: changed(filter))
            case "unsubscribe":
                guard let id, wishes.removeValue(forKey: id) != nil else {
                    throw StreamComplaint("id: there is no such subscription")
                }
                return Reply(op: "unsubscribed", id: id, number: changed(filter))
            case "ping": return Reply(op: "pong", id: id)
            default:
                throw StreamComplaint("op: '\(request.op.prefix(32))' is none; there are subscribe, unsubscribe, ping")
            }
        } catch {
            return Reply(op: "error", id: id, message: error.message)
        }
    }

    private mutating func subscribe(_ request: StreamRequest) throws(StreamComplaint) {
        guard let id = request.id else { throw StreamComplaint("id: give the subscription a number of its own") }
        guard wishes[id] == nil else { throw StreamComplaint("id: is used; unsubscribe first, or take another number") }
        let wish = try request.wish()
        let named = wishes.values.reduce(wish.patterns.count) { $0 + $1.patterns.count }
        guard wishes.count < Self.most, named <= Self.most else {
            throw StreamComplaint(
                "series: a connection has at most \(Self.most) subscriptions, and names as many series")
        }
        wishes[id] = wish
    }
}
