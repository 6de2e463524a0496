import Foundation
import Glibc
import Testing

@testable import Transport

/// `openssl s_server` on 127.0.0.1 with a certificate of a throw-away authority: answers every GET with a page.
final class TLSServer {
    private static let program = "/usr/bin/openssl"
    static let trait: any TestTrait & SuiteTrait = .enabled(
        if: FileManager.default.isExecutableFile(atPath: program), "no openssl: scripts/packages --tests installs it")

    let port: Int
    /// The authority's certificate.
    let caFile: String
    private let process: Process
    private let folder: TestFolder

    /// - Parameter days: how long the certificate is good; 0: it is over already.
    init(name: String = "IP:127.0.0.1", days: Int = 2) throws {
        let folder = try TestFolder()
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        try Self.openssl(
            [
                "req", "-x509", "-days", "2", "-subj", "/CN=candlewick test authority", "-keyout", folder("ca.key"),
                "-out",
            ]
                + [folder("ca.pem")] + curve)
        try Self.openssl(
            ["req", "-subj", "/CN=candlewick test", "-keyout", folder("key.pem"), "-out", folder("request.pem")] + curve
        )
        try folder.write("names", "subjectAltName=\(name)\n")
        try Self.openssl([
            "x509", "-req", "-in", folder("request.pem"), "-CA", folder("ca.pem"), "-CAkey", folder("ca.key"), "-days",
            "\(days)", "-extfile", folder("names"), "-out", folder("cert.pem"),
        ])
        process = Self.process([
            "s_server", "-accept", "127.0.0.1:0", "-cert", folder("cert.pem"), "-key", folder("key.pem"), "-www",
        ])
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
        startThread { while let data = try? handle.read(upToCount: 1 << 16), !data.isEmpty {} }
        port = try #require(text.firstMatch(of: /ACCEPT 127\.0\.0\.1:(\d+)\n/).flatMap { Int($0.1) })
        caFile = folder("ca.pem")
        self.folder = folder
    }

    deinit {
        // SIGTERM may be blocked: a child inherits the mask of the thread that starts it, and openssl leaves it so.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private static func openssl(_ arguments: [String]) throws {
        let maker = process(arguments)
        try maker.run()
        maker.waitUntilExit()
        try #require(maker.terminationStatus == 0, "openssl \(arguments)")
    }

    private static func process(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardInput = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return process
    }
}
