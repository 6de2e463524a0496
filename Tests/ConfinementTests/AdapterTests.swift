import BundledAdapters
import Confinement
import Foundation
import Testing

/// The adapters of this package in a process without rights: what they, Swift's runtime, simdjson and libxml2 need is there.
@Suite struct AdapterTests {
    @Test(arguments: [
        ("kraken-rest", "KrakenREST"), ("massive", "Massive"), ("finnhub", "Finnhub"), ("ecb-rates", "ECBRates"),
    ])
    func adapter_confined_passesItsCases(id: String, folder: String) throws {
        let page = FileManager.default.temporaryDirectory.appending(path: "confined-decoder-\(UUID().uuidString)")
        try Data(count: 4096).write(to: page)
        defer {
            // What is left of it is the system's to clear.
            try? FileManager.default.removeItem(at: page)
        }
        let process = Process()
        process.executableURL = Bundle.main.executableURL?.deletingLastPathComponent().appending(
            path: "confined-decoder")
        process.arguments = [id, folder, page.path]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let words = unsafe try Data(contentsOf: page).withUnsafeBytes { page in
            // A whole page of words.
            unsafe [page.loadUnaligned(as: UInt64.self), page.loadUnaligned(fromByteOffset: 8, as: UInt64.self)]
        }
        #expect(ForbiddenCall(report: words[0])?.description == nil)
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 0)
        #expect(Int(words[1]) == PluginFolder.cases(folder).count)
    }
}
