import ArchiveBytes
import Foundation
import Glibc
import Testing
import Transport

@Suite struct InputDiscoveryTests {
    @Test func paths_thatOverlap_giveEveryFileOnce() throws {
        let folder = try TestFolder()
        let file = try folder.write("q1/a.csv", "1")
        try folder.write("b.csv", "2")
        // A name of its own may mean a series of its own.
        try FileManager.default.createSymbolicLink(atPath: folder("link.csv"), withDestinationPath: file)
        let found = InputDiscovery(paths: [
            file, folder.path, folder.path + "/", "\(folder.path)/./q1/../q1", file, folder("none.csv"),
            folder("none.csv"),
        ])
        #expect(found.items.map(\.path) == [file, folder("b.csv"), folder("link.csv")])
        #expect(found.problems.map(\.path) == [folder("none.csv")])
    }

    @Test func folder_isWalkedInOrderToItsEnds() throws {
        let folder = try TestFolder()
        for name in ["b.csv", "a.csv", "c/z.csv", "c/d/e.csv", "B.csv", "x.txt"] { try folder.write(name, "12") }
        let found = InputDiscovery(paths: [folder.path])
        #expect(found.problems.isEmpty)
        #expect(found.items.map(\.name) == ["B.csv", "a.csv", "b.csv", "c/d/e.csv", "c/z.csv", "x.txt"])
        #expect(found.items.map(\.path) == found.items.map { folder($0.name) })
        #expect(found.items.allSatisfy { $0.root == folder.path && $0.place == .file && $0.size == 2 })
    }

    @Test func paths_stayInTheUsersOrder() throws {
        let folder = try TestFolder()
        try folder.write("b/1.csv", "")
        try folder.write("a/2.csv", "")
        try folder.write("c.csv", "")
        let found = InputDiscovery(paths: [folder("c.csv"), folder("b"), folder("a/")])
        #expect(found.items.map(\.name) == ["c.csv", "1.csv", "2.csv"])
        #expect(found.items.map(\.root) == [folder("c.csv"), folder("b"), folder("a/")])
        #expect(found.items[2].path == folder("a/2.csv"))
    }

    @Test func entries_thatAreHiddenOrDoneWith_arePassedOver() throws {
        let folder = try TestFolder()
        for name in [".a.csv", ".git/b.csv", "ingested/c.csv", "set-aside/d.csv", "e/ingested/f.csv", "g.csv"] {
            try folder.write(name, "")
        }
        // A file of that name is a file.
        try folder.write("e/set-aside", "")
        let found = InputDiscovery(paths: [folder.path])
        #expect(found.items.map(\.name) == ["e/set-aside", "g.csv"])
        #expect(found.problems.isEmpty)
        // Who names such a folder means it.
        #expect(
            InputDiscovery(paths: [folder("ingested"), folder(".a.csv")]).items.map(\.name) == ["c.csv", ".a.csv"])
    }

    @Test func links_toFilesAreReadAndToFoldersAreNot() throws {
        let folder = try TestFolder()
        try folder.write("real/a.csv", "1")
        let files = FileManager.default
        try files.createSymbolicLink(atPath: folder("real/loop"), withDestinationPath: "..")
        try files.createSymbolicLink(atPath: folder("real/b.csv"), withDestinationPath: "a.csv")
        try files.createSymbolicLink(atPath: folder("link"), withDestinationPath: "real")
        let found = InputDiscovery(paths: [folder("real")])
        #expect(found.items.map(\.name) == ["a.csv", "b.csv"])
        #expect(found.problems.isEmpty)
        // Who names a link means what it leads to.
        #expect(InputDiscovery(paths: [folder("link")]).items.map(\.name) == ["a.csv", "b.csv"])
    }

    @Test func folder_withAFilesName_isToldAndReadAllTheSame() throws {
        let folder = try TestFolder()
        try folder.write("X_60.csv/XBTUSD_60.csv", "")
        let found = InputDiscovery(paths: [folder.path])
        #expect(found.items.map(\.name) == ["X_60.csv/XBTUSD_60.csv"])
        #expect(found.problems.map(\.path) == [folder("X_60.csv")])
        #expect(found.problems.map(\.code) == [.notAFile])
        #expect(found.problems.first?.message == "is a folder, its name says that it is a file")
    }

    @Test func members_areItemsInTheirArchivesOrder() throws {
        let folder = try TestFolder()
        let archive = ArchiveBytes([
            .init("q/", ""), .init("q/b.csv", "123"), .init("a.csv", "1"), .init("c.zip", "PK"), .init("../d.csv", ""),
        ])
        let path = try folder.write("sub/Kraken.ZIP", archive.bytes)
        let found = InputDiscovery(paths: [folder.path])
        #expect(found.items.map(\.name) == ["sub/Kraken.ZIP/q/b.csv", "sub/Kraken.ZIP/a.csv"])
        #expect(found.items.map(\.path) == ["\(path)/q/b.csv", "\(path)/a.csv"])
        #expect(found.items.map(\.size) == [3, 1])
        #expect(found.problems.map(\.path) == ["\(path)/c.zip", "\(path)/../d.csv"])
        #expect(found.problems.map(\.code) == [.badArchive, .unsafeName])
        #expect(found.problems[0].message == "an archive within an archive is not read")
        #expect(found.problems[0].advice.contains("unpack '\(path)'"))
    }

    @Test func members_ofOneName_areReadOnce() throws {
        let folder = try TestFolder()
        let path = try folder.write("a.zip", ArchiveBytes([.init("a.csv", "12"), .init("a.csv", "3")]).bytes)
        let found = InputDiscovery(paths: [path])
        #expect(found.items.map(\.size) == [2])
        #expect(found.problems.map(\.path) == ["\(path)/a.csv"])
        #expect(found.problems.first?.message == "the archive has another member of this name; the first is read")
    }

    @Test func problems_doNotStopTheRest() throws {
        let folder = try TestFolder()
        try folder.write("a.zip", "no archive")
        try folder.write("b.csv", "")
        #expect(unsafe mkfifo(folder("c.csv"), 0o600) == 0)
        try FileManager.default.createSymbolicLink(atPath: folder("d.csv"), withDestinationPath: "gone")
        try folder.write("e.csv", "")
        let found = InputDiscovery(paths: [folder("gone.csv"), folder.path])
        #expect(found.items.map(\.name) == ["b.csv", "e.csv"])
        #expect(found.problems.map(\.path) == ["gone.csv", "a.zip", "c.csv", "d.csv"].map { folder($0) })
        #expect(found.problems.map(\.code) == [.notFound, .badArchive, .notAFile, .notFound])
        #expect(found.problems.allSatisfy { !$0.advice.isEmpty })
    }

    @Test(.enabled(if: OtherUser.isPossible, "only root can become another user"))
    func folderAndFile_ofSomebodyElse_areProblems() throws {
        let folder = try TestFolder()
        try folder.write("locked/a.csv", "")
        try folder.write("b.csv", "")
        try folder.write("c.csv", "")
        for (name, rights) in [("", 0o755), ("locked", 0o700), ("b.csv", 0o600), ("c.csv", 0o644)] {
            try FileManager.default.setAttributes([.posixPermissions: rights], ofItemAtPath: folder(name))
        }
        let found = OtherUser.run { InputDiscovery(paths: [folder.path]) }
        #expect(found.items.map(\.name) == ["c.csv"])
        #expect(found.problems.map(\.path) == [folder("b.csv"), folder("locked")])
        #expect(found.problems.map(\.code) == [.permission, .permission])
        #expect(found.problems[1].advice == "make it readable: chmod u+rx '\(folder("locked"))'")
    }

    @Test func folder_thatIsEmpty_hasNothing() throws {
        let folder = try TestFolder()
        let found = InputDiscovery(paths: [folder.path])
        #expect(found.items.isEmpty && found.problems.isEmpty)
        #expect(InputDiscovery(paths: []).items.isEmpty)
    }
}
