import ArgumentParser
import ReplayServer
import Transport

struct AdapterServeCases: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve-cases",
        abstract: "Serve recorded replies over HTTP on this machine, with faults if you like.",
        discussion: """
            Takes one case (query.toml and exchanges/) or a folder of cases, as --record makes them. A request is known
            by method, path, query and body; the n-th time it is made it gets its n-th recorded reply, then the last one
            again. Ctrl-C ends it.

            Faults, each for a share of the requests from 0 to 1:
              429=0.1    too many requests, come again in a second (any status from 400 to 599)
              slow=0.1   a second passes before the reply
              cut=0.1    the connection breaks after 100 bytes of the body

            Example:
              candlewick adapter serve-cases Plugins/KrakenREST/Cases
              candlewick adapter serve-cases recorded --port 8080 --fault 429=0.05 --fault cut=0.01
            """)

    @Argument(help: ArgumentHelp("A case, or a folder of cases.", valueName: "dir"))
    var folder: String

    @Option(help: "The port on 127.0.0.1; 0 for a free one.")
    var port = 0

    @Option(help: ArgumentHelp("A fault and its share, like 503=0.1; may be given several times.", valueName: "fault"))
    var fault: [ServedFault] = []

    @Option(help: "Another number gives the faults to other requests.")
    var seed: UInt64 = 1

    func validate() throws {
        if !(0...65_535).contains(port) { throw ValidationError("--port must be 0 to 65535") }
    }

    func run() async throws {
        let replies = try RecordedReplies(contentsOf: folder, matching: .path)
        // Nobody looks at the requests one by one here.
        let server = try ReplayServer(ReplayServer.Settings(port: port, requestsKept: 0))
        server.serve(replies)
        for (index, fault) in fault.enumerated() {
            server.inject(fault.fault, .share(fault.share, seed: seed &+ UInt64(index)))
        }
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        let interruption = Interruption { end.finish() }
        Self.show(replies, server.baseURL)
        // Whoever started us in a pipe waits for the address.
        Terminal.flush()
        for await _ in ended {}
        await server.stop()
        interruption.end()
        print("\(counted(server.count, "request")) answered")
    }

    private static func show(_ replies: RecordedReplies, _ address: String) {
        var table = Table(("CASE", .left), ("ADAPTER", .left), ("EXCHANGES", .right))
        for one in replies.cases { table.add(one.name, one.adapter ?? "-", grouped(one.exchanges)) }
        table.print()
        let exchanges = replies.cases.reduce(0) { $0 + $1.exchanges }
        print(
            "\nserving \(counted(exchanges, "exchange")) of \(counted(replies.cases.count, "case")) at \(address); "
                + "Ctrl-C ends it")
        let adapters = Set(replies.cases.compactMap(\.adapter)).sorted()
        print("an adapter asks here with this in the environment:")
        for adapter in adapters.isEmpty ? ["ADAPTER"] : adapters {
            print(printable("  CANDLEWICK_\(variable(adapter))_BASE_URL=\(address)"))
        }
    }

    /// `KRAKEN_REST` for `kraken-rest`.
    private static func variable(_ adapter: String) -> String {
        String(adapter.uppercased().map { $0 == "-" ? "_" : $0 })
    }
}

/// A fault and how many of the requests it hits, `429=0.05`.
struct ServedFault: ExpressibleByArgument {
    var fault: Fault
    var share: Double

    init?(argument: String) {
        let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, let share = Double(parts[1]), (0...1).contains(share) else { return nil }
        self.share = share
        switch parts[0] {
        case "slow": fault = .delay(.seconds(1))
        case "cut": fault = .cut(at: 100)
        default:
            guard let status = Int(parts[0]), (400...599).contains(status) else { return nil }
            fault = .status(status, retryAfter: status == 429 ? 1 : nil)
        }
    }
}
