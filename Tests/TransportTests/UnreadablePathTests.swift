import Foundation
import Glibc
import Testing
import Transport

/// What cannot be read is said with its path and with what to do.
@Suite struct UnreadablePathTests {
    private static func error(opening path: String) -> TransportError? {
        do {
            _ = try InputReader(file: path)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: ["nothing.csv", "file/below.csv", "no/such/folder.csv"])
    func path_withNothingThere_isNotFound(name: String) throws {
        let folder = try TestFolder()
        try folder.write("file", "")
        let error = Self.error(opening: folder(name))
        #expect(error?.code == .notFound)
        #expect("\(try #require(error))" == "\(folder(name)): there is no such file; check the path")
    }

    @Test func path_ofAFolder_isNotAFile() throws {
        let folder = try TestFolder()
        let error = Self.error(opening: folder.path)
        #expect(error?.code == .notAFile)
        #expect(error?.message == "is a folder, a file was expected")
        #expect(error?.advice == "rename or remove the folder")
    }

    @Test func path_ofAPipe_isNotAFileAndDoesNotHang() throws {
        let folder = try TestFolder()
        // The path is a C string for the time of the call.
        #expect(unsafe mkfifo(folder("pipe.csv"), 0o600) == 0)
        let error = Self.error(opening: folder("pipe.csv"))
        #expect(error?.code == .notAFile)
        #expect(error?.message == "is a device, pipe or socket, a file was expected")
        #expect(error?.advice == "give a regular file")
    }

    @Test func path_ofADevice_isNotAFile() {
        #expect(Self.error(opening: "/dev/null")?.code == .notAFile)
    }

    @Test func path_ofALinkToNothing_isNotFound() throws {
        let folder = try TestFolder()
        try FileManager.default.createSymbolicLink(atPath: folder("link.csv"), withDestinationPath: "gone.csv")
        #expect(Self.error(opening: folder("link.csv"))?.code == .notFound)
    }

    @Test func path_ofALinkToAFile_isRead() throws {
        let folder = try TestFolder()
        try folder.write("file.csv", "abc")
        try FileManager.default.createSymbolicLink(atPath: folder("link.csv"), withDestinationPath: "file.csv")
        var reader = try InputReader(file: folder("link.csv"))
        #expect(try reader.readToEnd() == Array("abc".utf8))
    }

    @Test(.enabled(if: OtherUser.isPossible, "only root can become another user"))
    func path_ofAFileOfSomebodyElse_isRefused() throws {
        let folder = try TestFolder()
        let file = try folder.write("secret.csv", "abc")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        let error = OtherUser.run { Self.error(opening: file) }
        #expect(error?.code == .permission)
        #expect(error?.message == "permission denied")
        #expect(error?.advice == "make it readable: chmod u+r '\(file)'")
    }

    @Test func file_openedAThousandTimes_leavesNoDescriptor() throws {
        let folder = try TestFolder()
        let file = try folder.write("file.csv", "abc")
        let archive = try folder.write("broken.zip", "no archive")
        #expect(unsafe mkfifo(folder("pipe"), 0o600) == 0)
        for _ in 0..<1000 {
            var reader = try InputReader(file: file, window: 2)
            try reader.fill()
            _ = Self.error(opening: folder("pipe"))
            _ = Self.error(opening: folder.path)
            #expect(throws: TransportError.self) { _ = try ZipArchive(path: archive) }
        }
        #expect(try folder.openDescriptors() == 0)
        let open = try InputReader(file: file)
        // The count does see one that is open.
        #expect(try folder.openDescriptors() == 1)
        _ = consume open
    }
}
