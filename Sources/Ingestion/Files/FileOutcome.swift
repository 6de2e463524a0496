import MarketData
import Storage

/// How the reading of one file went, before the store has had its last say.
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
    /// Bytes of the file that were not shown to the writer with rows.
    var bytesLeft: Int64
}

/// What goes from the readers to the one writer. Of one file in order.
enum ReaderMessage: Sendable {
    /// Rows that passed, what became of those that did not, and how many bytes they came from.
    case rows(RowBatch, of: Int, InspectionTally, bytes: Int64)
    /// A file is through.
    case end(FileOutcome, of: Int)
}

/// Counts of one piece of a file.
struct InspectionTally: Sendable {
    var duplicates = 0
    var noTrades = 0
    var rejected = 0
}
