import CAdapterABI

/// Nanoseconds in common lengths of time; every time and length of the ABI is in nanoseconds.
public enum Nanoseconds {
    /// In a second.
    public static let second: Int64 = 1_000_000_000
    /// In a minute.
    public static let minute: Int64 = 60 * second
    /// In an hour.
    public static let hour: Int64 = 60 * minute
    /// In a day.
    public static let day: Int64 = 24 * hour
}

/// What data an adapter gives, or a session is to give. The codes are the ABI's `CW_KIND_…`.
public enum Kind: Int32, CaseIterable, Sendable {
    /// Open, high, low, close and volume of intervals.
    case candles = 1
    /// Single trades.
    case trades = 2
    /// What can be traded there.
    case instruments = 4
}

/// By what way the host fetches for an adapter. The codes are the ABI's `CW_REQUEST_…`.
public enum Transport: Int32, CaseIterable, Sendable {
    /// A file that the user has.
    case file = 1
    /// An HTTP request.
    case http = 2
    /// A stream of messages.
    case stream = 4
}

/// Which end of its interval a source's candle time is. Columns carry the open time either way.
public enum CandleStamp: Int32, Sendable {
    /// The time at which the interval begins.
    case open = 0
    /// The time at which it ends.
    case close = 1
}

/// What an adapter is. Its `adapter.toml` says the same, so that a host can list it without running it;
/// where the two differ, the host refuses the library.
public struct Descriptor: Sendable {
    /// Lower-case letters, digits, `-`: the source's name in the store.
    public var id: String
    /// For people.
    public var name: String
    /// Of the adapter, semantic.
    public var version: String
    /// SPDX.
    public var licence: String
    /// What it gives.
    public var kinds: [Kind]
    /// What it asks for.
    public var transports: [Transport]
    /// How the source stamps its candles.
    public var stamp = CandleStamp.open
    /// Candle lengths in nanoseconds, ascending.
    public var intervals: [Int64] = []
    /// Host names that its requests may go to.
    public var hosts: [String] = []
    /// Names of credentials, never values.
    public var credentials: [String] = []
    /// Most rows in one reply; 0: no limit, here and below.
    public var rowsPerReply: Int64 = 0
    /// Only the newest so many candles can be had.
    public var reachRows: Int64 = 0
    /// Only this far back, in nanoseconds.
    public var reachTime: Int64 = 0
    /// What the source allows.
    public var requestsPerMinute: Int64 = 0
    /// Nanoseconds after midnight of `dayZone` at which a day candle opens.
    public var dayAnchor: Int64 = 0
    /// IANA name.
    public var dayZone = "UTC"

    /// A descriptor; what is not named here is a property to set.
    public init(
        id: String, name: String, version: String, licence: String, kinds: [Kind], transports: [Transport],
        intervals: [Int64] = []
    ) {
        self.id = id
        self.name = name
        self.version = version
        self.licence = licence
        self.kinds = kinds
        self.transports = transports
        self.intervals = intervals
    }
}

extension Descriptor {
    /// The C form. Its memory is given away for ever, as the ABI asks: made once in a process.
    func makeImmortal() -> UnsafePointer<cw_descriptor> {
        // Every allocation below is initialized in full before it is read, and never freed.
        let descriptor = UnsafeMutablePointer<cw_descriptor>.allocate(capacity: 1)
        unsafe descriptor.initialize(to: cw_descriptor())
        unsafe descriptor.pointee.size = UInt32.size(of: cw_descriptor.self)
        unsafe descriptor.pointee.kinds = kinds.reduce(0) { $0 | UInt32($1.rawValue) }
        unsafe descriptor.pointee.transports = transports.reduce(0) { $0 | UInt32($1.rawValue) }
        unsafe descriptor.pointee.stamp = stamp.rawValue
        unsafe descriptor.pointee.id = immortal(id)
        unsafe descriptor.pointee.name = immortal(name)
        unsafe descriptor.pointee.version = immortal(version)
        unsafe descriptor.pointee.licence = immortal(licence)
        unsafe descriptor.pointee.intervals = immortal(intervals)
        unsafe descriptor.pointee.interval_count = UInt64(intervals.count)
        unsafe descriptor.pointee.hosts = immortal(hosts.map { unsafe Optional(immortal($0)) })
        unsafe descriptor.pointee.host_count = UInt64(hosts.count)
        unsafe descriptor.pointee.credentials = immortal(credentials.map { unsafe Optional(immortal($0)) })
        unsafe descriptor.pointee.credential_count = UInt64(credentials.count)
        unsafe descriptor.pointee.rows_per_reply = rowsPerReply
        unsafe descriptor.pointee.reach_rows = reachRows
        unsafe descriptor.pointee.reach_time = reachTime
        unsafe descriptor.pointee.requests_per_minute = requestsPerMinute
        unsafe descriptor.pointee.day_anchor = dayAnchor
        unsafe descriptor.pointee.day_zone = immortal(dayZone)
        return unsafe UnsafePointer(descriptor)
    }
}

/// A NUL-terminated copy that is never freed.
private func immortal(_ text: String) -> UnsafePointer<CChar> {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count + 1, alignment: 1)
    // The NUL has its room.
    unsafe copyText(text, into: copy)
    return unsafe UnsafePointer(copy.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: CChar.self))
}

/// A copy that is never freed, nil for none.
private func immortal<Element>(_ values: [Element]) -> UnsafePointer<Element>? {
    guard !values.isEmpty else { return nil }
    let copy = UnsafeMutableBufferPointer<Element>.allocate(capacity: values.count)
    // As long as the values.
    _ = unsafe copy.initialize(fromContentsOf: values)
    return unsafe UnsafePointer(copy.baseAddress)
}
