import ArgumentParser
import Foundation
import SampleData

/// Makes a folder of Kraken-like files to try the hub with. The same every time.
@main
struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "candlewick-sample",
        abstract: "Make Kraken-like sample files: candles, trades, an archive, some bad rows.",
        discussion: """
            LTCUSD_60.csv has five bad lines, and lacks one hour that its neighbours speak for: candlewick gaps finds \
            it suspect. Where XDGUSD_5.csv has no candle there was no trade.

            Example:
              candlewick-sample sample
              candlewick-sample big --rows 5000000
            """)

    @Argument(help: "The folder to write to; it is made.")
    var folder: String

    @Option(help: "Instead: one file, XBTUSD_1.csv, with so many candles.")
    var rows: Int?

    func validate() throws {
        // More minutes than that there have not been since 2009.
        if let rows, !(1...8_000_000).contains(rows) { throw ValidationError("--rows must be 1 to 8000000") }
    }

    func run() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        if let rows {
            try LargeFile(rows: rows).write(to: "\(folder)/XBTUSD_1.csv")
        } else {
            for file in SampleSet.files() { try write(file.bytes, to: file.name) }
            let archive = "\(folder)/Kraken_OHLCVT_sample.zip"
            try SampleArchive(path: archive).write(SampleSet.members())
            print(archive)
        }
    }

    private func write(_ bytes: [UInt8], to name: String) throws {
        let path = "\(folder)/\(name)"
        try Data(bytes).write(to: URL(filePath: path))
        print(path)
    }
}
