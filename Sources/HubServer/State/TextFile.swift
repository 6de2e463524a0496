import Foundation
import Glibc
import HTTPTypes
import Synchronization

/// Text that is made faster than it is read: in a file without a name, which is gone with whoever holds it.
final class TextFile: Sendable {
    private struct State {
        var pending: [UInt8] = []
        var isAtEnd = false
    }

    private static let pieceLength = 1 << 18

    private let descriptor: Int32
    private let state = Mutex(State())

    /// - Throws: a `Problem` where there is no room for temporary files.
    init() throws {
        let name = FileManager.default.temporaryDirectory.appending(path: "candlewick-\(UUID().uuidString)").path
        // The path's bytes live for the calls. Nobody guesses the name, and a link in its place is refused.
        descriptor = unsafe open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.problem("made", errno) }
        // Its name goes at once: the file lives as long as the descriptor. One that stays is cleaned up with its folder.
        _ = unsafe unlink(name)
    }

    deinit { close(descriptor) }

    /// Adds text.
    func write(_ text: String) throws {
        try state.withLock { state in
            state.pending.append(contentsOf: text.utf8)
            if state.pending.count >= Self.pieceLength { try flush(&state) }
        }
    }

    /// From now on it is read, from its beginning.
    func rewind() throws {
        try state.withLock { try flush(&$0) }
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw Self.problem("read", errno) }
    }

    /// The next piece, nil at the end.
    func next() throws -> [UInt8]? {
        try state.withLock { state in
            if state.isAtEnd { return nil }
            var bytes = [UInt8](repeating: 0, count: Self.pieceLength)
            // At most the bytes given are written.
            let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw Self.problem("read", errno) }
            if count == 0 {
                state.isAtEnd = true
                return nil
            }
            bytes.removeLast(bytes.count - count)
            return bytes
        }
    }

    private func flush(_ state: inout State) throws {
        var written = 0
        while written < state.pending.count {
            // The array's own bytes, for the duration of the call.
            let count = unsafe state.pending.withUnsafeBytes { bytes in
                unsafe Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.problem("written", errno) }
            written += count
        }
        state.pending.removeAll(keepingCapacity: true)
    }

    private static func problem(_ verb: String, _ code: Int32) -> Problem {
        // strerror's text is copied before anything else can run on this thread.
        let why = unsafe String(cString: strerror(code))
        return Problem(
            .init(code: 507, reasonPhrase: "Insufficient Storage"), "No room",
            "a temporary file cannot be \(verb) (\(why)); look for room on the disk of temporary files")
    }
}
