import AdapterHost
import CAdapterABI
import CWorker

/// What a request points to, copied; whether it may be carried out is for the host to say.
struct RequestTexts {
    private var numbers: [Int64]
    private var texts: [[UInt8]] = []
    private var headers: [[UInt8]] = []
    private var messages: [[UInt8]]

    init(_ raw: cw_request) throws(BrokenPromise) {
        numbers = unsafe [Int64(raw.kind), Int64(raw.flags), Int64(raw.cost)]
        // The texts are the session's and valid until the next call.
        texts.append(try unsafe ForeignMemory.bytes(raw.address, called: "the request's address"))
        texts.append(try unsafe ForeignMemory.bytes(raw.method, called: "the request's method"))
        texts.append(try unsafe ForeignMemory.bytes(raw.body, called: "the request's body"))
        texts.append(try unsafe ForeignMemory.bytes(raw.content_type, called: "the request's content type"))
        let list = try unsafe ForeignMemory.array(
            raw.headers, count: raw.header_count, longest: 256, called: "headers of the request")
        // The array was checked by the line above.
        for index in list.indices {
            headers.append(try unsafe ForeignMemory.bytes(list[index].name, called: "a header's name"))
            headers.append(try unsafe ForeignMemory.bytes(list[index].value, called: "a header's value"))
            headers.append(try unsafe ForeignMemory.bytes(list[index].credential, called: "a header's credential"))
        }
        messages = try unsafe Self.messages(raw.messages, raw.message_count, "messages of the request")
    }

    /// The bytes of an array of texts.
    static func messages(
        _ start: UnsafePointer<cw_text>?, _ count: UInt64, _ name: String
    ) throws(BrokenPromise) -> [[UInt8]] {
        let list = try unsafe ForeignMemory.array(start, count: count, longest: 65_536, called: name)
        var texts: [[UInt8]] = []
        // The array was checked by the line above.
        for index in list.indices {
            texts.append(try unsafe ForeignMemory.bytes(list[index], called: "one of the \(name)"))
        }
        return texts
    }

    func write(to writer: inout WireWriter) {
        for number in numbers { writer.add(number) }
        for text in texts { writer.add(text) }
        writer.add(headers.count / 3)
        for text in headers { writer.add(text) }
        writer.add(messages.count)
        for text in messages { writer.add(text) }
    }
}

/// What a `cw_decoded` and the rejects point to, copied.
struct DecodedTexts {
    private var rejects: [(row: Int64, position: Int64, code: Int32, reason: [UInt8], raw: [UInt8])] = []
    private var assertions: [cw_assertion]
    private var token: [UInt8]
    private var messages: [[UInt8]]

    /// Bytes of a reject's texts that cross: what the host keeps of them.
    private static let longestText: UInt64 = 4096

    init(_ raw: cw_decoded, _ columns: RejectColumns) throws(BrokenPromise) {
        // A count beyond the columns is for the host to refuse; what they hold is read.
        for index in 0..<(unsafe Int(min(raw.rejects, UInt64(RejectColumns.capacity)))) {
            let reject = unsafe columns.raw(index)
            unsafe rejects.append(
                (
                    reject.row, reject.position, reject.code,
                    try unsafe Self.beginning(reject.reason, "the reason of a reject"),
                    try unsafe Self.beginning(reject.raw, "the raw text of a reject")
                ))
        }
        let list = try unsafe ForeignMemory.array(
            raw.assertions, count: raw.assertion_count, longest: 65_536, called: "assertions")
        // The array was checked by the line above, and is copied.
        assertions = unsafe Array(list)
        token = try unsafe ForeignMemory.bytes(raw.resume_token, called: "the resume token", longest: 65_536)
        messages = try unsafe RequestTexts.messages(raw.messages, raw.message_count, "messages of decode")
    }

    private static func beginning(_ text: cw_text, _ name: String) throws(BrokenPromise) -> [UInt8] {
        var kept = unsafe text
        unsafe kept.length = min(text.length, longestText)
        return try unsafe ForeignMemory.bytes(kept, called: name)
    }

    func write(to writer: inout WireWriter) {
        writer.add(rejects.count)
        for reject in rejects {
            writer.add(reject.row)
            writer.add(reject.position)
            writer.add(Int64(reject.code))
            writer.add(reject.reason)
            writer.add(reject.raw)
        }
        writer.add(assertions.count)
        for assertion in assertions {
            writer.add(Int64(assertion.assertion_class))
            writer.add(Int64(assertion.symbol))
            writer.add(assertion.start)
            writer.add(assertion.end)
        }
        writer.add(token)
        writer.add(messages.count)
        for text in messages { writer.add(text) }
    }
}
