import Foundation
import Glibc
import Overview

/// Gaps as CSV, as they come: any number at constant memory. A file has its name when it is whole.
struct GapExport: ~Copyable {
    private var output: TextOutput
    private let file: String?
    private let temporary: String
    private let descriptor: Int32
    private(set) var count = 0

    /// - Parameter path: a file, or `-` for standard output.
    init(_ path: String) throws {
        // In the same folder: a rename does not leave a disk.
        let (isFile, part) = (path != "-", "\(path).\(getpid()).part")
        // The path's bytes live for the call.
        let opened = isFile ? unsafe Glibc.open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644) : STDOUT_FILENO
        guard opened >= 0 else { throw Self.failure(path, errno) }
        var header = TextOutput(descriptor: opened, name: isFile ? path : "standard output")
        header.text(GapRow.columns.joined(separator: ","))
        try header.endLine()
        (file, temporary, descriptor) = (isFile ? path : nil, part, opened)
        output = header
    }

    /// Writes one row.
    mutating func add(_ row: GapRow) throws {
        output.text(row.csv)
        try output.endLine()
        count += 1
    }

    /// Ends the rows, and gives the file its name.
    mutating func end() throws {
        try output.flush()
        guard let file else { return }
        guard fsync(descriptor) == 0, close(descriptor) == 0 else { throw Self.failure(file, errno) }
        // Both paths' bytes live for the call.
        guard unsafe rename(temporary, file) == 0 else { throw Self.failure(file, errno) }
    }

    /// Throws away what was written of a file.
    mutating func abandon() {
        guard file != nil else { return }
        close(descriptor)
        // Left behind it harms nobody, and the first failure is the one to tell.
        _ = unsafe unlink(temporary)
    }

    private static func failure(_ path: String, _ code: Int32) -> Failure {
        // strerror's text is copied before anything else can run on this thread.
        Failure("\(path) cannot be written: \(unsafe String(cString: strerror(code))); name another with --export")
    }
}
