import AdapterHost
import CAdapterABI

extension ConformanceCheck {
    /// What it says against what is not for it.
    static let nameErrors: [ConformanceCheck] = [
        ConformanceCheck(
            "errors-messages",
            "identify refuses names that are none (empty, 64 KiB, no UTF-8) as invalid query, in a sentence that says why"
        ) { subject in
            let adapter = try subject.adapter()
            guard adapter.manifest.descriptor.transports.contains(.file) else { throw CheckSkip("it reads no files") }
            guard let table = adapter.table, let identify = unsafe table.identify else {
                throw CheckSkip("its functions are not in this process")
            }
            for (called, name) in nonsense { try unsafe refuses(name, called, identify) }
            return nil
        }
    ]

    /// Names that no source gives a file.
    private static let nonsense: [(called: String, name: [UInt8])] = [
        ("the empty name", []), ("a slash", Array("/".utf8)), ("a folder's name", Array("some/folder/".utf8)),
        ("NULs", [0, 0, 0, 0]), ("control characters", Array(1...31)),
        ("bytes that are no UTF-8", [0xC3, 0x28, 0xFF, 0xFE]),
        ("format letters", Array("%s%n%s%n%s%n".utf8)),
        ("64 KiB of one letter", Array(repeating: UInt8(ascii: "x"), count: 1 << 16)),
        ("64 KiB of 0xFF", Array(repeating: 0xFF, count: 1 << 16)),
        ("64 KiB of slashes", Array(repeating: UInt8(ascii: "/"), count: 1 << 16)),
    ]

    private static func refuses(_ name: [UInt8], _ called: String, _ identify: EntryTable.Identify) throws {
        var identity = cw_identity()
        identity.size = UInt32(MemoryLayout<cw_identity>.size)
        var error = cw_error()
        error.size = UInt32(MemoryLayout<cw_error>.size)
        // The three arguments are ours and live during the call.
        let status = unsafe name.withUnsafeBytes { bytes in
            let text = unsafe cw_text(
                bytes: bytes.baseAddress?.assumingMemoryBound(to: CChar.self), length: UInt64(bytes.count))
            return unsafe identify(text, &identity, &error)
        }
        func problem(_ what: String) -> CaseProblem { CaseProblem("of \(called) identify \(what)") }
        guard status == CW_ERROR_INVALID_QUERY else {
            throw problem("returns \(status); expected CW_ERROR_INVALID_QUERY (\(CW_ERROR_INVALID_QUERY))")
        }
        guard error.error_class == status else {
            throw problem("sets error_class \(error.error_class); expected the status that it returns, \(status)")
        }
        // The array is part of our own struct.
        let message = unsafe withUnsafeBytes(of: error.message) { unsafe Array($0) }
        guard let end = message.firstIndex(of: 0) else { throw problem("writes a message without a NUL at its end") }
        guard let text = String(validating: message[..<end], as: UTF8.self) else {
            throw problem("writes a message that is not UTF-8")
        }
        guard text.split(separator: " ").count >= 3 else {
            throw problem("says only \"\(text)\"; expected a sentence: what is wrong, how names of this source look")
        }
    }
}
