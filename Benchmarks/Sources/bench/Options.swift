import Foundation

/// What the command line asks for.
struct Options {
    /// Fewer rows and rounds.
    private(set) var isQuick = false
    /// Where the figures go as JSON.
    private(set) var json: String?
    /// The folder of `candlewick`, `candlewick-sample` and the adapters' libraries.
    private(set) var programs = ""
    /// The `adapters.conf`.
    private(set) var adapters = ""
    /// The folder for files and stores.
    private(set) var work = ""
    /// A Python that has polars, with the script to run in it.
    private(set) var polars: [String] = []
    /// Why there is none.
    private(set) var withoutPolars = "no Python was named"
    /// A QuestDB whose tables may be dropped that begin with the benchmark's prefix: `http://host:port`.
    let questdb = ProcessInfo.processInfo.environment["CANDLEWICK_TEST_QUESTDB"].flatMap { $0.isEmpty ? nil : $0 }
    /// A Python that has QuestDB's client, with the script to run in it.
    private(set) var client: [String] = []
    /// Why there is none.
    private(set) var withoutClient = "no Python was named"
    /// A PostgreSQL of the benchmark's own: `user@host:port`; the password is in the environment, as libpq wants it.
    private(set) var postgresql: String?
    /// The program `psql`.
    private(set) var psql: String?
    /// Why there is none.
    private(set) var withoutPostgreSQL = "no PostgreSQL was named"
    private var roundsWanted: Int?

    init(_ arguments: ArraySlice<String>) throws(Trouble) {
        var rest = arguments
        while let name = rest.popFirst() {
            if name == "--quick" {
                isQuick = true
                continue
            }
            guard let value = rest.popFirst() else { throw Trouble("\(name) needs a value") }
            switch name {
            case "--json": json = value
            case "--programs": programs = value
            case "--adapters": adapters = value
            case "--work": work = value
            case "--polars-python": polars.insert(value, at: 0)
            case "--polars-script": polars.append(value)
            case "--without-polars": withoutPolars = value
            case "--client-python": client.insert(value, at: 0)
            case "--client-script": client.append(value)
            case "--without-client": withoutClient = value
            case "--postgresql": postgresql = value
            case "--psql": psql = value
            case "--without-postgresql": withoutPostgreSQL = value
            case "--rounds":
                guard let number = Int(value), number > 0 else { throw Trouble("--rounds takes a number from 1 on") }
                roundsWanted = number
            default: throw Trouble("\(name) is no option; see Benchmarks/README.md")
            }
        }
        if programs.isEmpty || adapters.isEmpty || work.isEmpty {
            throw Trouble("run scripts/bench, which says where everything is")
        }
    }

    var candlewick: String { programs + "/candlewick" }

    /// Odd unless asked for otherwise, so that there is a middle one.
    var rounds: Int { roundsWanted ?? (isQuick ? 3 : 9) }
}
