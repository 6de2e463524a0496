import CAdapterABI
import MarketData

/// From a `cw_decoded` to a `Decoded`, with every number checked against what the call allowed.
struct DecodedReading {
    let capacity: Int
    let length: Int
    let isLast: Bool
    let rejects: RejectColumns
    let names: InternTable

    private static let mostAssertions = 65_536
    private static let longestToken = 65_536

    func decoded(_ raw: cw_decoded) throws(BrokenPromise) -> Decoded {
        let rows = try unsafe ForeignMemory.count(raw.rows, longest: capacity, called: "the number of rows")
        let rejectCount = try unsafe ForeignMemory.count(
            raw.rejects, longest: RejectColumns.capacity, called: "the number of rejects")
        let consumed = try unsafe ForeignMemory.count(
            raw.consumed, longest: length, called: "the number of consumed bytes")
        let flags = unsafe raw.flags
        guard flags & ~(CW_DECODED_FULL | CW_DECODED_LAST_FORMING) == 0 else {
            throw BrokenPromise("decode set unknown flags \(flags)")
        }
        let isFull = flags & CW_DECODED_FULL != 0
        if isFull, rows == 0, rejectCount == 0, consumed == 0 {
            throw BrokenPromise("decode says FULL and wrote and consumed nothing, so that it would never end")
        }
        if isLast, !isFull, consumed < length {
            throw BrokenPromise(
                "decode left \(length - consumed) of the last \(length) bytes; expected them consumed or refused")
        }
        return Decoded(
            rows: rows, consumed: consumed, isFull: isFull,
            lastIsForming: flags & CW_DECODED_LAST_FORMING != 0 && rows > 0,
            rejects: try rejects.rejects(count: rejectCount), assertions: try unsafe assertions(raw),
            resumeToken: try unsafe ForeignMemory.bytes(
                raw.resume_token, called: "the resume token", longest: Self.longestToken),
            messages: try unsafe RequestReading.texts(
                raw.messages, count: raw.message_count, called: "messages of decode"))
    }

    private func assertions(_ raw: cw_decoded) throws(BrokenPromise) -> [RangeAssertion] {
        let list = try unsafe ForeignMemory.array(
            raw.assertions, count: raw.assertion_count, longest: Self.mostAssertions, called: "assertions")
        var assertions: [RangeAssertion] = []
        // The array was checked by the line above.
        for index in list.indices {
            let assertion = unsafe list[index]
            guard let assertionClass = RangeAssertion.Class(rawValue: assertion.assertion_class) else {
                throw BrokenPromise("an assertion has the unknown class \(assertion.assertion_class)")
            }
            guard
                let range = TimeRange(
                    Timestamp(nanoseconds: assertion.start), Timestamp(nanoseconds: assertion.end))
            else {
                throw BrokenPromise("an assertion runs from \(assertion.start) to \(assertion.end)")
            }
            guard assertion.symbol <= names.count else {
                throw BrokenPromise("an assertion has the string id \(assertion.symbol), which was never given out")
            }
            assertions.append(
                RangeAssertion(assertionClass, symbol: assertion.symbol, range: range))
        }
        return assertions
    }
}
