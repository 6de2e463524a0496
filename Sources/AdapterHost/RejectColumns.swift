package import CAdapterABI
import MarketData

/// Where an adapter reports the records that it read past. Allocated once a session.
@safe package final class RejectColumns {
    /// Rejects in one `decode`; with more, the adapter says FULL and is called again.
    package static let capacity = 1024
    /// Bytes of a reason that are kept.
    private static let longestReason = 1024

    private let row = CColumn<Int64>(capacity: capacity, zero: -1)
    private let position = CColumn<Int64>(capacity: capacity, zero: -1)
    private let code = CColumn<Int32>(capacity: capacity, zero: 0)
    private let reason = unsafe CColumn<cw_text>(capacity: capacity, zero: cw_text())
    private let raw = unsafe CColumn<cw_text>(capacity: capacity, zero: cw_text())

    package init() {}

    /// The columns of one reject; the index is below the capacity.
    @unsafe package func raw(_ index: Int) -> (row: Int64, position: Int64, code: Int32, reason: cw_text, raw: cw_text)
    {
        unsafe (row[index], position[index], code[index], reason[index], raw[index])
    }

    /// What the adapter is given; valid while this lives.
    package var columns: cw_rejects {
        unsafe cw_rejects(
            size: UInt32(MemoryLayout<cw_rejects>.size), reserved: 0, capacity: UInt64(Self.capacity),
            row: row.pointer, position: position.pointer, code: code.pointer, reason: reason.pointer,
            raw: raw.pointer)
    }

    /// The first rejects, copied. Their texts are the adapter's and valid now.
    func rejects(count: Int) throws(BrokenPromise) -> [Reject] {
        if count == 0 { return [] }
        var rejects: [Reject] = []
        rejects.reserveCapacity(count)
        for index in 0..<count {
            rejects.append(
                Reject(
                    row: row[index], position: position[index], code: Self.code(code[index]),
                    reason: try unsafe Self.text(
                        reason[index], keep: Self.longestReason, called: "the reason of a reject"),
                    raw: try unsafe Self.text(raw[index], keep: Reject.longestRaw, called: "the raw text of a reject")))
        }
        return rejects
    }

    /// The ABI's codes; what is none of them, also a code of the hub's own validation, is `other`.
    private static func code(_ value: Int32) -> Reject.Code {
        (CW_REJECT_COLUMNS...CW_REJECT_OTHER).contains(value) ? Reject.Code(rawValue: value) ?? .other : .other
    }

    /// The beginning of a text; what is not UTF-8 in it is replaced.
    private static func text(_ text: cw_text, keep: Int, called name: String) throws(BrokenPromise) -> String {
        var kept = unsafe text
        if unsafe text.length > UInt64(keep) { unsafe kept.length = UInt64(keep) }
        let bytes = try unsafe ForeignMemory.bytes(kept, called: name)
        return String(decoding: bytes, as: UTF8.self)
    }
}
