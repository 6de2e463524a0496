import AdapterKit

/// The rows of a file on their way to the host, in ascending order, with what is asserted about the time they fill.
struct RateOutput {
    private let rates: [Rate]
    private let rejects: [Reject]
    private let refusedDays: [Int64]
    private let covered: Range<Int64>?
    private let limit: Range<Int64>?
    private let namesRows: Bool
    private let host: Host
    private var nextRate = 0
    private var nextReject = 0
    /// Up to where is asserted.
    private var asserted: Int64
    private var hasSaidLimit = false
    private var symbols: [String: UInt32] = [:]

    /// - Parameters:
    ///   - covered: what the file answers of what was asked.
    ///   - limit: what was asked and is before the first rate of all.
    ///   - after: an earlier session has given the rows up to there, and all rejects.
    init(_ reader: RateReader, covered: Range<Int64>?, limit: Range<Int64>?, after token: ResumeToken?, host: Host) {
        // By day, and within one in the file's order.
        rates = reader.rates.sorted { ($0.day, $0.row) < ($1.day, $1.row) }
        rejects = reader.rejects
        refusedDays = Set(reader.refused.map(\.day)).sorted()
        self.covered = covered
        self.limit = limit
        self.host = host
        namesRows = reader.isOfAll
        asserted = covered?.lowerBound ?? 0
        guard let token else { return }
        nextReject = rejects.count
        nextRate = rates.count { $0.day < token.day }
        let given = rates[nextRate...].prefix { $0.day == token.day }.count
        nextRate += min(token.count, given)
        asserted = max(asserted, token.day)
    }

    /// Writes what fits.
    mutating func writeCandles(to batch: inout BatchWriter) -> Decoded {
        writeRejects(to: &batch)
        while nextReject == rejects.count, nextRate < rates.count, !batch.isFull {
            let rate = rates[nextRate]
            batch.candles.append(
                Candle(
                    openTime: rate.day, open: rate.value, high: rate.value, low: rate.value, close: rate.value,
                    symbol: namesRows ? symbol(rate.currency) : 0, row: rate.row, position: rate.position))
            nextRate += 1
        }
        let isDone = nextReject == rejects.count && nextRate == rates.count
        return Decoded(
            consumed: 0, isFull: !isDone, assertions: newAssertions(isDone: isDone), resumeToken: token())
    }

    /// Writes what fits of the currencies of the newest day.
    mutating func writeInstruments(to batch: inout BatchWriter) -> Decoded {
        writeRejects(to: &batch)
        let category = host.intern("CURRENCY")
        let euro = host.intern("EUR")
        while nextReject == rejects.count, nextRate < rates.count, !batch.isFull {
            let rate = rates[nextRate]
            batch.instruments.append(
                Instrument(
                    symbol: symbol(rate.currency), base: euro, quote: host.intern(rate.currency),
                    name: host.intern(CurrencyNames.name(of: rate.currency)), category: category, isActive: true,
                    row: rate.row, position: rate.position))
            nextRate += 1
        }
        return Decoded(consumed: 0, isFull: nextReject < rejects.count || nextRate < rates.count)
    }

    private mutating func writeRejects(to batch: inout BatchWriter) {
        while nextReject < rejects.count, !batch.rejects.isFull {
            batch.rejects.append(rejects[nextReject])
            nextReject += 1
        }
    }

    private mutating func symbol(_ currency: String) -> UInt32 {
        if let known = symbols[currency] { return known }
        let number = host.intern("EUR/\(currency)")
        symbols[currency] = number
        return number
    }

    /// Up to the day of the next row, or to the end; without the days of which a rate could not be read.
    private mutating func newAssertions(isDone: Bool) -> [Assertion] {
        var assertions: [Assertion] = []
        if let limit, !limit.isEmpty, !hasSaidLimit {
            assertions.append(Assertion(.sourceLimit, start: limit.lowerBound, end: limit.upperBound))
        }
        hasSaidLimit = true
        guard let covered else { return assertions }
        let upTo = isDone ? covered.upperBound : min(rates[nextRate...].first?.day ?? asserted, covered.upperBound)
        var start = asserted
        for day in refusedDays where day + Nanoseconds.day > start && day < upTo {
            if day > start { assertions.append(Assertion(.covered, start: start, end: day)) }
            start = day + Nanoseconds.day
        }
        if start < upTo { assertions.append(Assertion(.covered, start: start, end: upTo)) }
        asserted = max(asserted, upTo)
        return assertions
    }

    /// None before the first row: then a session can as well begin anew.
    private func token() -> String {
        guard nextRate > 0, nextReject == rejects.count else { return "" }
        let day = rates[nextRate - 1].day
        return ResumeToken(day: day, count: rates[..<nextRate].reversed().prefix { $0.day == day }.count).text
    }
}
