/// What the caller is told.
extension SendWindow {
    func rejection(_ sequence: UInt64, _ status: QWPStatus?, _ text: String) -> QWPError {
        let table = waiting.first { $0.sequence == sequence }?.message.table
        let advice =
            switch status {
            case .some(.schemaMismatch): "compare the table's columns with what is sent"
            case .some(.securityError): "grant the user the right to write there"
            case .some(.parseError): "this is a mistake of this program or the server: please report it"
            case .some(.writeError): "look whether the table is suspended or the disk is full"
            default: "look into the server's log"
            }
        return QWPError(
            .rejected,
            "\(address) refused rows for \(table ?? "a table")\(status.map { " (\($0))" } ?? ""): \(text); \(advice)",
            table: table, status: status, sequence: sequence, canRetry: !(status?.isFinal ?? false))
    }

    /// The error that no further attempt can help against.
    func finalError(_ loss: Loss) -> QWPError? {
        guard case .upgrade(let status, let text) = loss else { return nil }
        if status == 401 || status == 403 {
            return QWPError(
                .unauthorized,
                status == 401
                    ? "\(address) does not know the user or token (401): check the credentials"
                    : "\(address) does not let this user write (403): ask for the right",
                httpStatus: status)
        }
        // A server that spoke QWP before is being replaced: it will again. A replica and a busy server say to wait.
        if wasEverOpen || status == 421 || status == 429 || (500...599).contains(status) && status != 501 { return nil }
        return QWPError(
            .notOffered, "\(address) does not offer QWP (\(text)): use ILP over HTTP there", httpStatus: status)
    }

    func unreachable(_ loss: Loss) -> QWPError {
        let why =
            switch loss {
            case .transport(let text): text
            case .upgrade(let status, let text): "HTTP \(status), \(text)"
            case .closed(let code, let text): "it closed the connection, \(code) \(text)"
            }
        return QWPError(
            .unreachable,
            "\(address) took no rows for \(settings.patience) (\(why)): check that the server runs; "
                + "\(waiting.count) messages are not acknowledged",
            canRetry: true)
    }

    func tooLarge(_ waiting: Waiting, limit: Int) -> QWPError {
        QWPError(
            .rowTooLarge,
            "\(address) now takes messages of \(limit) bytes only, and one for \(waiting.message.table) has "
                + "\(waiting.message.byteCount): send it again", table: waiting.message.table,
            sequence: waiting.sequence, canRetry: true)
    }
}
