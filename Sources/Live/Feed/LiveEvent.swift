public import NIOCore
import Synchronization

/// Something that happened, encoded once; all who read it share the bytes.
public final class LiveEvent: Sendable {
    /// Grows by one from event to event in the life of a hub, and from life to life.
    public let number: Int64
    /// What it tells of.
    public let kind: LiveKind
    /// The history that it is about, nil for none.
    public let subject: LiveSubject?
    /// As a server-sent event: name, number, data, and the empty line.
    public let text: ByteBuffer
    /// Where the JSON begins in `text`, and its length.
    private let json: (start: Int, length: Int)
    // Made when somebody first wants it: most hubs have readers of one sort only.
    private let madeMessage = Mutex<ByteBuffer?>(nil)

    init(number: Int64, kind: LiveKind, subject: LiveSubject?, json: some Collection<UInt8>) {
        (self.number, self.kind, self.subject) = (number, kind, subject)
        let head = "event: \(kind.rawValue)\nid: \(number)\ndata: "
        var text = ByteBufferAllocator().buffer(capacity: head.utf8.count + json.count + 2)
        text.writeString(head)
        let start = text.writerIndex
        text.writeBytes(json)
        self.json = (start, text.writerIndex - start)
        text.writeString("\n\n")
        self.text = text
    }

    /// As a message of the WebSocket: `{"op":"event","number":17,"kind":"job","data":{…}}`.
    public var message: ByteBuffer {
        madeMessage.withLock { made in
            if let made { return made }
            let head = #"{"op":"event","number":\#(number),"kind":"\#(kind.rawValue)","data":"#
            var message = ByteBufferAllocator().buffer(capacity: head.utf8.count + json.length + 1)
            message.writeString(head)
            message.writeImmutableBuffer(data)
            message.writeString("}")
            made = message
            return message
        }
    }

    /// One JSON object.
    public var data: ByteBuffer {
        // The bytes were written there when the event was made.
        text.getSlice(at: json.start, length: json.length) ?? ByteBuffer()
    }

    /// What it weighs in the ring.
    var weight: Int { text.readableBytes }
}
