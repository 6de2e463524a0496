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
            default: throw Trouble("\(name) is no option; see Benchmarks/README.md")
            }
        }
        if programs.isEmpty || adapters.isEmpty || work.isEmpty {
            throw Trouble("run scripts/bench, which says where everything is")
        }
    }

    var candlewick: String { programs + "/candlewick" }

    /// Odd, so that there is a middle one.
    var rounds: Int { isQuick ? 3 : 9 }
}
