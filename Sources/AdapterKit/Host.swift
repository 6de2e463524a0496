import CAdapterABI

/// What a session may ask of its host. Valid while the session lives and only inside its own calls: keep it in
/// the session, nowhere else.
@safe public struct Host {
    /// How much a line for the log matters. The codes are the ABI's `CW_LOG_…`.
    public enum Level: Int32, Sendable {
        /// For who looks into the adapter.
        case debug = 1
        /// Worth knowing.
        case info = 2
        /// Something to look at.
        case warning = 3
        /// Something failed.
        case error = 4
    }

    // The ABI keeps it valid from `begin` to `end`.
    private let host: UnsafePointer<cw_host>

    package init(_ host: UnsafePointer<cw_host>) throws(AdapterFailure) {
        guard unsafe host.pointee.size >= UInt32.size(of: cw_host.self) else { throw .smallStruct("cw_host") }
        unsafe self.host = unsafe host
    }

    /// The number of a string, for the columns: the same for the same text during a session. 0 for the empty
    /// text, and when the host's table is full. A call through a table and a hash: keep what comes often.
    public func intern(_ text: String) -> UInt32 {
        var text = text
        return text.withUTF8 { utf8 in unsafe intern(utf8) }
    }

    /// The same for a text that lies in the input: no string is made of it.
    public func intern(_ text: Span<UInt8>) -> UInt32 {
        unsafe text.withUnsafeBufferPointer { utf8 in unsafe intern(utf8) }
    }

    private func intern(_ utf8: UnsafeBufferPointer<UInt8>) -> UInt32 {
        guard let intern = unsafe host.pointee.intern else { return 0 }
        // The host copies the bytes during the call.
        return unsafe utf8.withMemoryRebound(to: CChar.self) {
            unsafe intern(host.pointee.context, $0.baseAddress, UInt64($0.count))
        }
    }

    /// A line for the host's log.
    public func log(_ level: Level, _ message: String) {
        guard let log = unsafe host.pointee.log else { return }
        var message = message
        // The host copies the bytes during the call.
        message.withUTF8 { utf8 in
            unsafe utf8.withMemoryRebound(to: CChar.self) {
                unsafe log(host.pointee.context, level.rawValue, $0.baseAddress, UInt64($0.count))
            }
        }
    }
}
