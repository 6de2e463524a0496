import Foundation
import Glibc
import Testing

/// `openssl s_server` with a certificate of its own for 127.0.0.1: answers every GET with a page.
final class EncryptedServer {
    private static let program = "/usr/bin/openssl"
    static let trait: any TestTrait & SuiteTrait = .enabled(
        if: FileManager.default.isExecutableFile(atPath: program), "no openssl: scripts/packages --tests installs it")

    let address: String
    /// The certificate, which signed itself.
    let caFile: String
    private let process: Process
    private let folder: URL

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (key, certificate) = (folder.path + "/key.pem", folder.path + "/cert.pem")
        let maker = Self.openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-keyout",
            key,
            "-out", certificate, "-subj", "/CN=candlewick test", "-addext", "subjectAltName=IP:127.0.0.1",
        ])
        try maker.run()
        maker.waitUntilExit()
        try #require(maker.terminationStatus == 0)

        process = Self.openssl(["s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www"])
        let said = Pipe()
        process.standardOutput = said
        try process.run()
        let handle = said.fileHandleForReading
        var text = ""
        while text.firstMatch(of: /ACCEPT 127\.0\.0\.1:(\d+)\n/) == nil {
            let data = handle.availableData
            try #require(!data.isEmpty, "openssl ended: \(text)")
            text += String(decoding: data, as: UTF8.self)
        }
        spawn { while let data = try? handle.read(upToCount: 1 << 16), !data.isEmpty {} }
        let port = try #require(text.firstMatch(of: /ACCEPT 127\.0\.0\.1:(\d+)\n/)).1
        address = "https://127.0.0.1:\(port)"
        caFile = certificate
        self.folder = folder
    }

    deinit {
        // SIGTERM may be blocked: a child inherits the mask of the thread that starts it, and openssl leaves it so.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        // A folder that stays behind harms nobody, and a deinit cannot throw.
        try? FileManager.default.removeItem(at: folder)
    }

    private static func openssl(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardInput = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return process
    }
}
