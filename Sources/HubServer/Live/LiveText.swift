import Foundation
import Live
import NIOCore

/// What an event stream says beside events.
enum LiveText {
    /// A comment, which readers pass over.
    static let heartbeat = ByteBuffer(string: ":\n\n")

    /// The last event: why it ends. It has no number, so that who comes back names the last that has one.
    static func bye(_ end: LiveEnd) -> ByteBuffer {
        ByteBuffer(string: "event: bye\ndata: {\"reason\":\"\(end.sentence)\"}\n\n")
    }

    /// What cannot be given any more to somebody who comes back.
    static func lost(_ lost: LiveLost) -> ByteBuffer {
        ByteBuffer(
            string:
                "event: lost\ndata: {\"from\":\(lost.from),\"to\":\(lost.to),\"reason\":\"\(lost.reason.rawValue)\"}\n\n"
        )
    }
}
