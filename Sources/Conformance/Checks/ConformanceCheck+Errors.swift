import AdapterHost
import MarketData

extension ConformanceCheck {
    /// What a source refuses.
    static let errors: [ConformanceCheck] = [
        ConformanceCheck(
            "errors-status",
            "The statuses 401, 403, 404, 429, 500 and 503 are errors of their classes, whatever the body"
        ) { subject in
            for steady in try subject.steadyOverHTTP() {
                for status in [401, 403, 404, 429, 500, 503] {
                    // A body that is an error of its own may have a class of its own.
                    for keepsBody in steady.whole.failure == nil ? [false, true] : [false] {
                        try steady.named { try refused(steady, status, keepsBody) }
                    }
                }
            }
            return nil
        }
    ]

    private static let retryAfter: Int64 = 7_000_000_000

    private static func refused(_ steady: SteadyCase, _ status: Int, _ keepsBody: Bool) throws {
        let found = try steady.played { exchange, reply in
            guard exchange == 0 else { return }
            reply.status = status
            reply.headers = status == 429 ? [ReplyHeader(name: "Retry-After", value: "7")] : []
            if !keepsBody { reply.body = [] }
        }
        let place = "the status \(status) with \(keepsBody ? "the recorded" : "an empty") body"
        try hasNothingOf(0, found, place)
        guard let failure = found.failure else { throw CaseProblem("\(place): it is no error") }
        let expected = classes(of: status, hasKey: !steady.checks.adapter.manifest.descriptor.credentials.isEmpty)
        guard expected.contains(failure.error.errorClass) else {
            throw CaseProblem(
                "\(place): it ended with \(failure); expected \(expected.map(\.description).joined(separator: " or "))")
        }
        if let time = failure.error.retryAfter, status == 429, time != retryAfter {
            throw CaseProblem("\(place): Retry-After is 7 s, and it says \(Double(time) / 1e9) s")
        }
    }

    /// Sources differ in what they mean by a status; these mean no two things that are treated alike.
    private static func classes(of status: Int, hasKey: Bool) -> [AdapterErrorClass] {
        switch status {
        // Without a key these come from something in between: a proxy, a wall.
        case 401, 403: [.badCredential, .notEntitled] + (hasKey ? [] : [.malformed])
        case 429: [.rateLimited, .transient]
        case 404: [.noData, .invalidQuery, .malformed, .notEntitled]
        default: [.transient]
        }
    }
}
