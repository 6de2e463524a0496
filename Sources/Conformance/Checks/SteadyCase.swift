import AdapterHost
import MarketData

/// A case and what comes of it when it is shown whole.
struct SteadyCase: Sendable {
    let recorded: AdapterCase
    let whole: CasePlay
    let checks: CaseChecks

    var name: String { recorded.name }
    /// Where it may ask: what `requests-hosts` looks at, and a mutation leaves alone.
    var hosts: [String] { checks.adapter.manifest.descriptor.hosts }
    /// The bytes of its replies.
    var size: Int { recorded.exchanges.reduce(0) { $0 + $1.reply.body.count } }

    init?(_ recorded: AdapterCase, _ adapter: LoadedAdapter) {
        self.recorded = recorded
        checks = CaseChecks(adapter)
        // One that goes in a circle shall not take all the time there is.
        let most = recorded.exchanges.count + 100
        // What a play throws here is told by cases-rows, which plays the same.
        guard let whole = try? checks.play(recorded, { $0.mostRequests = most }),
            whole.failure?.error.errorClass != .internal,
            let again = try? checks.play(recorded, { $0.mostRequests = most })
        else { return nil }
        self.whole = whole
        do { try Comparison("").same(again, whole) } catch { return nil }
    }

    /// Plays it in another way.
    func play(_ change: (inout CasePlayer) -> Void = { _ in }) throws -> CasePlay { try checks.play(recorded, change) }

    /// Plays it with other replies.
    ///
    /// - Parameter change: what becomes of the reply of an exchange of the case, from 0.
    func played(_ change: @escaping (_ exchange: Int, _ reply: inout CaseReply) -> Void) throws -> CasePlay {
        try checks.play(recorded, source: RecordedSource(recorded.exchanges, changing: change).reply)
    }

    /// The same; nil when it asks for what is not recorded.
    func playedAsFarAsRecorded(_ change: @escaping (_ exchange: Int, _ reply: inout CaseReply) -> Void) throws
        -> CasePlay?
    {
        try Self.orNil { try played(change) }
    }

    /// What a play throws but that the recording has no answer.
    static func orNil<Result>(_ play: () throws -> Result) throws -> Result? {
        do { return try play() } catch let problem as CaseProblem {
            if problem.isUnrecorded { return nil }
            throw problem
        }
    }

    /// The replies in the order in which they are asked for.
    func replies() throws -> [CaseReply] {
        let source = RecordedSource(recorded.exchanges)
        return try whole.requests.map { try source.reply(to: $0) }
    }

    /// Of a case of candles.
    var interval: Interval? { if case .candles(let interval) = recorded.query.kind { interval } else { nil } }

    /// When the reply of a row came.
    func received(_ place: CasePlace) -> Timestamp {
        // The order in which they were recorded is that in which they are asked for; a last one stands for further ones.
        let index = min(place.exchange, recorded.exchanges.count) - 1
        return recorded.exchanges[index].reply.receivedAt
    }

    /// A problem with the case's name.
    func problem(_ text: String) -> CaseProblem { CaseProblem("case \(name): \(text)") }

    /// Runs it, and puts the case's name before what is wrong.
    func named<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let found as CaseProblem { throw problem(found.description) }
    }
}
