import Glibc

/// A folder of recordings, one a session: `0001-kraken-rest-candles-BTC-USD-60`. Several processes may add to it.
public struct RecordingFolder: Hashable, Sendable {
    /// The folder.
    public let path: String

    /// A folder, made with mode 0700 when it is not there.
    ///
    /// - Throws: when it cannot be made, or holds something else than recordings.
    public init(_ path: String) throws(RecordingError) {
        self.path = path
        do throws(DiskFailure) {
            try PrivateFiles.makeFolder(path)
            for name in try PrivateFiles.names(in: path) where Self.number(of: name) == nil {
                throw DiskFailure(
                    "already holds '\(name)'; expected a new folder, or one of recordings like 0001-kraken-rest-trades")
            }
        } catch {
            throw RecordingError(path, error)
        }
    }

    /// Begins the recording of a session in a folder of its own behind those that are there.
    public func begin(
        _ query: RecordedQuery, redacting secrets: [[UInt8]] = []
    ) throws(RecordingError) -> RecordingWriter {
        try RecordingWriter(folder: try makeCase(named: query.folderName), query: query, redacting: secrets)
    }

    private func makeCase(named name: String) throws(RecordingError) -> String {
        do throws(DiskFailure) {
            let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard descriptor >= 0 else { throw DiskFailure("cannot be opened", number: errno) }
            // Closing gives the lock back.
            defer { close(descriptor) }
            // Two processes must not take one number.
            while flock(descriptor, LOCK_EX) != 0 {
                if errno != EINTR { throw DiskFailure("cannot be locked", number: errno) }
            }
            let last = try PrivateFiles.names(in: path).compactMap(Self.number).max() ?? 0
            let folder = "\(path)/\(ExchangeFile.stem(last + 1))-\(name)"
            guard try PrivateFiles.makeNewFolder(folder) else {
                throw DiskFailure("'\(folder)' came to be meanwhile; expected recordings alone to be put here")
            }
            return folder
        } catch {
            throw RecordingError(path, error)
        }
    }

    /// `12` for `0012-…`.
    private static func number(of name: String) -> Int? {
        guard let dash = name.firstIndex(of: "-") else { return nil }
        let digits = name[..<dash]
        guard digits.utf8.count >= 4, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(digits)
    }
}
