import ArgumentParser
import Foundation
import Scaffold

struct AdapterNew: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Write a small adapter that builds on its own and passes the checks.",
        discussion: """
            It reads an invented source, has recorded cases, a test and an example for a CI, and its README says what to
            change. In C and Rust it needs nothing but a compiler; in Swift a checkout of candlewick. Nothing is written
            over: the folder must be new or empty.

            Example:
              candlewick adapter new coinbase --language c --transport http --host api.exchange.coinbase.com
            """)

    @Argument(help: "The adapter's id and the source's name in the store: lower-case letters, digits, '-'.")
    var name: String

    @Option(help: "swift, c or rust.")
    var language: AdapterScaffold.Language = .swift

    @Option(help: "file or http: how the source is reached.")
    var transport: AdapterScaffold.Transport = .http

    @Option(help: ArgumentHelp("The host that requests go to.", valueName: "name"))
    var host: String?

    @Option(help: ArgumentHelp("Where to write it; ./NAME unless given.", valueName: "dir"))
    var folder: String?

    @Option(
        help: ArgumentHelp(
            "For swift: a checkout of candlewick; the one of this program unless given.", valueName: "path"))
    var candlewick: String?

    @Flag(help: "Say what would be written, and write nothing.")
    var dryRun = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if host != nil, transport == .file { throw ValidationError("--host is for --transport http; a file has none") }
    }

    func run() throws {
        let folder = self.folder ?? name
        let scaffold: AdapterScaffold
        do throws(ScaffoldProblem) {
            scaffold = try AdapterScaffold(
                name, in: language, over: transport, host: host ?? "api.example.com", candlewick: try checkout())
        } catch {
            throw Failure(error.description, status: .wrongUse)
        }
        var changes = ChangeList(json: json)
        do throws(ScaffoldProblem) {
            try AdapterScaffold.check(folder)
            if !dryRun { try scaffold.write(to: folder) }
        } catch {
            throw Failure(error.description)
        }
        for file in scaffold.files {
            changes.add("\(folder)/\(file.path)", dryRun ? "would be written" : "written")
        }
        try changes.end()
        if json || dryRun { return }
        print()
        print(printable("next, in \(folder):"))
        for step in scaffold.steps {
            print(printable("  \(step.command)"))
            print("    \(step.purpose)")
        }
        print("then name the folder that holds it in adapters.conf: folders = [\"Plugins\", \"…\"]")
        print("README.md in it says what to change")
    }

    /// Absolute: the folder of the new adapter is another one than ours.
    private func checkout() throws(ScaffoldProblem) -> String {
        guard language == .swift else { return "" }
        if let candlewick {
            let path = URL(filePath: candlewick).standardizedFileURL.path
            guard let found = Checkout.holding(path + "/Package.swift"), found == path else {
                throw ScaffoldProblem(
                    "\(candlewick) is no checkout of candlewick; expected its Package.swift and Sources there")
            }
            return path
        }
        return Checkout.holding(URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path) ?? ""
    }
}
