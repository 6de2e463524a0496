import Foundation
import Glibc

/// The name of a process that no other has, and that tells on the same machine whether it still lives.
package struct ProcessName: Hashable, Sendable {
    /// `HOST/BOOT/PID/START`.
    package let text: String

    /// A name that the ledger has.
    package init(_ text: String) { self.text = text }

    /// This process's.
    package static let own = ProcessName(of: getpid()) ?? ProcessName("\(host)/\(boot)/\(getpid())/0")

    /// That of a process of this machine; nil when there is none of that number.
    package init?(of pid: Int32) {
        guard let start = Self.start(of: pid) else { return nil }
        self.init("\(Self.host)/\(Self.boot)/\(pid)/\(start)")
    }

    /// The number that the process has on this machine; nil where it is of another one.
    package var pid: Int32? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == Self.host && parts[1] == Self.boot ? Int32(parts[2]) : nil
    }

    /// Whether the process has ended for certain: it ran on this machine, and does not any more. Of others nobody knows;
    /// their leases tell.
    package var isDead: Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, parts[0] == Self.host, let pid = Int32(parts[2]) else { return false }
        return parts[1] != Self.boot || Self.start(of: pid) != parts[3]
    }

    private static let host: String = {
        let name = line("/etc/machine-id") ?? line("/proc/sys/kernel/hostname") ?? "unknown"
        return name.replacingOccurrences(of: "/", with: "-")
    }()

    /// A number of its own for every start of the machine.
    private static let boot = line("/proc/sys/kernel/random/boot_id") ?? "unknown"

    /// When a process started, in ticks since the boot; nil when there is none of that number.
    private static func start(of pid: Int32) -> String? {
        // Behind the last parenthesis: the name in front of it can be anything.
        guard let stat = line("/proc/\(pid)/stat"), let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[end...].split(separator: " ")
        // A process that was killed and not yet waited for lives no more.
        guard fields.count > 20, fields[1] != "Z", fields[1] != "X" else { return nil }
        return String(fields[20])
    }

    private static func line(_ path: String) -> String? {
        guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? nil : text
    }
}
