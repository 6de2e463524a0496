import AdapterHost
import MarketData

extension ConformanceCheck {
    /// What an adapter asks for.
    static let requests: [ConformanceCheck] = [
        ConformanceCheck("requests-hosts", "It asks only the hosts of its manifest, wherever a reply points to") {
            subject in
            var pointers = 0
            for steady in try subject.steadyOverHTTP() {
                for exchange in steady.recorded.exchanges.indices {
                    let body = String(decoding: steady.recorded.exchanges[exchange].reply.body, as: UTF8.self)
                    for host in steady.hosts where body.contains("//\(host)") {
                        pointers += 1
                        try steady.named { try pointed(steady, exchange, host, body) }
                    }
                }
            }
            return pointers == 0 ? "no recorded reply points anywhere" : "\(pointers) replies that point elsewhere"
        },
        ConformanceCheck("requests-secrets", "No address, body or header carries a secret or the name of one") {
            subject in
            for steady in try subject.steadyOverHTTP() {
                for request in steady.whole.requests {
                    let credentials = steady.checks.adapter.manifest.descriptor.credentials
                    if let found = SecretSearch(credentials).secret(in: request) {
                        throw steady.problem("\(request.method) \(request.address): \(found)")
                    }
                }
            }
            return nil
        },
        ConformanceCheck(
            "requests-end",
            "A session ends when the source answers with the last page, or the first one, again and again"
        ) { subject in
            for steady in try subject.steadyOverHTTP() {
                let replies = steady.recorded.exchanges.map(\.reply)
                try steady.named { try ends(steady, "the last recorded reply", replies) }
                try steady.named { try ends(steady, "the first reply to everything", Array(replies.prefix(1))) }
            }
            return nil
        },
        ConformanceCheck("requests-same", "The same query asks for the same, byte by byte") { subject in
            for steady in try subject.steadyOverHTTP() {
                for _ in 0..<2 {
                    let again = try steady.play().requests
                    if again.count != steady.whole.requests.count {
                        throw steady.problem(
                            "asked again, it asks for \(again.count) replies; expected \(steady.whole.requests.count)")
                    }
                    if let pair = zip(again, steady.whole.requests).first(where: { $0 != $1 }) {
                        throw steady.problem("asked again, it asks for \(pair.0); expected \(pair.1)")
                    }
                }
            }
            return nil
        },
    ]

    private static func pointed(_ steady: SteadyCase, _ exchange: Int, _ host: String, _ body: String) throws {
        for other in ["elsewhere.example", "\(host).elsewhere.example", "\(host)@elsewhere.example"] {
            let changed = Array(body.replacing("//\(host)", with: "//\(other)").utf8)
            let found = try steady.playedAsFarAsRecorded { if $0 == exchange { $1.body = changed } }
            // Nil: it asked an allowed host, or the host would have refused the request.
            if let failure = found?.failure, failure.error.errorClass == .internal {
                throw CaseProblem("reply \(exchange + 1) points to \(other): \(failure)")
            }
        }
    }

    /// Plays replies in their order whatever is asked, the last one again and again.
    private static func ends(_ steady: SteadyCase, _ place: String, _ replies: [CaseReply]) throws {
        var asked: [HTTPRequest: Int] = [:]
        let most = 2000 + replies.count
        var count = 0
        _ = try steady.checks.play(
            steady.recorded, { $0.mostRequests = .max },
            source: { request in
                asked[request, default: 0] += 1
                count += 1
                if asked[request, default: 0] > 3 + replies.count {
                    throw CaseProblem("answered with \(place), it asks for \(request.address) again and again")
                }
                if count > most {
                    throw CaseProblem(
                        "answered with \(place), it goes on after \(most) requests, with \(request.address)")
                }
                return replies[min(count, replies.count) - 1]
            })
    }
}
