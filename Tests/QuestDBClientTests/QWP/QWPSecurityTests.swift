import Foundation
import NIOSSL
import QuestDBClient
import Testing

/// Encrypted connections: who is believed.
@Suite struct QWPSecurityTests {
    /// A new certificate for an address or a name that vouches for itself, and its key, in a folder of their own.
    private struct Certificate: ~Copyable {
        let folder: URL
        var file: String { folder.appendingPathComponent("ca.pem").path }

        init(for subject: String) throws {
            folder = FileManager.default.temporaryDirectory.appendingPathComponent("qwp-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments =
                ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=stand-in"]
                + ["-addext", "subjectAltName=\(subject)", "-keyout", folder.appendingPathComponent("key.pem").path]
                + ["-out", folder.appendingPathComponent("ca.pem").path]
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            try #require(process.terminationStatus == 0)
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func server() throws -> StandInServer {
            var behaviour = StandInServer.Behaviour()
            let configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(file).map { .certificate($0) },
                privateKey: .privateKey(
                    try NIOSSLPrivateKey(file: folder.appendingPathComponent("key.pem").path, format: .pem)))
            behaviour.tls = try NIOSSLContext(configuration: configuration)
            return try StandInServer(behaviour)
        }
    }

    private var settings: QWPSettings {
        var settings = QWPSettings()
        settings.patience = .milliseconds(100)
        settings.firstBackoff = .milliseconds(10)
        return settings
    }

    @Test func certificate_ofTheGivenAuthority_isBelieved() throws {
        let certificate = try Certificate(for: "IP:127.0.0.1")
        let server = try certificate.server()
        let endpoint = try QWPEndpoint(
            host: "127.0.0.1", port: server.port, isSecure: true,
            authentication: .basic(user: "admin", password: "quest"), caFile: certificate.file)
        let sender = try QWPSender.connect(to: endpoint)
        defer { sender.close() }
        let table = try QWPTable("t", columns: [QWPColumn("p", .double)])
        // More than fits in one record of TLS.
        try sender.wait(
            for: sender.send(table, rows: 20_000) { block, _ throws(QWPError) in block.doubles(constant: 1.5) })
        #expect(server.values("p") == Array(repeating: .double(1.5), count: 20_000))
    }

    @Test func certificate_ofNobodyKnown_isNotBelieved() throws {
        let certificate = try Certificate(for: "IP:127.0.0.1")
        let server = try certificate.server()
        let endpoint = try QWPEndpoint(host: "127.0.0.1", port: server.port, isSecure: true)
        let error = #expect(throws: QWPError.self) { try QWPSender.connect(to: endpoint, settings: settings) }
        #expect(error?.code == .unreachable)
        #expect(error?.message.uppercased().contains("CERTIFICATE") == true)
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func certificate_ofAnotherHost_isNotBelieved(host: String) throws {
        let certificate = try Certificate(for: "DNS:elsewhere.example,IP:127.0.0.2")
        let server = try certificate.server()
        let endpoint = try QWPEndpoint(host: host, port: server.port, isSecure: true, caFile: certificate.file)
        let error = #expect(throws: QWPError.self) { try QWPSender.connect(to: endpoint, settings: settings) }
        #expect(error?.code == .unreachable)
        #expect(server.requests.isEmpty)
    }

    @Test func authorities_thatCannotBeRead_areAnErrorOfSettings() throws {
        let endpoint = try QWPEndpoint(host: "127.0.0.1", port: 1, isSecure: true, caFile: "/nowhere/ca.pem")
        let error = #expect(throws: QWPError.self) { try QWPSender.connect(to: endpoint, settings: settings) }
        #expect(error?.code == .settings)
        #expect(error?.message.contains("/nowhere/ca.pem") == true)
    }
}
