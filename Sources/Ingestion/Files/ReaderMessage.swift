import MarketData
import Storage

/// What goes from the readers to the one writer; of one file in order. Its ends come behind its rows.
struct ReaderMessage: Sendable {
    /// Rows that passed, and the files they are of: `places[i]` is the file of the rows' `series[i]`.
    var rows: StoredRows?
    var places: [FilePlace] = []
    /// What became of the records that did not pass, and how many bytes were read.
    var pieces: [FilePiece] = []
    /// Files that are through.
    var ends: [FileEnd] = []
}

/// A file's rows among those of a message.
struct FilePlace: Sendable {
    /// Its number in the plan.
    var file: Int
    var rows: Int
    /// Times of its first and last row; there is at least one.
    var first: Int64
    var last: Int64
}

/// Counts of one piece of a file.
struct FilePiece: Sendable {
    var file: Int
    var bytes: Int64
    var tally = InspectionTally()
}

/// Records that are not stored.
struct InspectionTally: Sendable {
    var duplicates = 0
    var noTrades = 0
    var rejected = 0

    static func += (left: inout InspectionTally, right: InspectionTally) {
        left.duplicates += right.duplicates
        left.noTrades += right.noTrades
        left.rejected += right.rejected
    }
}

/// How the reading of one file went, before the store has had its last say.
struct FileEnd: Sendable {
    var file: Int
    var outcome: FileOutcome
}

/// How the reading of one file went.
struct FileOutcome: Sendable {
    enum End: Sendable, Equatable {
        /// Read to its end.
        case whole
        /// Its content is in the ledger already.
        case known
        /// It is not what its name says, and none of it is kept.
        case invalid(String)
        /// Reading stopped half way.
        case failed(String)
        /// The job was asked to stop.
        case stopped
    }

    var end: End
    var sha256: String?
    /// Records that were seen, good and bad.
    var records = 0
    /// The first rejects with their texts, by row.
    var rejects: [Reject] = []
    /// When it was opened.
    var opened: Timestamp?
    /// Where records were refused, of a file that was read whole.
    var refused = RangeSet()
    /// What the ledger has of a file whose content is known.
    var known: FileRecord?
    /// Bytes of the file that were not told as pieces.
    var bytesLeft: Int64
}
