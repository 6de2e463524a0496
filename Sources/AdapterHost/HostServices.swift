package import CAdapterABI

/// How much a line of an adapter's log matters.
public enum AdapterLogLevel: Int32, Hashable, Sendable, Comparable {
    /// For who looks for an error.
    case debug = 1
    /// For who wants to know.
    case info = 2
    /// Something is not as it should be.
    case warning = 3
    /// Something failed.
    case error = 4

    /// Matters less than.
    public static func < (left: AdapterLogLevel, right: AdapterLogLevel) -> Bool { left.rawValue < right.rawValue }
}

/// What one session's adapter may call: the `cw_host` and what is behind it.
///
/// Used by the session's thread only, like the session that owns it.
@safe package final class HostServices {
    /// The strings of the session.
    package let names = InternTable()
    /// What the adapter did wrong in a call to the host; read after each call on the session.
    package private(set) var brokenPromise: BrokenPromise?

    private let log: @Sendable (AdapterLogLevel, String) -> Void
    private let host: UnsafeMutablePointer<cw_host>

    /// Bytes of one string or one line of the log that are taken.
    private static let longestText: UInt64 = 65_536

    package init(log: @escaping @Sendable (AdapterLogLevel, String) -> Void) {
        self.log = log
        unsafe host = .allocate(capacity: 1)
        unsafe host.initialize(
            to: cw_host(
                size: UInt32(MemoryLayout<cw_host>.size), reserved: 0, context: nil, intern: internString,
                log: logLine, get_extension: noExtension))
        // Unretained: the session owns this, and keeps it until the adapter's `end` has returned.
        unsafe host.pointee.context = Unmanaged.passUnretained(self).toOpaque()
    }

    // A plain C struct, allocated by `init`.
    deinit { unsafe host.deallocate() }

    /// What the adapter is given, valid while this lives.
    @unsafe package var pointer: UnsafePointer<cw_host> { unsafe UnsafePointer(host) }

    fileprivate func intern(_ bytes: UnsafePointer<CChar>?, _ length: UInt64) -> UInt32 {
        guard let text = unsafe text(bytes, length, called: "intern") else { return 0 }
        // Checked by the line above; the ABI says the bytes are there during the call.
        return unsafe names.id(of: text)
    }

    fileprivate func log(_ level: Int32, _ bytes: UnsafePointer<CChar>?, _ length: UInt64) {
        guard let text = unsafe text(bytes, min(length, Self.longestText), called: "log") else { return }
        let known = AdapterLogLevel(
            rawValue: min(max(level, AdapterLogLevel.debug.rawValue), AdapterLogLevel.error.rawValue))
        unsafe log(known ?? .info, String(decoding: text, as: UTF8.self))
    }

    private func text(
        _ bytes: UnsafePointer<CChar>?, _ length: UInt64, called name: String
    ) -> UnsafeRawBufferPointer? {
        if length == 0 { return unsafe UnsafeRawBufferPointer(start: nil, count: 0) }
        guard let bytes = unsafe bytes else {
            brokenPromise = BrokenPromise("it called host.\(name) with \(length) bytes at a null pointer")
            return nil
        }
        guard length <= Self.longestText else {
            brokenPromise = BrokenPromise(
                "it called host.\(name) with a string of \(length) bytes, and may with \(Self.longestText) at most")
            return nil
        }
        return unsafe UnsafeRawBufferPointer(start: bytes, count: Int(length))
    }
}

/// The services behind a context that an adapter hands back.
private func services(_ context: UnsafeMutableRawPointer?) -> HostServices? {
    // Null is the only wrong context that can be seen; any other is the one that `init` made.
    unsafe context.map { unsafe Unmanaged<HostServices>.fromOpaque($0).takeUnretainedValue() }
}

private func internString(_ context: UnsafeMutableRawPointer?, _ bytes: UnsafePointer<CChar>?, _ length: UInt64)
    -> UInt32
{
    unsafe services(context)?.intern(bytes, length) ?? 0
}

private func logLine(
    _ context: UnsafeMutableRawPointer?, _ level: Int32, _ bytes: UnsafePointer<CChar>?, _ length: UInt64
) {
    unsafe services(context)?.log(level, bytes, length)
}

private func noExtension(_ context: UnsafeMutableRawPointer?, _ name: UnsafePointer<CChar>?) -> UnsafeRawPointer? {
    nil
}
