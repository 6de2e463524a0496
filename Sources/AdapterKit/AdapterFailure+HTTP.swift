extension AdapterFailure {
    /// What an HTTP status means, nil for 200 to 299: what a session looks at before it decodes.
    ///
    /// 401 `badCredential`; 402 and 403 `notEntitled`; 429 `rateLimited` with `Retry-After`; 404 and 410 `noData`; 400 and
    /// 422 `invalidQuery`; 408, 425 and 500 and more `transient`; all others `malformed`. A source that uses
    /// one of them in another way changes `errorClass` of what it gets here.
    ///
    /// - Parameters:
    ///   - reply: what came.
    ///   - source: the source's name, for the message.
    ///   - said: what the body says about it, empty for nothing: a sentence, not the whole body.
    public init?(status reply: borrowing Reply, source: String, said: String = "") {
        let status = reply.httpStatus
        if (200...299).contains(status) { return nil }
        let ending = said.isEmpty ? "" : ": " + said.prefix(200)
        func failure(_ errorClass: Class, _ meaning: String) -> AdapterFailure {
            AdapterFailure(errorClass, "\(source) answered \(status), \(meaning)\(ending)")
        }
        switch status {
        case 401: self = failure(.badCredential, "the key is missing or wrong; check the credential")
        case 402, 403: self = failure(.notEntitled, "your plan does not include this")
        case 404, 410: self = failure(.noData, "it has nothing there")
        case 400, 422: self = failure(.invalidQuery, "it does not understand the query")
        case 408, 425: self = failure(.transient, "it took too long")
        case 429:
            self = failure(.rateLimited, "too many requests")
            retryAfter = reply.retryAfter
        case 500...:
            self = failure(.transient, "it is down or busy")
            retryAfter = reply.retryAfter
        default: self = failure(.malformed, "which it should not")
        }
    }
}

extension Reply {
    /// What the header `Retry-After` says, in nanoseconds from when the reply arrived: of its seconds or of its date
    /// (`Wed, 21 Oct 2015 07:28:00 GMT`). Nil without it, and when it says neither. Never negative, at most a day: a
    /// broken header must not stop a source for a year.
    public var retryAfter: Int64? {
        guard let header = header("Retry-After") else { return nil }
        let text = header.split(separator: " ").joined(separator: " ")
        let wait: Int64
        if let seconds = Int64(text), seconds >= 0 {
            wait =
                seconds.multipliedReportingOverflow(by: Nanoseconds.second).overflow
                ? .max : seconds * Nanoseconds.second
        } else if let date = Reply.date(text) {
            wait = date - min(receivedAt, date)
        } else {
            return nil
        }
        return min(wait, Nanoseconds.day)
    }

    /// A date as HTTP writes it (RFC 9110, 5.6.7), nil when it is none.
    private static func date(_ text: String) -> Int64? {
        let parts = text.split(separator: " ")
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]),
            let month = months.firstIndex(of: String(parts[2])), let year = Int(parts[3]),
            let date = CalendarDay(year: year, month: month + 1, day: day)
        else { return nil }
        let time = parts[4].split(separator: ":").map { Int64($0) ?? -1 }
        guard time.count == 3, (0...23).contains(time[0]), (0...59).contains(time[1]), (0...60).contains(time[2])
        else { return nil }
        return date.start + (time[0] * 3600 + time[1] * 60 + time[2]) * Nanoseconds.second
    }
}
