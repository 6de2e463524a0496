import BundledAdapters
import Conformance
import AdapterHost
import Foundation
import MarketData
import Testing

/// The adapter of `Adapter/pages.c`, whole or with a defect, and its source.
enum PagesAdapter {
    static let compilerIsThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/gcc")
    static let absence: Comment = "gcc is not installed: apt install gcc"

    /// Compiled anew into a folder of its own: a library is never unloaded, and its file never changes.
    static func load(defect: Int) throws -> LoadedAdapter {
        let folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-cases-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // what is left there is a temporary file
        let library = folder.appending(path: "pages.so")
        let compiler = Process()
        compiler.executableURL = URL(filePath: "/usr/bin/gcc")
        compiler.arguments = [
            "-std=c11", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", "-fvisibility=hidden",
            "-DDEFECT=\(defect)", "-I", PluginFolder.root.appending(path: "Sources/CAdapterABI/include").path,
            PluginFolder.root.appending(path: "Tests/ConformanceTests/Adapter/pages.c").path, "-o", library.path,
        ]
        try compiler.run()
        compiler.waitUntilExit()
        try #require(compiler.terminationStatus == 0)
        try manifest.write(to: folder.appending(path: "pages.adapter.toml"), atomically: true, encoding: .utf8)
        let catalog = AdapterCatalog(AdapterConfiguration(folders: [folder.path]))
        return try #require(catalog["pages"], "\(catalog.problems)").load(run: .inProcess)
    }

    static let manifest = """
        id = "pages"
        name = "Pages of lines"
        version = "1.0.0"
        licence = "Apache-2.0"
        summary = "For the tests of the checks"
        [abi]
        major = 1
        [library]
        linux-x86_64 = "pages.so"
        linux-aarch64 = "pages.so"
        [source]
        transports = ["http"]
        kinds = ["trades"]
        hosts = ["pages.example"]
        """

    static let now = Timestamp(nanoseconds: 1_900_000_000_000_000_000)

    /// Ten trades, four a page.
    static func source(_ request: HTTPRequest) throws -> CaseReply {
        try page(request, before: "", next: "")
    }

    /// A page with lines before its trades, and with something before the number of the next one.
    static func page(_ request: HTTPRequest, before: String, next: String) throws -> CaseReply {
        let digits = request.address.drop { !$0.isNumber }.prefix { $0.isNumber }
        let from = try #require(Int(digits))
        let all = [100, 101, 101, 105, 110, 111, 119, 120, 130, 131].enumerated()
        let rows = all.filter { $0.element >= from }
        // A page ends between two times, so that none is cut in two.
        let page = rows.filter { row in rows.count { $0.element <= row.element } <= 4 }
        let text = page.map { "\($0.element),\($0.offset + 7)\n" }.joined()
        let ending = page.count == rows.count ? "end\n" : "next \(next)\((page.last?.element ?? from) + 1)\n"
        return CaseReply(contentType: "text/plain", receivedAt: now, body: Array((before + text + ending).utf8))
    }

    static func query() throws -> SessionQuery {
        SessionQuery(
            .trades, range: try #require(TimeRange(try time(seconds: 90), try time(seconds: 125))), base: "A",
            quote: "B")
    }

    static func time(seconds: Int64) throws -> Timestamp { try #require(Timestamp(seconds: seconds)) }

    /// A case recorded from the adapter without defects.
    static func recorded() throws -> AdapterCase {
        try recording("recorded", try load(defect: 0), try query(), now: now, source)
    }

    /// A case as this adapter plays it.
    static func recording(
        _ name: String, _ adapter: LoadedAdapter, _ query: SessionQuery, now: Timestamp, _ source: CaseSource
    ) throws -> AdapterCase {
        var exchanges: [CaseExchange] = []
        let play = try CasePlayer(adapter, query, now: now).play { request in
            let reply = try source(request)
            exchanges.append(CaseExchange(request: request, reply: reply))
            return reply
        }
        return AdapterCase(
            name: name, adapter: adapter.id, query: query, now: now, exchanges: exchanges, expected: play)
    }
}
