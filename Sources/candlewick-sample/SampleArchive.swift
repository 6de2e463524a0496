import ArgumentParser
import CLibZip

/// Writes a ZIP archive.
struct SampleArchive {
    let path: String

    func write(_ members: [SampleSet.File]) throws {
        var code: Int32 = 0
        guard let archive = unsafe zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code) else {
            throw ValidationError("\(path): cannot be written")
        }
        // libzip reads the buffers at zip_close, so they are kept until then.
        let buffers = members.map { member in
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: member.bytes.count, alignment: 1)
            unsafe buffer.copyBytes(from: member.bytes)
            return unsafe buffer
        }
        defer { for buffer in unsafe buffers { unsafe buffer.deallocate() } }
        for (member, buffer) in unsafe zip(members, buffers) {
            let source = unsafe zip_source_buffer(archive, buffer.baseAddress, UInt64(buffer.count), 0)
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
