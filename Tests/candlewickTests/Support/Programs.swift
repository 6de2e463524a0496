import Foundation
import Glibc

/// The programs under test: `swift build` puts them beside the tests.
enum Programs {
    static let candlewick = folder + "/candlewick"
    static let sample = folder + "/candlewick-sample"

    static let folder: String = {
        do {
            let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            return URL(filePath: tests).deletingLastPathComponent().path
        } catch {
            fatalError("/proc/self/exe cannot be read: \(error)")
        }
    }()

    /// The package's folder, from where this file lies in it.
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// A program of the system, nil when it is not there.
    static func find(_ name: String) -> String? {
        ["/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin", "/sbin"].map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    static let isRoot = geteuid() == 0

    /// Whether this machine gives out terminals; a bare chroot does not.
    static let hasTerminals: Bool = {
        let terminal = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
        guard terminal >= 0 else { return false }
        close(terminal)
        return FileManager.default.fileExists(atPath: "/dev/pts/ptmx")
    }()
}
