import AdapterHost
import Conformance
import Foundation
import MarketData
import Scaffold
import Testing

/// What `adapter new` makes, built with the tools of its language, tested by its own tests and checked as a host's
/// user checks it: rows, symbols, imports, damage, resuming and all else that the conformance suite looks at.
@Suite(.serialized) struct MadeAdapterTests {
    @Test(
        .enabled(if: MadeAdapter.has("make") && MadeAdapter.has("cc"), "make and cc are not installed"),
        arguments: AdapterScaffold.Transport.allCases)
    func adapterInC_madeAndBuilt_passesEveryCheck(transport: AdapterScaffold.Transport) throws {
        let made = try MadeAdapter(.c, transport)
        defer { made.remove() }
        try made.run("make CFLAGS='-O1 -Werror'")
        try made.run("make test")
        try Self.passes(made)
    }

    @Test(
        .enabled(if: MadeAdapter.has("cargo"), "cargo is not installed: adapters in Rust are not looked at"),
        arguments: AdapterScaffold.Transport.allCases)
    func adapterInRust_madeAndBuilt_passesEveryCheck(transport: AdapterScaffold.Transport) throws {
        let made = try MadeAdapter(.rust, transport)
        defer { made.remove() }
        try made.run("RUSTFLAGS='-D warnings' cargo build --release --offline")
        try made.run("RUSTFLAGS='-D warnings' cargo test --offline")
        try made.run("cp target/release/\(made.scaffold.library) .")
        try Self.passes(made)
    }

    @Test(arguments: AdapterScaffold.Transport.allCases)
    func adapterInSwift_madeAndBuilt_passesEveryCheck(transport: AdapterScaffold.Transport) throws {
        let made = try MadeAdapter(.swift, transport)
        defer { made.remove() }
        // AdapterKit is built once for both, and stays built from run to run.
        let scratch = TemplatesTests.root.appending(path: ".build/made-adapters").path
        let built = try made.run("swift build --build-tests --scratch-path '\(scratch)'")
        // What the system's libraries are warned about is not the adapter's affair.
        let warnings = built.split(separator: "\n").filter { $0.contains("warning:") && $0.contains(made.folder.path) }
        #expect(warnings.isEmpty)
        try made.run("swift test --skip-build --scratch-path '\(scratch)'")
        try made.run("cp '\(scratch)/debug/\(made.scaffold.library)' .")
        try Self.passes(made)
    }

    private static func passes(_ made: MadeAdapter) throws {
        try made.passesEveryCheck()
        if made.scaffold.transport == .file { try refusesOtherFiles(try made.load()) }
    }

    /// A file that is none of the source's is malformed; what came before a line that is none is delivered.
    private static func refusesOtherFiles(_ adapter: LoadedAdapter) throws {
        let good = Array("time,open,high,low,close,volume\n1704067200,1,1,1,1,1\n".utf8)
        let endless = [UInt8](repeating: 0x31, count: 9000)
        for (bytes, rows) in [([], 0), (Array("date,price\n".utf8), 0), (endless, 0), (good, 1), (good + endless, 1)] {
            let file = FileCase(name: "", fileName: "ETH-EUR_1.csv", bytes: bytes, expected: CasePlay())
            let asked = try file.asked(of: adapter)
            let play = try CasePlayer(adapter, asked.query, now: asked.now).play { _ in asked.exchanges[0].reply }
            #expect(play.failure?.error.errorClass == (bytes == good ? nil : .malformed))
            #expect(play.rows.count == rows)
        }
        for name in [
            "", "BTC-USD.csv", "BTCUSD_60.csv", "BTC-USD_7.csv", "BTC-USD_060.csv", "BTC-USD_60.csv.gz", "-_1.csv",
        ] {
            let error = #expect(throws: AdapterError.self) { try adapter.identify(path: name) }
            #expect(error?.errorClass == .invalidQuery && error?.message.contains("BTC-USD_60.csv") == true)
        }
        let identity = try adapter.identify(path: "some/folder/BTC-USD_60.csv")
        #expect(identity.symbol == "BTC-USD" && identity.base == "BTC" && identity.quote == "USD")
    }
}
