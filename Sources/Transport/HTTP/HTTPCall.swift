import MarketData

/// One exchange for the client: checked, with all that it takes.
struct HTTPCall: Sendable {
    /// A header, and the secret that is put behind its value.
    struct Header: Sendable {
        var name: String
        var value: String
        var secret: Secret?
    }

    var address: SourceAddress
    /// `GET`, `HEAD` or `POST`.
    var method = "GET"
    var body: [UInt8] = []
    var headers: [Header] = []
    /// What a 2xx must be; empty: anything.
    var contentType = ""
    var connectTimeout = Duration.seconds(10)
    var idleTimeout = Duration.seconds(30)
    var totalTimeout = Duration.seconds(300)
    /// Bytes, unpacked.
    var largestReply = 256 << 20
}

/// What came back, whatever its status.
struct HTTPAnswer: Sendable {
    var status = 0
    var headers: [SourceHeader] = []
    var body: [UInt8] = []
    /// When its first byte came.
    var receivedAt = Timestamp(nanoseconds: 0)

    /// The first header of that name.
    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// Why no answer came. The text is libcurl's or ours and may hold what a server said.
struct HTTPFailure: Error, Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// No connection, or it broke.
        case broken
        /// No host of that name.
        case unknownHost
        /// The other side's certificate is not one that we trust.
        case untrusted
        /// The file of authorities cannot be read.
        case badCAFile
        case timedOut
        case tooLarge
        /// A 2xx that is something else than what was asked for.
        case wrongContentType(String)
        case cancelled
    }

    var kind: Kind
    var text = ""
}
