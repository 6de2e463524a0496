import AdapterHost
import Foundation
import MarketData
import Testing

/// The examples of `docs/adapter-abi.md` are what they claim to be.
@Suite(.enabled(if: CCompiler.cIsThere, CCompiler.absence)) struct DocumentTests {
    private static func document() throws -> String {
        try String(contentsOf: CCompiler.packageRoot.appending(path: "docs/adapter-abi.md"), encoding: .utf8)
    }

    /// The fenced blocks of a language, in order.
    private static func blocks(_ language: String) throws -> [String] {
        try document().split(separator: "```\(language)\n").dropFirst().map { rest in
            String(rest.split(separator: "\n```", maxSplits: 1)[0]) + "\n"
        }
    }

    /// The document's adapter beside its manifest, found through the document's `adapters.conf`.
    private func load() throws -> (TemporaryFolder, LoadedAdapter) {
        let folder = try TemporaryFolder()
        let source = try folder.write(try #require(Self.blocks("c").first), to: "lines.c")
        let manifest = try #require(Self.blocks("toml").first)
        let configuration = try #require(Self.blocks("toml").last)
        let library = try CCompiler.library(source, flags: ["-fvisibility=hidden"])
        try folder.copy(library, as: "lines.so")
        try folder.write(manifest, to: "Plugins/lines.adapter.toml")
        let file = try folder.write(configuration, to: "adapters.conf")
        var read = try AdapterConfiguration(contentsOf: file.path)
        #expect(read.choices["lines"]?.settings == ["any-key": "any text"])
        read.folders.removeLast()
        let catalog = AdapterCatalog(read, libraryFolders: [folder.path])
        #expect(catalog.problems.isEmpty)
        return (folder, try #require(catalog["lines"]).load(run: .inProcess))
    }

    @Test func example_minimalAdapter_loadsAndIdentifiesItsFiles() throws {
        let (folder, adapter) = try load()
        #expect(
            try adapter.identify(path: "in/XBT-USD.lines")
                == FileIdentity(kind: .trades, symbol: "XBT-USD", base: "XBT", quote: "USD"))
        #expect(adapter.manifest.hubName(of: "XBT") == "BTC")
        for name in ["", "-", ".lines", "-.lines", "X-.lines", "-X.lines", "XUSD.lines", "X-USD.csv", "a-b/c"] {
            let error = #expect(throws: AdapterError.self, "\(name)") { try adapter.identify(path: name) }
            #expect(error?.errorClass == .invalidQuery)
        }
        withExtendedLifetime(folder) {}
    }

    @Test func example_minimalAdapter_decodesSplitAtEveryByte() throws {
        let (folder, adapter) = try load()
        let text = Array("1,2.5,3\nheader\n-7,1e-5,0.25\n2,nan,1\n3,1,1\n4,1,1".utf8)
        let expected = [
            "1000000000 2.5 3.0 1 0", "-7000000000 1e-05 0.25 3 15", "3000000000 1.0 1.0 5 36",
            "4000000000 1.0 1.0 6 42",
        ]
        for split in text.indices {
            let (rows, rejects) = try decode(text, splitAt: split, with: adapter)
            #expect(rows == expected, "split at \(split)")
            #expect(rejects.map(\.raw) == ["header", "2,nan,1"] && rejects.map(\.row) == [2, 4])
        }
        withExtendedLifetime(folder) {}
    }

    private func decode(
        _ text: [UInt8], splitAt split: Int, with adapter: LoadedAdapter
    ) throws -> (rows: [String], rejects: [Reject]) {
        let identity = try adapter.identify(path: "XBT-USD.lines")
        let session = try adapter.begin(
            SessionQuery(file: identity, named: "XBT-USD.lines"), now: FullAdapter.now)
        #expect(try session.nextRequest() == .file(name: "XBT-USD.lines"))
        let batch = TradeBatch(capacity: 2)
        var rows: [String] = []
        var rejects: [Reject] = []
        var start = 0
        for (end, isLast) in [(split, false), (text.count, true)] {
            var isFull = true
            while isFull {
                batch.count = 0
                // Bytes of UInt8 have no padding that could be undefined.
                let piece = unsafe text.span.bytes.extracting(start..<end)
                let decoded = try session.decode(
                    piece, position: Int64(start), isLast: isLast, reply: FullAdapter.reply, into: batch)
                for row in 0..<batch.count {
                    rows.append(
                        "\(batch.time[row]) \(batch.price[row]) \(batch.volume[row]) \(batch.row[row]) "
                            + "\(batch.position[row])")
                }
                rejects += decoded.rejects
                start += decoded.consumed
                isFull = decoded.isFull
            }
        }
        #expect(try session.nextRequest() == nil)
        return (rows, rejects)
    }

    @Test func document_manifestTable_namesEveryKeyThatTheReaderKnows() throws {
        // An unknown key in each table makes the reader list those that it knows.
        let manifest = ManifestText.small([
            "root": "unknown = 1", "abi.minor": "unknown = 1", "source.more": "unknown = 1",
            "limits.reach_rows": "unknown = 1", "aliases": "[coverage]\nunknown = 1\n[aliases]",
        ])
        let folder = try TemporaryFolder()
        let file = try folder.write(manifest, to: "x.adapter.toml")
        let error = #expect(throws: AdapterProblems.self) { try AdapterManifest(contentsOf: file.path) }
        var keys: [String] = []
        for problem in try #require(error).problems {
            let section = String(try #require(problem.key).dropLast("unknown".count))
            let known = try #require(problem.message.split(separator: "allowed here: ").last)
            keys += known.split(separator: ", ").map { section + $0 }
        }
        #expect(keys.count == 12 + 2 + 8 + 4 + 6)
        let text = try Self.document()
        for key in keys { #expect(text.contains("| `\(key)`") || text.contains("| `\(key)."), "\(key)") }
    }

    @Test func example_library_showsOneSymbol() throws {
        let (folder, adapter) = try load()
        let symbols = try CCompiler.run("nm", ["-D", "--defined-only", adapter.libraryPath])
        #expect(
            symbols.messages.split(separator: "\n").map { $0.split(separator: " ").last } == [
                "candlewick_adapter_entry"
            ])
        withExtendedLifetime(folder) {}
    }
}

/// `docs/workers.md` says of every end of a worker what the host says.
@Suite struct WorkerPageTests {
    @Test(arguments: [
        WorkerLoss.crashed(signal: 11), .hung(seconds: 30), .memory(limit: 1 << 30),
        .forbidden("openat (open a file)"), .exited(status: 1), .garbage("…"),
    ])
    func page_namesEveryEnd(loss: WorkerLoss) throws {
        let page = try String(
            contentsOf: CCompiler.packageRoot.appending(path: "docs/workers.md"), encoding: .utf8)
        #expect(page.contains("`\(loss)`"))
    }

    @Test func page_namesTheLimitsAsTheyAre() throws {
        let page = try String(
            contentsOf: CCompiler.packageRoot.appending(path: "docs/workers.md"), encoding: .utf8)
        let usual = WorkerLimits()
        #expect(page.contains("call_timeout = \(Int(usual.callSeconds)) "))
        #expect(page.contains("memory = \"\(usual.memory >> 30) GB\""))
    }
}
