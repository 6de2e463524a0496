import AdapterKit

/// An error as Kraken reports it, in a reply with status 200: severity, category, text (`EGeneral:Too many requests`).
///
/// https://docs.kraken.com/api/docs/guides/spot-errors
enum KrakenFault {
    /// What it means for the host.
    static func failure(_ text: String, receivedAt: Int64) -> AdapterFailure {
        let shown = String(text.prefix(200))
        let (category, detail) = parts(text)
        if let until = throttledUntil(category, detail) {
            return AdapterFailure(
                .rateLimited, "Kraken reports too many requests ('\(shown)')", retryAfter: max(0, until - receivedAt))
        }
        switch (category, detail) {
        case (_, "Rate limit exceeded"), (_, "Too many requests"), ("EGeneral", "Temporary lockout"),
            ("EService", _) where detail.hasPrefix("Throttled"):
            return AdapterFailure(.rateLimited, "Kraken reports too many requests ('\(shown)')")
        case ("EService", _), ("EGeneral", "Internal error"):
            return AdapterFailure(.transient, "Kraken is down or busy ('\(shown)')")
        case ("EQuery", _):
            return AdapterFailure(
                .invalidQuery, "Kraken does not know this pair or asset ('\(shown)'); see its instruments")
        case ("EGeneral", _) where detail.hasPrefix("Invalid arguments"), ("EGeneral", "Unknown method"):
            return AdapterFailure(.invalidQuery, "Kraken does not understand the query ('\(shown)')")
        case ("EGeneral", "Permission denied"):
            return AdapterFailure(.notEntitled, "Kraken denies this ('\(shown)')")
        case ("EAPI", _):
            return AdapterFailure(.badCredential, "Kraken refuses the key ('\(shown)'), though nothing here needs one")
        default:
            return AdapterFailure(.malformed, "Kraken reports an error that this adapter does not know: '\(shown)'")
        }
    }

    /// What stands before and behind the first colon, without blanks around it: Kraken writes both `EService: Throttled`
    /// and `EService:Busy`.
    private static func parts(_ text: String) -> (category: Substring, detail: Substring) {
        let category = text.prefix { $0 != ":" }
        let detail = text.dropFirst(category.count + 1).drop { $0 == " " }
        return (category, detail)
    }

    /// `EService: Throttled: 1688671969`: the second from which on it answers again, as nanoseconds.
    private static func throttledUntil(_ category: Substring, _ detail: Substring) -> Int64? {
        guard category == "EService", detail.hasPrefix("Throttled:") else { return nil }
        let seconds = Array(detail.dropFirst("Throttled:".count).drop { $0 == " " }.utf8)
        return Int64(nanosecondsOfSeconds: seconds.span)
    }
}
