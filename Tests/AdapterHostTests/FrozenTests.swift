@testable import AdapterHost
import Foundation
import MarketData
import Testing

/// Version 1.0 of the ABI stays what it was: its header, the layout, an adapter built with it.
@Suite(.enabled(if: CCompiler.cIsThere, CCompiler.absence)) struct FrozenTests {
    private static func text(_ file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }

    private static func currentHeader() throws -> String {
        try text(CCompiler.header.appending(path: "candlewick_adapter.h"))
    }

    /// What the compiler says of version 1.0's layout against a header.
    private func layout(against header: String) throws -> CCompiler.Outcome {
        let folder = try TemporaryFolder()
        try folder.write(header, to: "candlewick_adapter.h")
        // A copy, so that the quotes in the include do not find the frozen header beside it.
        let source = try folder.write(Self.text(CCompiler.frozen.appending(path: "layout.c")), to: "layout.c")
        return try CCompiler.check("gcc", CCompiler.strict + ["-I", folder.path, source.path])
    }

    @Test func header_copyOfTheFirst_isUnchanged() throws {
        // Never to be edited, neither the file nor this line: adapters in the world were built with it.
        let digest = try FileDigest.sha256(of: CCompiler.frozen.appending(path: "candlewick_adapter.h").path)
        #expect(digest == "57c720b962d1358971f89427529a0ffe51c3fcac476f502381d65b4977c9d42b")
    }

    @Test func layout_ofTheFirstHeader_isWhatTheChecksSay() throws {
        let outcome = try layout(against: Self.text(CCompiler.frozen.appending(path: "candlewick_adapter.h")))
        #expect(outcome.succeeded, "\(outcome.messages)")
    }

    @Test func layout_ofTheCurrentHeader_startsWithTheFirst() throws {
        let outcome = try layout(against: Self.currentHeader())
        #expect(outcome.succeeded, "\(outcome.messages)")
    }

    @Test func layout_ofAHeaderThatGrewAtItsEnds_passes() throws {
        let outcome = try layout(against: GrownHeader.text(Self.currentHeader()))
        #expect(outcome.succeeded, "\(outcome.messages)")
    }

    @Test(arguments: [
        ("double *vwap;", "double *extra; double *vwap;", "cw_candles.vwap"),
        ("int64_t received_at;", "uint64_t received_at;", "cw_input.received_at"),
        ("} cw_assertion;", "int64_t more; } cw_assertion;", "size of cw_assertion"),
        ("char message[480];", "char message[256];", "cw_error.message"),
        ("#define CW_DECODED_FULL 1u", "#define CW_DECODED_FULL 4u", "CW_DECODED_FULL"),
        ("#define CW_ABI_MAJOR 1", "#define CW_ABI_MAJOR 2", "CW_ABI_MAJOR"),
        ("void (*end)(cw_session *session);", "int32_t (*end)(cw_session *session);", "cw_adapter.end"),
    ])
    func layout_ofAHeaderThatChanged_fails(old: String, new: String, name: String) throws {
        let header = try Self.currentHeader()
        #expect(header.contains(old))
        let outcome = try layout(against: header.replacing(old, with: new))
        #expect(!outcome.succeeded)
        #expect(outcome.messages.contains(name), "\(outcome.messages)")
    }

    @Test(arguments: [
        ["-std=c11"], ["-std=c17"], ["-std=gnu11", "-O3", "-Wpadded"],
    ])
    func header_inC_compilesWithoutAWarning(flags: [String]) throws {
        try compileHeader("gcc", ["-x", "c"] + flags)
    }

    @Test(
        .enabled(if: CCompiler.cPlusPlusIsThere, CCompiler.absence),
        arguments: ["-std=c++11", "-std=c++17", "-std=c++20"])
    func header_inCPlusPlus_compilesWithoutAWarning(standard: String) throws {
        try compileHeader("g++", ["-x", "c++", standard])
    }

    private func compileHeader(_ compiler: String, _ arguments: [String]) throws {
        let folder = try TemporaryFolder()
        let source = try folder.write(
            """
            #include "candlewick_adapter.h"
            #include "candlewick_adapter.h"
            const cw_adapter *pick(void);
            const cw_adapter *pick(void) { return &candlewick_adapter_entry; }

            """, to: "use.c")
        let outcome = try CCompiler.check(
            compiler,
            ["-Wall", "-Wextra", "-pedantic", "-Werror"] + arguments + ["-I", CCompiler.header.path, source.path])
        #expect(outcome.succeeded, "\(outcome.messages)")
    }

    @Test func adapter_builtWithTheFirstHeader_runsAWholeSession() throws {
        let library = try CCompiler.library(
            CCompiler.frozen.appending(path: "adapter.c"), header: CCompiler.frozen)
        try runEverything(FullAdapter(library: library), minor: 0)
    }

    @Test func adapter_builtWithANewerHeader_runsAWholeSession() throws {
        let folder = try TemporaryFolder()
        let grown = GrownHeader.text(try Self.currentHeader())
        try folder.write(grown.replacing("CW_ABI_MINOR 0", with: "CW_ABI_MINOR 1"), to: "candlewick_adapter.h")
        let library = try CCompiler.library(
            CCompiler.sources.appending(path: "full.c"), flags: ["-DGROWN"], header: folder.url)
        try runEverything(FullAdapter(library: library), minor: 1)
    }

    private func runEverything(_ full: FullAdapter, minor: Int) throws {
        let adapter = full.adapter
        #expect(adapter.abiMinor == minor)
        let identity = try adapter.identify(path: "in/AB-CD_60.txt")
        #expect(identity.symbol == "ABCD" && identity.kind == .candles(FullAdapter.minute))
        let session = try adapter.begin(
            SessionQuery(file: identity, named: "AB-CD_60.txt"), now: FullAdapter.now)
        #expect(try session.nextRequest() == .file(name: "AB-CD_60.txt"))
        let candles = CandleBatch(capacity: 2)
        let text = "60,1,2.5,0.5,2,10,AAA\nbad\n120,2,3,1,2.5,11\n=covered,60,180\n180,3,4,2,3.5,12\n>m\n"
        let results = try session.decodeAll(text, into: candles)
        #expect(results.map(\.rows) == [2, 1])
        #expect(results.flatMap(\.rejects).map(\.raw) == ["bad"])
        #expect(results.flatMap(\.assertions).map(\.assertionClass) == [.covered])
        #expect(results.flatMap(\.messages) == [Array("m".utf8)])
        #expect(results.last?.resumeToken == Array("6".utf8))
        #expect(candles.close[0] == 3.5 && candles.row[0] == 5)
        #expect(try session.nextRequest() == nil)

        let trades = try adapter.begin(SessionQuery(.trades, symbol: "ABCD"), now: FullAdapter.now)
        for page in 1...2 {
            guard case .http(let request) = try trades.nextRequest() else {
                Issue.record("expected an HTTP request")
                return
            }
            #expect(request.address.hasSuffix("/rows?symbol=ABCD&page=\(page)"))
            let batch = TradeBatch(capacity: 4)
            #expect(try trades.decodeAll("\(page),1,1,s\n", into: batch).map(\.rows) == [1])
            #expect(batch.side[0] == TradeSide.sell)
        }
        #expect(try trades.nextRequest() == nil)
        let error = #expect(throws: AdapterError.self) {
            try adapter.begin(SessionQuery(.trades, symbol: "NOWHERE"), now: FullAdapter.now)
        }
        #expect(error?.errorClass == .invalidQuery)
    }
}

/// A header as a later minor version might have it: every struct that may grow has grown.
enum GrownHeader {
    static let structs = [
        "cw_error", "cw_descriptor", "cw_identity", "cw_query", "cw_request", "cw_input", "cw_candles", "cw_trades",
        "cw_instruments", "cw_rejects", "cw_batch", "cw_decoded", "cw_host", "cw_adapter",
    ]

    static func text(_ header: String) -> String {
        structs.reduce(header) { text, name in
            text.replacing("} \(name);", with: "    uint64_t grown[5];\n} \(name);")
        }
    }
}
