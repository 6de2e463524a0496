import NIOCore

/// The messages that a sender has taken and the server has not acknowledged, and what to do next: a state machine
/// that neither sends nor waits. Times are since any fixed moment.
struct SendWindow {
    /// A message that waits.
    struct Waiting {
        let sequence: UInt64
        var message: QWPMessage
        /// What the rows are masked with.
        var key: MaskingKey
        /// Whether a frame with this key was made.
        var isSent = false
    }

    /// What is so while a connection stands.
    struct Open: Hashable {
        /// The largest message that the server takes, bytes.
        let limit: Int
        /// Messages of the window that were given to it.
        var sent = 0
        /// Symbols that it knows.
        var symbols = 0
        /// Of each frame that it was given and has not answered: the message, or none for symbols alone.
        var frames: CircularBuffer<UInt64?> = []
        /// Its number of the first of them.
        var firstFrame: Int64 = 0
        /// When the server last said something.
        var heard: Duration
        /// Whether it was asked since then whether it is there.
        var isAsked = false
    }

    /// Where the connection stands.
    enum Connection: Hashable {
        /// None, and none is wanted.
        case none
        /// One is being made, or will be after a pause.
        case coming
        case open(Open)
    }

    /// What the owner is to do.
    enum Action: Hashable {
        case connect(after: Duration)
        case disconnect
        case ping
    }

    let settings: QWPSettings
    let dictionary: SymbolDictionary
    /// For errors.
    let address: String

    var waiting: CircularBuffer<Waiting> = []
    var connection = Connection.none
    /// Why every call fails, until what waits is discarded.
    var failure: QWPError?
    /// The last message that is durable.
    var acknowledged: UInt64 = 0
    /// The last message that was taken.
    private(set) var last: UInt64 = 0
    private(set) var waitingBytes = 0
    /// Since when no message got through.
    var troubledSince: Duration?
    /// Attempts to connect since a message got through.
    var attempts = 0
    var wasEverOpen = false
    /// The largest message of the last connection.
    var limit: Int?
    /// Symbols that earlier connections knew.
    var symbolsOfBefore = 0
    var suspicion: Suspicion?
    /// Memory of acknowledged messages, to be used again: fresh memory costs a fault a page.
    private var spare: [ByteBuffer] = []

    init(settings: QWPSettings, dictionary: SymbolDictionary, address: String) {
        (self.settings, self.dictionary, self.address) = (settings, dictionary, address)
    }

    /// Whether a message of so many bytes may be taken; one always may when none waits.
    func hasRoom(_ bytes: Int) -> Bool {
        waiting.isEmpty
            || (waiting.count < settings.messagesInFlight && waitingBytes + bytes <= settings.bytesInFlight)
    }

    /// Takes a message, masked with the key.
    mutating func take(_ message: QWPMessage, key: MaskingKey, now: Duration) -> (sequence: UInt64, actions: [Action]) {
        last += 1
        waiting.append(Waiting(sequence: last, message: message, key: key))
        waitingBytes += message.byteCount
        if case .open(var open) = connection, open.frames.isEmpty {
            // Silence is counted from the question on.
            open.heard = now
            connection = .open(open)
        }
        guard connection == .none else { return (last, []) }
        return (last, connect(now: now))
    }

    /// Memory for a message: what an acknowledged one has left, or none yet.
    mutating func memory() -> ByteBuffer { spare.popLast() ?? ByteBuffer() }

    /// What the first `count` waiting messages had is durable, or given up.
    mutating func drop(_ count: Int) {
        for _ in 0..<count {
            let done = waiting.removeFirst()
            waitingBytes -= done.message.byteCount
            if spare.count < min(settings.messagesInFlight, settings.bytesInFlight / max(1, done.message.byteCount)) {
                spare.append(done.message.block)
            }
        }
    }

    /// Gives up what waits and starts afresh; `acknowledged` says what is durable.
    mutating func discard() -> [Action] {
        drop(waiting.count)
        failure = nil
        troubledSince = nil
        suspicion = nil
        attempts = 0
        let actions: [Action] = connection == .none ? [] : [.disconnect]
        forgetConnection()
        return actions
    }

    /// The connection is gone; its symbols are the first thing that the next one hears.
    mutating func forgetConnection() {
        if case .open(let open) = connection { symbolsOfBefore = max(symbolsOfBefore, open.symbols) }
        connection = .none
    }
}

/// A message that the server refused although sending it again could help.
struct Suspicion: Hashable {
    let sequence: UInt64
    let since: Duration
    var times: Int
}
