import ArgumentParser
import Glibc

/// The root of the command line.
struct Candlewick: AsyncParsableCommand {
    /// The program's version.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "candlewick",
        abstract: "A market-data hub: candles and trades from many sources into one history.",
        discussion: """
            Start here:
              candlewick init
              candlewick ingest ~/Downloads/Kraken_OHLCVT.zip
              candlewick query --asset BTC --interval 60 --last 24 --chart

            Exit status: 0 done, 1 failed, 2 wrong use, 3 done in part.
            """,
        version: "candlewick \(version)",
        subcommands: [
            InitCommand.self, MigrateCommand.self, DoctorCommand.self, AdaptersCommand.self, AssetCommand.self,
            SyncCommand.self, GapsCommand.self, CoverageCommand.self, CompareCommand.self, IngestCommand.self,
            LoadCommand.self, BackfillCommand.self, InstrumentsCommand.self,
            ResampleCommand.self, CopyCommand.self, ExportCommand.self, QueryCommand.self,
            ReportCommand.self, ServeCommand.self, ServiceCommand.self, TokenCommand.self, TaskCommand.self,
            JobsCommand.self,
            SpoolCommand.self,
            AdapterCommand.self,
        ])
}

@main
struct Main {
    static func main() async {
        // A reader that goes away shows as EPIPE where we write.
        signal(SIGPIPE, SIG_IGN)
        Lifeline.watch()
        ProcessMetrics.begin()
        do {
            var command = try Candlewick.parseAsRoot()
            if var async = command as? any AsyncParsableCommand {
                try await async.run()
            } else {
                try command.run()
            }
            try Terminal.endOutput()
            ProcessMetrics.finish()
        } catch let failure as Failure {
            if !failure.description.isEmpty { Terminal.note("candlewick: \(failure.description)") }
            leave(failure.status)
        } catch {
            end(with: error)
        }
    }

    /// Help goes out as it is; wrong use is 2; any other error says itself in one line.
    private static func end(with error: any Error) -> Never {
        switch Candlewick.exitCode(for: error) {
        case .success:
            print(Candlewick.fullMessage(for: error))
            leave(.done)
        case .validationFailure:
            Terminal.note(Candlewick.fullMessage(for: error))
            leave(.wrongUse)
        default:
            Terminal.note("candlewick: \(error)")
            leave(.failed)
        }
    }

    /// The hub that started this process hears its last counts.
    private static func leave(_ status: ExitStatus) -> Never {
        ProcessMetrics.finish()
        exit(status.rawValue)
    }
}
