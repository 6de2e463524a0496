import AdapterHost
import MarketData

extension CaseChecks {
    /// Every reply cut short at many places is malformed, or gives the same: no error of another class, no row that
    /// the whole reply does not have, nothing asserted that it does not prove.
    public func truncated(_ case: AdapterCase) throws {
        let whole = try play(`case`)
        for exchange in `case`.exchanges.indices {
            let length = `case`.exchanges[exchange].reply.body.count
            for place in Places.of(length) where place < length {
                let source = RecordedSource(`case`.exchanges) { index, reply in
                    if index == exchange { reply.body.removeLast(length - place) }
                }
                let found = try play(`case`, source: source.reply)
                let comparison = Comparison("reply \(exchange + 1) cut short at \(place)")
                if found.failure?.error.errorClass == .malformed {
                    try Self.hasNothingNew(found, whole, comparison.place)
                } else {
                    try comparison.same(found, whole)
                }
            }
        }
    }

    static func hasNothingNew(_ found: CasePlay, _ whole: CasePlay, _ place: String) throws {
        guard found.rows == Array(whole.rows.prefix(found.rows.count)) else {
            throw CaseProblem("\(place): it gives rows that the whole reply does not have")
        }
        let proved = Comparison.union(whole.assertions)
        for (key, ranges) in Comparison.union(found.assertions)
        where !ranges.subtracting(proved[key] ?? RangeSet()).isEmpty {
            throw CaseProblem("\(place): it asserts \(ranges.ranges) (\(key)), which the whole reply does not prove")
        }
    }

    /// Something else in place of each reply, status 200, is malformed, and nothing of it is a row or an assertion.
    public func garbage(_ garbage: Garbage, _ case: AdapterCase) throws {
        let whole = try play(`case`)
        for exchange in `case`.exchanges.indices {
            let source = RecordedSource(`case`.exchanges) { index, reply in
                guard index == exchange else { return }
                reply.body = garbage.bytes
                reply.status = 200
            }
            let found = try play(`case`, source: source.reply)
            let place = "\(garbage) instead of reply \(exchange + 1)"
            guard let failure = found.failure, failure.error.errorClass == .malformed, !failure.error.message.isEmpty
            else {
                throw CaseProblem(
                    "\(place): it ended with \(found.failure?.description ?? "no error");"
                        + " expected malformed and a message")
            }
            try Self.hasNothingNew(found, whole, place)
        }
    }

    /// Replies with some bytes changed are read or refused, and never end in an error of class internal, whatever they
    /// make the session ask for next.
    ///
    /// - Parameter seed: which bytes; the same for the same seed.
    public func damaged(seed: UInt64, _ case: AdapterCase) throws {
        var random = SeededGenerator(state: seed)
        for exchange in `case`.exchanges.indices {
            var reply = `case`.exchanges[exchange].reply
            for _ in 0..<Int.random(in: 1...6, using: &random) where !reply.body.isEmpty {
                let place = Int.random(in: 0..<reply.body.count, using: &random)
                reply.body[place] = Garbage.likely.randomElement(using: &random) ?? 0
            }
            let source = RecordedSource(`case`.exchanges)
            var asked = 0
            let found = try play(
                `case`,
                source: { request in
                    asked += 1
                    if asked == exchange + 1 { return reply }
                    // Damage may lead anywhere; there is nothing there.
                    if asked > exchange + 1 {
                        return CaseReply(contentType: "", receivedAt: reply.receivedAt, body: [])
                    }
                    return try source.reply(to: request)
                })
            if let failure = found.failure, failure.error.errorClass == .internal {
                throw CaseProblem("reply \(exchange + 1) damaged with seed \(seed): \(failure)")
            }
        }
    }
}
