import Glibc
import ServiceLifecycle

/// What systemd is told of this process, where it has started it: a datagram to the socket that `NOTIFY_SOCKET` names.
struct ServiceNotice: Sendable {
    private let address: String
    /// How often systemd wants to hear of us; nil where it does not.
    let interval: Duration?

    /// Nil where nobody wants to be told.
    init?() {
        guard let address = Environment["NOTIFY_SOCKET"], let first = address.utf8.first,
            // A path, or a name that begins with a NUL in place of the at sign.
            first == UInt8(ascii: "/") || first == UInt8(ascii: "@"), address.utf8.count < 108
        else { return nil }
        self.address = address
        let isForUs = Environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
        let microseconds = Environment["WATCHDOG_USEC"].flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil }
        // Half of what is allowed, as systemd advises.
        interval = isForUs ? microseconds.map { .microseconds($0 / 2) } : nil
    }

    /// Tells it: `READY=1`. What does not arrive cannot be helped: systemd sees that it did not.
    func send(_ text: String) {
        let number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { return }
        defer { close(number) }
        var place = sockaddr_un()
        place.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(address.utf8)
        if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
        // The initialiser has checked that the address fits; the struct is ours.
        unsafe withUnsafeMutableBytes(of: &place.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let message = Array(text.utf8)
        // A struct and an array of ours with their lengths.
        _ = unsafe withUnsafePointer(to: &place) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe sendto(number, message, message.count, Int32(MSG_NOSIGNAL), address, length)
            }
        }
    }
}

/// Says again and again that the hub lives, as often as systemd wants to hear it.
struct WatchdogService: Service {
    let notice: ServiceNotice
    let interval: Duration

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                notice.send("WATCHDOG=1")
                // Cancelled, the loop ends.
                try? await Task.sleep(for: interval)
            }
        }
    }
}
