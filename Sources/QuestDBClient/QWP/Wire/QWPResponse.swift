/// What a server says about the messages of a connection.
enum QWPResponse: Hashable {
    /// All messages up to this one, counted from 0 on the connection, are in the WAL.
    case accepted(through: Int64)
    /// A message was refused; nothing behind it on this connection is written.
    case refused(Int64, QWPStatus, String)
    /// Something that says nothing about messages that were asked for: an upload to the object store.
    case other

    /// Reads a response; nil when it is malformed.
    init?(_ bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        guard let first = bytes.first else { return nil }
        let status = QWPStatus(rawValue: first)
        if status == .durable {
            self = .other
            return
        }
        guard bytes.count >= 11 else { return nil }
        let sequence = (1...8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[$1]) }
        guard sequence <= Int64.max else { return nil }
        let count = Int(bytes[9]) | Int(bytes[10]) << 8
        if status == .ok {
            // The numbers of the tables' transactions follow: nobody here asks for them.
            self = .accepted(through: Int64(sequence))
        } else {
            guard bytes.count >= 11 + count else { return nil }
            self = .refused(Int64(sequence), status, String(decoding: bytes[11..<11 + count], as: UTF8.self))
        }
    }
}
