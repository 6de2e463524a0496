import MarketData
import Storage
import Transport

/// What a reader of a source hands to the writer.
struct LoadMessage: Sendable {
    /// The item's place in the plan.
    var item: Int
    /// Good rows, nil for none.
    var rows: StoredRows?
    /// What did not become rows.
    var tally = InspectionTally()
    /// What the source has said; true once these rows, and all before them, are durable.
    var claims: [LoadClaim] = []
    /// Whether a reply ends with it.
    var endsReply = false
    /// Begins a session that goes on behind these rows; empty where none can.
    var token: [UInt8] = []
    /// How the item ended; behind it nothing comes of it.
    var end: LoadEnd?
}

/// What a source has said of a range.
struct LoadClaim: Hashable, Sendable {
    var scope: CoverageScope
    var claim: CoverageRecord.Claim
    var range: TimeRange
}

/// How a part ended.
struct LoadEnd: Sendable {
    /// Nil when everything was had.
    var failure: LoadFailure?
    /// What a person should know of a part that was had, empty for nothing.
    var note = ""
    /// The source says that it has nothing there: what it has not asserted is missing all the same.
    var hasNothingMore = false
    /// The first rejects.
    var rejects: [Reject] = []
    /// Bytes of its replies.
    var bytes: Int64 = 0
    /// The user stopped it: it stays to be done.
    var isStopped = false
}

/// Why a part was given up.
public struct LoadFailure: Error, Hashable, Sendable {
    /// The class: a word of the ABI's error classes, or of the transport's.
    public var reason: String
    /// What happened, what to do. Holds no secret.
    public var message: String
    /// Whether every other part of this source would fail in the same way.
    public var endsSource: Bool

    init(_ reason: String, _ message: String, endsSource: Bool = false) {
        self.reason = reason
        self.message = message
        self.endsSource = endsSource
    }

    /// From the transport.
    init(_ error: FetchError) {
        self.init(error.code.rawValue, error.message, endsSource: error.code == .credential)
    }
}
