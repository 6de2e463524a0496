import Storage

extension StorageError {
    /// What a failure of the server means for the hub; a `StorageError` stays what it is.
    init(_ error: any Error, at location: String) {
        switch error {
        case let error as StorageError: self = error
        case let error as ServerFailure: self.init(server: error, at: location)
        default: self.init(.other, at: location, "\(error)", advice: "report this, with the command that led to it")
        }
    }

    private init(server failure: ServerFailure, at location: String) {
        let said = failure.message
        switch failure.state {
        case _ where failure.state.hasPrefix("28"):
            self.init(
                .denied, at: location, "the server does not let us in (\(said))",
                advice: "check user and password (~/.pgpass or PGPASSWORD) and the server's pg_hba.conf")
        case "42501":
            self.init(
                .denied, at: location, "this user may not do that (\(said))",
                advice: "grant the user the rights on the schema, or name another user")
        case ServerFailure.tls:
            self.init(
                .denied, at: location, "no trusted TLS connection (\(said))",
                advice: "check sslmode, sslrootcert and the server's certificate")
        case "3D000":
            self.init(.notFound, at: location, said, advice: "create the database: createdb NAME")
        case "42P01", "3F000":
            self.init(
                .needsMigration, at: location, "a table of the store is missing (\(said))",
                advice: "run candlewick migrate")
        case "53100":
            self.init(
                .full, at: location, "the server's disk is full (\(said)); nothing of the unfinished group was kept",
                advice: "free space on the server and run the command again")
        case "25006":
            self.init(
                .readOnly, at: location, "the server only reads (\(said))",
                advice: "name the primary server, not a standby, or switch its read-only mode off")
        case "57014", "55P03", "40P01", "40001", "53300":
            self.init(
                .busy, at: location, "the server held us up for too long (\(said))",
                advice: "look for long transactions in pg_stat_activity, then run the command again")
        case "XX001", "XX002":
            self.init(
                .corrupt, at: location, "the server found damage (\(said))",
                advice: "look into the server's log, and check the database with pg_amcheck")
        case "22021", "22P05":
            self.init(
                .unsupported, at: location, "the database cannot keep this text (\(said))",
                advice: "use a database with encoding UTF8")
        case "" where failure.isConnectionLost, _ where failure.isConnectionLost, "57P03":
            self.init(
                .unreachable, at: location, "the server does not answer (\(said))",
                advice: "check that it runs and that host and port are right (pg_isready), then run the command again")
        default:
            self.init(
                .other, at: location,
                "PostgreSQL failed\(failure.state.isEmpty ? "" : " with SQLSTATE \(failure.state)") (\(said))",
                advice: "look into the server's log")
        }
    }
}

extension ServerFailure {
    /// Stands for a SQLSTATE where TLS could not be had: libpq gives none.
    static let tls = "TLS"
}
