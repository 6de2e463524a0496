import PrivateCluster
import Foundation
import MarketData
import Storage
import StoragePostgreSQL
import StorageTesting
import Testing

@Suite(.withServer) struct TLSTests {
    @Test func open_verifiedServer_isLetInAndAnotherIsNot() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["server", "other"] {
            try openssl(
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
                "-keyout", folder.path + "/\(name).key", "-out", folder.path + "/\(name).crt")
        }
        let cluster = try OwnCluster()
        try cluster.useTLS(
            certificate: Data(contentsOf: folder.appending(path: "server.crt")),
            key: Data(contentsOf: folder.appending(path: "server.key")))
        func open(_ authority: String, _ mode: String) throws -> PostgreSQLStore {
            let address = "\(cluster.address)?sslmode=\(mode)&sslrootcert=\(folder.path)/\(authority).crt"
            let database = try PostgreSQLDatabase(TestServer.location(address), mode: .create)
            try database.migrate()
            return PostgreSQLStore(database)
        }
        for mode in ["verify-ca", "verify-full"] {
            let store = try open("server", mode)
            #expect(try store.lines("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") == ["true"])
            let error = #expect(throws: StorageError.self) { _ = try open("other", mode) }
            #expect(error?.code == .denied)
            #expect(error?.message.contains("certificate") == true)
        }
    }

    private func openssl(_ words: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = words
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }
}
