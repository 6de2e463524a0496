import ArgumentParser
import CLibZip
import Glibc

/// Writes a ZIP archive.
struct SampleArchive {
    let path: String

    func write(_ members: [SampleSet.File]) throws {
        var code: Int32 = 0
        guard let archive = unsafe zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code) else {
            throw ValidationError("\(path): cannot be written")
        }
        for member in members {
            // Allocated by malloc, freed by libzip when it has written it (the last argument).
            let length = member.bytes.count
            guard let copy = unsafe malloc(length) else { throw ValidationError("\(path): out of memory") }
            unsafe member.bytes.withUnsafeBytes { bytes in
                unsafe UnsafeMutableRawBufferPointer(start: copy, count: length).copyMemory(from: bytes)
            }
            let source = unsafe zip_source_buffer(archive, copy, UInt64(length), 1)
            let index = unsafe zip_file_add(archive, member.name, source, ZIP_FL_OVERWRITE | ZIP_FL_ENC_UTF_8)
            // One date for all, so that the archive is the same every time: 2024-01-29.
            unsafe zip_file_set_mtime(archive, UInt64(bitPattern: index), 1_706_486_400, 0)
        }
        guard unsafe zip_close(archive) == 0 else {
            unsafe zip_discard(archive)
            throw ValidationError("\(path): cannot be written")
        }
    }
}
