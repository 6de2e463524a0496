import NIOCore

/// WebSocket frames as a client writes them, whole and masked.
///
/// The rows of a message are masked when they are made, off the event loop; NIO's encoder would copy and mask
/// them there.
enum WebSocketBytes {
    /// What a frame carries.
    enum Kind: UInt8 {
        case binary = 0x2
        case close = 0x8
        case ping = 0x9
        case pong = 0xA
    }

    /// A whole frame.
    static func frame(_ kind: Kind, _ payload: [UInt8], key: MaskingKey = .random()) -> ByteBuffer {
        head(kind, payload, rest: 0, key: key)
    }

    /// The head of a frame and the first bytes of its payload; `rest` more bytes follow, masked with
    /// `key.shifted(by: payload.count)`.
    static func head(_ kind: Kind, _ payload: [UInt8], rest: Int, key: MaskingKey) -> ByteBuffer {
        let length = payload.count + rest
        var buffer = ByteBuffer()
        buffer.reserveCapacity(14 + payload.count)
        buffer.writeInteger(0x80 | kind.rawValue)
        switch length {
        case ..<126: buffer.writeInteger(0x80 | UInt8(length))
        case ..<65_536: buffer.writeMultipleIntegers(0x80 | 126 as UInt8, UInt16(length))
        default: buffer.writeMultipleIntegers(0x80 | 127 as UInt8, UInt64(length))
        }
        buffer.writeBytes(key.bytes)
        var masked = payload
        key.apply(to: &masked)
        buffer.writeBytes(masked)
        return buffer
    }
}
