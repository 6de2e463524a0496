import NIOCore
import NIOWebSocket

/// The frame that ends a WebSocket: a code and a reason.
enum CloseFrame {
    static func bytes(_ fault: StreamFault) -> ByteBuffer {
        var bytes = ByteBuffer()
        if case .unknown(1005) = fault.code { return bytes }
        bytes.write(webSocketErrorCode: fault.code)
        bytes.writeString(String(fault.reason.prefix(120)))
        return bytes
    }

    /// What a client's close is answered: the same code, or that it is none.
    static func answer(to bytes: ByteBuffer) -> StreamFault {
        var bytes = bytes
        // Without a code: 1005 says so and is never sent.
        if bytes.readableBytes == 0 { return StreamFault(.unknown(1005), "") }
        guard let code = bytes.readInteger(as: UInt16.self), isSendable(code) else {
            return StreamFault(.protocolError, "this code is not one to send")
        }
        guard String(validating: bytes.readableBytesView, as: UTF8.self) != nil else {
            return StreamFault(.dataInconsistentWithMessage, "text is UTF-8")
        }
        return StreamFault(WebSocketErrorCode(codeNumber: Int(code)), "")
    }

    private static func isSendable(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}
