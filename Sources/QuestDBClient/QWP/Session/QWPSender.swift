/// Sends rows to QuestDB by QWP: any number of messages on their way at once, each sent again on a new connection
/// until the server says that it is durable.
///
/// A message that was sent again may be there twice unless the table is deduplicated (`DEDUP UPSERT KEYS`). Messages
/// become durable in the order of their sequence numbers.
///
/// All calls may be made from any thread, and block it.
public final class QWPSender: Sendable {
    private let encoder: QWPEncoder
    private let session: Session
    private let settings: QWPSettings

    private init(_ encoder: QWPEncoder, _ session: Session, _ settings: QWPSettings) {
        (self.encoder, self.session, self.settings) = (encoder, session, settings)
    }

    deinit { session.abandon() }

    /// Connects to a server, trying for as long as the settings have patience.
    ///
    /// Throws `.unauthorized` (401, 403) and `.notOffered` (any other answer that is no upgrade to QWP: use ILP there) at
    /// once, `.unreachable` when patience ends, `.settings` for a certificate file that cannot be read.
    public static func connect(
        to endpoint: QWPEndpoint, settings: QWPSettings = QWPSettings()
    ) throws(QWPError) -> QWPSender {
        let encoder = QWPEncoder(timestamps: settings.timestamps)
        let session = Session(try Connector(endpoint, settings), settings, dictionary: encoder.dictionary)
        session.start()
        do throws(QWPError) {
            try session.window.wait { (window: inout SendWindow) throws(QWPError) -> Void? in
                if let failure = window.failure { throw failure }
                return window.wasEverOpen ? () : nil
            }
        } catch {
            session.close(.closed)
            throw error
        }
        return QWPSender(encoder, session, settings)
    }

    /// Sends rows as one or, where the server takes no more at once, several messages, and gives the sequence number
    /// of the last of them as soon as it has room in the window. The first message of a sender has number 1.
    ///
    /// - Parameters:
    ///   - rows: any number; none gives the number of the last message so far.
    ///   - fill: writes every column of the table, in order, for a range of the rows. It may be asked for the
    ///     same rows twice, when they do not fit in a message.
    /// - Throws: what `fill` throws; `.rejected` with the first message that the server refused, `.unreachable`,
    ///   `.unauthorized`: these are thrown by every call until `discardUnacknowledged()`. What was taken before
    ///   the error, also of these rows, still waits.
    @discardableResult
    public func send(
        _ table: QWPTable, rows: Int, _ fill: (inout QWPBlock, Range<Int>) throws(QWPError) -> Void
    ) throws(QWPError) -> UInt64 {
        var last = session.window.read { $0.last }
        try encode(table, rows, fill) { (message) throws(QWPError) in last = try session.take(&message) }
        return last
    }

    /// Encodes rows as `send` does, and sends nothing: for rows that are sent later, or more than once.
    ///
    /// Throws what `fill` throws, and `.rowTooLarge`.
    public func encode(
        _ table: QWPTable, rows: Int, _ fill: (inout QWPBlock, Range<Int>) throws(QWPError) -> Void
    ) throws(QWPError) -> [QWPMessage] {
        var messages: [QWPMessage] = []
        try encode(table, rows, fill) { messages.append($0) }
        return messages
    }

    /// Sends a message that this sender encoded, and gives its sequence number as soon as it has room in the window.
    ///
    /// A message that is kept is copied. One of another sender traps: the numbers of its symbols mean others here.
    /// Throws as the other `send`.
    @discardableResult
    public func send(_ message: consuming QWPMessage) throws(QWPError) -> UInt64 {
        precondition(message.dictionary === encoder.dictionary, "a message is sent by the sender that encoded it")
        return try session.take(&message)
    }

    /// Encodes rows part by part.
    private func encode(
        _ table: QWPTable, _ rows: Int, _ fill: (inout QWPBlock, Range<Int>) throws(QWPError) -> Void,
        _ done: (inout QWPMessage) throws(QWPError) -> Void
    ) throws(QWPError) {
        var start = 0
        var most = Int.max
        while start < rows {
            var (limit, memory) = try session.window.update { (window) throws(QWPError) in
                if let failure = window.failure { throw failure }
                return (window.limit ?? 0, window.memory())
            }
            // Room for the header, and for a few new symbols: many go in messages of their own.
            let room = max(limit - 1_024, limit / 2)
            most = min(most, Self.rows(of: table, in: room))
            // Parts of equal size: small messages are encoded faster.
            let parts = (rows - start + most - 1) / most
            let range = start..<start + (rows - start + parts - 1) / parts
            var message = try encoder.encode(table, rows: range.count, into: &memory) { block throws(QWPError) in
                try fill(&block, range)
            }
            if message.byteCount > room {
                if range.count == 1 { throw .rowTooLarge(table.name, message.byteCount, room) }
                most = max(1, min(range.count - 1, range.count * room / message.byteCount))
                continue
            }
            try done(&message)
            start = range.upperBound
        }
    }

    /// The last message that is durable, all before it too; 0 when none is.
    public var acknowledged: UInt64 { session.window.read { $0.acknowledged } }

    /// Waits until a message and all before it are durable.
    /// Throws `.rejected`, `.unreachable`, `.unauthorized`, `.closed`, and `.discarded` when it was given up.
    public func wait(for sequence: UInt64) throws(QWPError) {
        try session.window.wait { (window: inout SendWindow) throws(QWPError) -> Void? in
            if window.acknowledged >= sequence { return () }
            if let failure = window.failure { throw failure }
            guard let first = window.waiting.first?.sequence, first <= sequence, sequence <= window.last else {
                throw .discarded(sequence)
            }
            return nil
        }
    }

    /// Gives up all messages that are not acknowledged, and with them the error for which calls fail: the next message
    /// connects anew. Gives the last message that is known to be durable; later ones may be, too.
    @discardableResult
    public func discardUnacknowledged() -> UInt64 {
        session.change { window in window.failure?.code == .closed ? [] : window.discard() }
        return acknowledged
    }

    /// Closes the connection in order, within `closeTimeout`. Waits for no acknowledgement: `wait(for:)` does. Further
    /// calls throw `.closed`.
    public func close() { session.close(.closed) }

    /// Rows that are sure to fit unless symbols take more than a byte each, at least one.
    private static func rows(of table: QWPTable, in bytes: Int) -> Int {
        let head = table.encodedName.count + table.encodedSchema.count + 4 + 3 * table.columns.count
        // A bit a column for NULLs.
        return min(1_000_000, max(1, (bytes - head) * 8 / (8 * table.rowWidth + table.columns.count)))
    }
}

extension QWPError {
    static var closed: QWPError { QWPError(.closed, "this sender was closed: open another one") }

    static func rowTooLarge(_ table: String, _ bytes: Int, _ room: Int) -> QWPError {
        QWPError(
            .rowTooLarge,
            "a row of \(table) takes \(bytes) bytes, and the server takes \(room) at once: raise http.recv.buffer.size there",
            table: table)
    }

    static func discarded(_ sequence: UInt64) -> QWPError {
        QWPError(.discarded, "message \(sequence) was given up or never sent: send its rows again", sequence: sequence)
    }
}
