import AdapterHost
import Foundation
import Testing

/// Adapters that keep failing are not run any more, until they are mended or released.
@Suite(.enabled(if: CCompiler.cIsThere, CCompiler.absence), .serialized) struct QuarantineTests {
    private func fail(_ failing: FailingAdapter, times: Int) {
        for _ in 0..<times { #expect(throws: AdapterError.self) { try failing.run("decode-segv") } }
    }

    @Test func losses_withASuccessBetween_areForgiven() throws {
        let failing = try FailingAdapter()
        for _ in 0..<4 {
            fail(failing, times: 5)
            #expect(try failing.run("good").count == 3)
        }
    }

    @Test func losses_inARow_endInQuarantine_alsoForTheNextRun() throws {
        let state = try TemporaryFolder()
        let quarantine = Quarantine(folder: state.path + "/deep/quarantine")
        let failing = try FailingAdapter(quarantine: quarantine)
        #expect(failing.folder.entry.quarantineReason == nil)
        fail(failing, times: 6)
        let error = #expect(throws: AdapterError.self) { try failing.run("good") }
        #expect(error?.message.contains("in quarantine") == true && error?.loss == nil)
        // As the next process finds it.
        #expect(failing.folder.entry.quarantineReason?.contains("segmentation fault") == true)
        let problems = #expect(throws: AdapterProblems.self) { try failing.folder.entry.load(run: .worker) }
        #expect(problems?.problems.map(\.code) == [.quarantine])
        #expect(problems?.description.contains("candlewick adapters --release small") == true)
        // In the host's own process it is the user's risk.
        _ = try failing.folder.entry.load(run: .inProcess)
        #expect(quarantine.release("small") && !quarantine.release("small"))
        _ = try failing.folder.entry.load(run: .worker)
    }

    @Test func library_thatWasReplaced_isOutOfQuarantine() throws {
        let state = try TemporaryFolder()
        let quarantine = Quarantine(folder: state.path)
        let failing = try FailingAdapter(quarantine: quarantine)
        fail(failing, times: 6)
        let library = failing.folder.folder.url.appending(path: "small.so")
        let bytes = try Data(contentsOf: library)
        try FileManager.default.removeItem(at: library)
        try (bytes + [0]).write(to: library)
        let catalog = AdapterCatalog(
            AdapterConfiguration(folders: [failing.folder.folder.path]), libraryFolders: [], quarantine: quarantine)
        #expect(catalog.entries[0].quarantineReason == nil)
        _ = try catalog.entries[0].load(run: .worker)
    }

    @Test func release_ofANameThatIsNone_touchesNothing() throws {
        let state = try TemporaryFolder()
        try state.write("kept", to: "file")
        #expect(!Quarantine(folder: state.path + "/x").release("../file"))
        #expect(FileManager.default.fileExists(atPath: state.path + "/file"))
    }
}
