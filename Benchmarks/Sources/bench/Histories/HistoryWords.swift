import CLibSQLite
import Foundation
import Ingestion

/// The processes that look at histories, by the word that starts them.
enum HistoryWords {
    static func run(_ word: String, _ rest: [String]) throws -> Bool {
        switch (word, rest.count) {
        case ("histories-memory", 3): try HistoryRuns.memory(made(rest, 0), rounds: number(rest[2]))
        case ("histories-gaps", 4): try HistoryRuns.gaps(survey(rest), rounds: number(rest[3]))
        case ("histories-plan", 4): try HistoryRuns.plan(survey(rest), rounds: number(rest[3]))
        case ("histories-blobs", 1): try blobs(rest[0])
        case ("histories-share", 4):
            try LedgerShare.run(rest[0], store: rest[1], adapters: rest[2], libraries: rest[3])
        case ("histories-fill", 5):
            let filling = try filling(rest[0], rest[2], made(rest, 3))
            if rest[0].hasPrefix("sqlite:") {
                try filling.fill(file: rest[1])
            } else {
                try filling.write(copy: rest[1])
            }
        case ("histories-verify", 4): try filling(rest[0], rest[1], made(rest, 2)).verify()
        default: return false
        }
        return true
    }

    private static func made(_ words: [String], _ place: Int) throws -> MadeHistories {
        MadeHistories(series: try number(words[place]), ranges: try number(words[place + 1]))
    }

    private static func number(_ word: String) throws -> Int {
        guard let number = Int(word), number > 0 else { throw Trouble("\(word) is no number from 1 on") }
        return number
    }

    private static func survey(_ words: [String]) throws -> HistorySurvey {
        try HistoryPlace(words[0]).survey(adapters: words[1], libraries: words[2])
    }

    private static func filling(_ location: String, _ sort: String, _ made: MadeHistories) throws -> HistoryFilling {
        guard let sort = HistoryFilling.Sort(rawValue: sort) else { throw Trouble("\(sort) cannot be made") }
        return HistoryFilling(place: try HistoryPlace(location), made: made, sort: sort)
    }

    /// Reads the packed sets of a file and nothing else.
    private static func blobs(_ file: String) throws {
        let store = try BareStore(path: file)
        let start = ContinuousClock.now
        // Valid until the store is closed.
        let scan = unsafe try store.prepare("SELECT ranges FROM coverage_set ORDER BY base, quote, interval_ns")
        var sum: UInt64 = 0
        while unsafe sqlite3_step(scan) == SQLITE_ROW {
            let count = Int(unsafe sqlite3_column_bytes(scan, 0))
            // The row's own bytes, until the next step.
            guard let bytes = unsafe sqlite3_column_blob(scan, 0) else { continue }
            for byte in unsafe UnsafeRawBufferPointer(start: bytes, count: count).indices {
                sum &+= UInt64(unsafe bytes.load(fromByteOffset: byte, as: UInt8.self))
            }
        }
        print((ContinuousClock.now - start) / .seconds(1), sum)
        try store.close()
    }
}
