import Foundation
import MarketData
import Storage

/// Where a part of a load can go on in another process: the adapter's token, with what it was given for.
struct LoadToken: Hashable, Codable, Sendable {
    /// The series' source.
    var source: String
    private var start: Int64
    private var end: Int64
    private var token: Data

    init(source: String, range: TimeRange, token: [UInt8]) {
        self.source = source
        (start, end) = (range.start.nanoseconds, range.end.nanoseconds)
        self.token = Data(token)
    }

    /// What an item of the ledger says; nil where that is no such token.
    init?(_ text: String) {
        // Written by another version it is none: the part begins anew then, which costs requests and no rows.
        guard let place = try? JSONDecoder().decode(LoadToken.self, from: Data(text.utf8)), place.start < place.end
        else {
            return nil
        }
        self = place
    }

    /// The range that was asked for; nil never, since it is checked where it comes from outside.
    var range: TimeRange? { TimeRange(Timestamp(nanoseconds: start), Timestamp(nanoseconds: end)) }

    /// The adapter's own bytes.
    var bytes: [UInt8] { Array(token) }

    /// As an item of the ledger keeps it.
    var text: String {
        // Two texts, two numbers: there is nothing in it that could not be written.
        guard let bytes = try? JSONEncoder().encode(self) else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }
}
