import Foundation
import PrivateCluster
import Storage
import StoragePostgreSQL

extension OwnCluster {
    /// Restarts it with TLS.
    func useTLS(certificate: Data, key: Data) throws {
        try kill()
        let settings = try FileHandle(forWritingTo: URL(filePath: folder + "/data/postgresql.conf"))
        try settings.seekToEnd()
        try settings.write(contentsOf: Data("ssl = on\n".utf8))
        try settings.close()
        let owner = try FileManager.default.attributesOfItem(atPath: folder + "/data")
        for (name, content) in [("server.crt", certificate), ("server.key", key)] {
            let path = folder + "/data/" + name
            try content.write(to: URL(filePath: path))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600, .ownerAccountID: owner[.ownerAccountID] as Any], ofItemAtPath: path)
        }
        try startAgain()
    }

    func database(_ change: (inout PostgreSQLSettings) -> Void = { _ in }) throws -> PostgreSQLDatabase {
        var settings = PostgreSQLSettings(patience: .seconds(120))
        change(&settings)
        let database = try PostgreSQLDatabase(TestServer.location(address), settings: settings, mode: .create)
        try database.migrate()
        return database
    }
}
