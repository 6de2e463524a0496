@testable import AdapterHost
import Foundation
import Testing

/// Pins, and who may write the files of an adapter.
@Suite(.enabled(if: CCompiler.cIsThere, CCompiler.absence)) struct TrustTests {
    /// A folder `place/` with the adapter `small` in it, and an `adapters.conf` beside.
    private let folder: TemporaryFolder
    private let digest: String

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(ManifestText.small(), to: "place/small.adapter.toml")
        let library = try CCompiler.library(CCompiler.sources.appending(path: "small.c"))
        try folder.copy(library, as: "place/small.so")
        digest = try FileDigest.sha256(of: library.path)
    }

    private func entry(_ configuration: String = "") throws -> AdapterEntry {
        let file = try folder.write("folders = [\"place\"]\n\(configuration)", to: "adapters.conf")
        let catalog = try AdapterCatalog(AdapterConfiguration(contentsOf: file.path), libraryFolders: [])
        return try #require(catalog["small"])
    }

    private func change(mode: Int, of name: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: "\(folder.path)/\(name)")
    }

    @Test(arguments: [false, true]) func pin_ofTheLibrary_letsItLoad(isRequired: Bool) throws {
        for pin in [digest, digest.uppercased()] {
            let entry = try entry("require_pins = \(isRequired)\n[adapter.small]\nsha256 = \"\(pin)\"")
            #expect(entry.problems.isEmpty)
            #expect(try entry.load().id == "small")
        }
    }

    @Test func pin_ofAnotherLibrary_refusesWithBothHashes() throws {
        let other = String(repeating: "0a", count: 32)
        let entry = try entry("[adapter.small]\nsha256 = \"\(other)\"")
        #expect(entry.problems.map(\.code) == [.pin])
        let message = try #require(entry.problems.first).description
        #expect(message.contains("its SHA-256 is \(digest), and \(folder.path)/adapters.conf pins \(other)"))
        #expect(message.contains("sha256 = \"\(digest)\""))
        #expect(throws: AdapterProblems.self) { try entry.load() }
    }

    @Test func libraryChangedAfterItWasPinned_isRefused() throws {
        let pinned = "[adapter.small]\nsha256 = \"\(digest)\""
        let before = try entry(pinned)
        #expect(before.isUsable)
        let file = try FileHandle(forWritingTo: URL(filePath: "\(folder.path)/place/small.so"))
        try file.seekToEnd()
        try file.write(contentsOf: Data([0]))
        try file.close()
        // Who still has the old look at it does not load the new file.
        let error = #expect(throws: AdapterProblems.self) { try before.load() }
        #expect(error?.problems.map(\.code) == [.digest])
        #expect(try entry(pinned).problems.map(\.code) == [.pin])
    }

    @Test func library_changedInPlaceWithItsTimeSetBack_isNotLoaded() throws {
        let path = "\(folder.path)/place/small.so"
        let before = try entry()
        let time = try #require(FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date)
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[bytes.count - 1] ^= 1
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.write(contentsOf: bytes)
        try file.close()
        try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
        let error = #expect(throws: AdapterProblems.self) { try before.load() }
        #expect(error?.problems.first?.message.contains("replaced after it was checked") == true)
    }

    @Test func requirePins_withoutAPin_refusesWithTheLineToAdd() throws {
        let entry = try entry("require_pins = true")
        #expect(entry.problems.map(\.code) == [.pin])
        #expect(
            entry.problems.first?.message.hasSuffix("put this into [adapter.small]: sha256 = \"\(digest)\"") == true)
        // And with that line it is accepted.
        #expect(try self.entry("require_pins = true\n[adapter.small]\nsha256 = \"\(digest)\"").isUsable)
    }

    @Test(arguments: [
        ("require_pins = \"yes\"", "require_pins", "found a text; expected true or false"),
        ("[adapter.small]\nsha256 = \"abc\"", "adapter.small.sha256", "expected the library's SHA-256, 64 hexadecimal"),
        ("[adapter.small]\nsha256 = 5", "adapter.small.sha256", "found a whole number; expected the library's SHA-256"),
    ])
    func pin_thatIsNone_isRefused(text: String, key: String, message: String) throws {
        let error = #expect(throws: AdapterProblems.self) { try entry(text) }
        #expect(error?.problems.map(\.key) == [key])
        #expect(error?.problems.first?.message.contains(message) == true)
    }

    @Test(arguments: ["place/small.so", "place/small.adapter.toml", "place", ""])
    func place_thatEverybodyMayWrite_isRefused(name: String) throws {
        let place = name.isEmpty ? folder.path : "\(folder.path)/\(name)"
        _ = try entry()
        try change(mode: 0o777, of: name)
        // The folder of adapters.conf holds that too, so it is read while it is still good.
        try change(mode: 0o755, of: "")
        let configuration = try AdapterConfiguration(contentsOf: "\(folder.path)/adapters.conf")
        if name.isEmpty { try change(mode: 0o777, of: "") }
        let entry = try #require(AdapterCatalog(configuration, libraryFolders: [])["small"])
        #expect(entry.problems.map(\.code) == [.writable])
        #expect(entry.problems.first?.file == place)
        #expect(entry.problems.first?.message.contains("chmod o-w '\(place)'") == true)
        #expect(throws: AdapterProblems.self) { try entry.load() }
    }

    @Test(arguments: [0o1777, 0o775]) func folder_stickyOrOfAGroup_isNoProblem(mode: Int) throws {
        try change(mode: mode, of: "place")
        #expect(try entry().isUsable)
    }

    @Test func configuration_thatEverybodyMayWrite_isRefused() throws {
        _ = try entry()
        try change(mode: 0o666, of: "adapters.conf")
        let error = #expect(throws: AdapterProblems.self) {
            try AdapterConfiguration(contentsOf: "\(folder.path)/adapters.conf")
        }
        #expect(error?.problems.map(\.code) == [.writable])
    }

    @Test func library_behindALinkInAGoodFolder_isLookedAtWhereItLies() throws {
        let open = try TemporaryFolder()
        try FileManager.default.moveItem(atPath: "\(folder.path)/place/small.so", toPath: "\(open.path)/small.so")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/place/small.so", withDestinationPath: "\(open.path)/small.so")
        #expect(try entry().isUsable)
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: open.path)
        #expect(try entry().problems.map(\.file) == [open.path])
    }

    @Test(
        .enabled(if: geteuid() == 0, "only root can give a file away"),
        arguments: ["small.so", "small.adapter.toml", ""])
    func place_ofAnotherUser_isRefused(name: String) throws {
        try FileManager.default.setAttributes([.ownerAccountID: 1234], ofItemAtPath: "\(folder.path)/place/\(name)")
        let problems = try entry().problems
        #expect(problems.map(\.code) == [.writable])
        #expect(problems.first?.message.hasPrefix("belongs to user 1234") == true)
    }
}
