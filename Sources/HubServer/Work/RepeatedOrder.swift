import Storage
import Supervision

/// The command of a job that goes on when the same is given again.
///
/// What a ledger says is not believed blindly: whoever can write it must not have this hub run other commands, read files that
/// they name or write where they like.
enum RepeatedOrder {
    private static let options: [String: Set<String>] = {
        let wish: Set = [
            "--ticker", "--category", "--source", "--kind", "--interval", "--quote", "--start", "--end", "--adjusted",
            "--again",
        ]
        return [
            "load": wish, "backfill": wish.union(["--all", "--grouped", "--tier"]),
            "ingest": ["--tier", "--intervals", "--kind", "--again"],
        ]
    }()

    /// The errand; nil where the job does not say what it was asked, or what it says is no such command.
    static func errand(_ job: JobRecord) -> Errand? {
        guard let words = job.start.again, let command = words.first, let known = options[command], words.count <= 32
        else { return nil }
        for word in words.dropFirst() {
            let name = String(word.prefix { $0 != "=" })
            guard known.contains(name), word.utf8.count <= 256, word.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
            else { return nil }
        }
        return Errand("\(command) again, as job \(job.id)", words + ["--yes", "--json"])
    }

    /// What to type, for people: `candlewick load --ticker=BTC`; nil where the job does not say it.
    static func text(_ job: JobRecord) -> String? {
        guard let words = job.start.again else { return nil }
        return (["candlewick"] + words).joined(separator: " ")
    }
}
