import Foundation
import Glibc
import Testing

@testable import Transport

/// A program of others that speaks TLS on 127.0.0.1, with a certificate of a throw-away authority.
final class TLSServer {
    /// Which one.
    enum Kind {
        /// `openssl s_server`: answers every GET with a page.
        case openssl
        /// Node's HTTP/2: answers with the version that was spoken.
        case node
    }

    static let trait: any TestTrait & SuiteTrait = .enabled(
        if: FileManager.default.isExecutableFile(atPath: TestAuthority.program),
        "no openssl: scripts/packages --tests installs it")
    static let nodeTrait: any TestTrait & SuiteTrait = .enabled(
        if: FileManager.default.isExecutableFile(atPath: node), "no \(node), which speaks HTTP/2")
    private static let node = "/usr/bin/node"

    let port: Int
    var caFile: String { authority.caFile }
    private let process = Process()
    private let authority: TestAuthority

    init(_ kind: Kind = .openssl, days: Int = 2) throws {
        authority = try TestAuthority(days: days)
        let (certificate, key) = (authority.certificate, authority.key)
        switch kind {
        case .openssl:
            process.executableURL = URL(filePath: TestAuthority.program)
            process.arguments = ["s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www"]
        case .node:
            process.executableURL = URL(filePath: Self.node)
            process.arguments = [
                "-e",
                """
                const fs = require('fs'), [cert, key] = process.argv.slice(1).map(file => fs.readFileSync(file))
                const server = require('http2').createSecureServer({cert, key, allowHTTP1: true}, (request, reply) => {
                    reply.setHeader('Content-Type', 'application/json')
                    reply.end(JSON.stringify(request.httpVersion))
                })
                server.listen(0, '127.0.0.1', () => console.log(`ACCEPT 127.0.0.1:${server.address().port}`))
                """, certificate, key,
            ]
        }
        // Stays open as long as this process, and is never written to.
        process.standardInput = Pipe()
        process.standardError = FileHandle.nullDevice
        let said = Pipe()
        process.standardOutput = said
        try process.run()
        let handle = said.fileHandleForReading
        var text = ""
        while text.firstMatch(of: /ACCEPT 127\.0\.0\.1:(\d+)\n/) == nil {
            let data = handle.availableData
            try #require(!data.isEmpty, "the server ended: \(text)")
            text += String(decoding: data, as: UTF8.self)
        }
        // What it says later is thrown away; a pipe that breaks ends that.
        startThread { while let data = try? handle.read(upToCount: 1 << 16), !data.isEmpty {} }
        port = try #require(text.firstMatch(of: /ACCEPT 127\.0\.0\.1:(\d+)\n/).flatMap { Int($0.1) })
    }

    deinit {
        // SIGTERM may be blocked: a child inherits the mask of the thread that starts it, and openssl leaves it so.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
