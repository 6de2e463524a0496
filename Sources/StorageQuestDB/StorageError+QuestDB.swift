import QuestDBClient
public import Storage

extension StorageError.Code {
    /// The server is too old, or does not speak the protocol that the settings ask for. Not `unsupported`, which
    /// a write says of its rows alone.
    public static let notOffered = StorageError.Code(rawValue: "not-offered")
}

extension StorageError {
    /// What a failure of the client means for the hub; a `StorageError` stays what it is.
    init(_ error: any Error, at location: String) {
        switch error {
        case let error as StorageError: self = error
        case let error as QuestDBError: self.init(client: error, at: location)
        default: self.init(.other, at: location, "\(error)", advice: "report this, with the command that led to it")
        }
    }

    private init(client error: QuestDBError, at location: String) {
        let code: Code =
            switch error.code {
            case .unreachable, .interrupted, .timedOut: .unreachable
            // The server is there and not ready, or something before it answers in its place: later it may go.
            case .serverFailure where error.status.map(Self.passing.contains) ?? false: .unreachable
            case .unauthorized, .forbidden, .untrusted: .denied
            case .tooOld: .notOffered
            case .badValue: .unsupported
            case .notFound: .notFound
            default: .other
            }
        // Refused values are named by the client, the server by the location.
        let message = error.code == .badValue ? "\(error.subject): \(error.message)" : error.message
        let advice =
            error.status == 429
            ? "run the command again when fewer others ask, or raise the limit on requests (for reading "
                + "http.export.connection.limit) there" : error.advice
        self.init(code, at: location, message, advice: advice)
    }

    /// Statuses that say nothing about the request.
    private static let passing = RetryPolicy.statuses.union([429, 502])
}

/// Runs what throws errors of the client, and throws what they mean.
func translating<Result>(
    _ location: String, _ body: () throws -> Result
) throws(StorageError) -> Result {
    do { return try body() } catch { throw StorageError(error, at: location) }
}
