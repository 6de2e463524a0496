import CLibPQ
import Foundation

extension ServerConnection {
    /// The longest that one attempt takes, unless the address or PGCONNECT_TIMEOUT says otherwise.
    private static let attemptSeconds = 10

    /// Makes a connection, by libpq's steps so that it can be given up and its SQLSTATE is known.
    @unsafe static func connect(
        _ address: ServerAddress, until deadline: ContinuousClock.Instant
    ) throws(ServerFailure) -> OpaquePointer {
        // Of the same word the later one counts, so that the address overrules these. A server that vanished
        // without a word is noticed within a minute.
        var words = [
            ("fallback_application_name", "candlewick"), ("keepalives_idle", "30"), ("keepalives_interval", "10"),
            ("keepalives_count", "3"), ("tcp_user_timeout", "60000"), ("dbname", address.connectionString),
            // The store's texts are UTF-8 whatever the environment says.
            ("client_encoding", "UTF8"),
        ]
        if let seconds = ProcessInfo.processInfo.environment["PGCONNECT_TIMEOUT"] {
            words.insert(("connect_timeout", seconds), at: 0)
        }
        guard let handle = unsafe start(words) else { throw ServerFailure("out of memory", isConnectionLost: true) }
        do throws(ServerFailure) {
            // Without it libpq prints what the server remarks to standard error.
            unsafe PQsetNoticeProcessor(handle, { _, _ in }, nil)
            // Verbose while connecting: that is the only way in which libpq tells why it was refused.
            unsafe PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
            // Somebody of little patience still gets an answer from a server that is only slow.
            let now = ContinuousClock.now
            let attempt = unsafe now + .seconds(timeout(handle))
            unsafe try finish(handle, address, until: min(max(deadline, now + .seconds(5)), attempt))
            unsafe PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
            return unsafe handle
        } catch {
            unsafe PQfinish(handle)
            throw error
        }
    }

    /// Begins to connect with words and values.
    private static func start(_ words: [(String, String)]) -> OpaquePointer? {
        // C strings of our own, freed below; libpq copies them. Both lists end with NULL.
        var keywords = unsafe words.map { unsafe UnsafePointer(strdup($0.0)) } + [nil]
        var values = unsafe words.map { unsafe UnsafePointer(strdup($0.1)) } + [nil]
        defer {
            for index in unsafe keywords.indices {
                unsafe free(UnsafeMutablePointer(mutating: keywords[index]))
                unsafe free(UnsafeMutablePointer(mutating: values[index]))
            }
        }
        return unsafe PQconnectStartParams(&keywords, &values, 1)
    }

    /// Seconds that the attempt may take: `connect_timeout`, where it says more than nothing.
    @unsafe private static func timeout(_ handle: OpaquePointer) -> Int {
        guard let first = unsafe PQconninfo(handle) else { return attemptSeconds }
        defer { unsafe PQconninfoFree(first) }
        var next = unsafe first
        // libpq's list ends with an option without a keyword.
        while let keyword = unsafe next.pointee.keyword {
            if unsafe String(cString: keyword) == "connect_timeout", let value = unsafe next.pointee.val,
                let seconds = Int(unsafe String(cString: value)), seconds > 0
            {
                return max(2, seconds)
            }
            unsafe next += 1
        }
        return attemptSeconds
    }

    @unsafe private static func finish(
        _ handle: OpaquePointer, _ address: ServerAddress, until deadline: ContinuousClock.Instant
    ) throws(ServerFailure) {
        // As libpq's manual has it: until the first poll it waits for the socket to be writable.
        var events = Int16(POLLOUT)
        while unsafe PQstatus(handle) != CONNECTION_BAD {
            let left = ContinuousClock.now.duration(to: deadline).milliseconds
            guard left > 0 else { throw ServerFailure("no answer in time", isConnectionLost: true) }
            var socket = pollfd(fd: unsafe PQsocket(handle), events: events, revents: 0)
            let ready = unsafe poll(&socket, 1, CInt(clamping: left))
            if ready == 0 { throw ServerFailure("no answer in time", isConnectionLost: true) }
            if ready < 0 { continue }
            switch unsafe PQconnectPoll(handle) {
            case PGRES_POLLING_OK: return
            case PGRES_POLLING_READING: events = Int16(POLLIN)
            case PGRES_POLLING_WRITING: events = Int16(POLLOUT)
            default: throw refusal(unsafe String(cString: PQerrorMessage(handle)), address)
            }
        }
        throw refusal(unsafe String(cString: PQerrorMessage(handle)), address)
    }

    /// What libpq's verbose words about an attempt mean: `… FATAL:  28P01: password authentication failed …`, and
    /// then where in the server's source that is.
    static func refusal(_ words: String, _ address: ServerAddress) -> ServerFailure {
        let lines = words.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("LOCATION:") }
        var message = lines.joined(separator: "\n")
        var state = ""
        // Five of digits and capitals, with a digit: FATAL is none.
        if let found = message.firstMatch(of: #/: +((?=[A-Z]*[0-9])[0-9A-Z]{5}): /#) {
            state = String(found.1)
            message.replaceSubrange(found.range, with: ": ")
        } else if message.contains("certificate") || message.contains("SSL") {
            // Where the server answers at all; a connection refused has no word of it.
            state = ServerFailure.tls
        } else if message.contains("no password supplied") {
            state = "28P01"
        }
        let isFinal = !state.isEmpty && state != "53300" && state != "57P03"
        return ServerFailure(state: state, oneLine(address.redacted(message)), isConnectionLost: !isFinal)
    }
}
