import AdapterKit

/// One rate: units of a currency per euro on a day.
struct Rate {
    /// Midnight UTC, nanoseconds.
    var day: Int64
    var currency: String
    var value: Double
    /// Of the file's rates, from 1.
    var row: Int64
    /// Of its tag.
    var position: Int64
}

/// Reads the three nested Cubes of a file: all days, a day, a rate.
final class RateReader: ElementReader {
    /// Those that were asked for, in the file's order: the newest day first.
    private(set) var rates: [Rate] = []
    /// Rates that are none.
    private(set) var rejects: [Reject] = []
    /// The days of them, and the currencies that they are about.
    private(set) var refused: [(day: Int64, currency: String)] = []
    /// Of all days of the file.
    private(set) var oldest = Int64.max
    /// Of all days of the file.
    private(set) var newest = Int64.min
    /// Whether the file has the currency at all.
    private(set) var hasCurrency = false

    /// Whether rates of all currencies were asked for.
    var isOfAll: Bool { currency.isEmpty }

    private let currency: String
    private let start: Int64
    private let end: Int64
    private let latest: Int64
    private var depth = 0
    private var day: Int64 = 0
    private var row: Int64 = 0

    static let namespace = "http://www.ecb.int/vocabulary/2002-08-01/eurofxref"
    static let envelopeNamespace = "http://www.gesmes.org/xml/2002-08-01"

    /// Keeps the rates of a currency (empty: of all) from `start` to `end`; a day after `latest` cannot be.
    init(currency: String, start: Int64, end: Int64, latest: Int64) {
        self.currency = currency
        self.start = start
        self.end = end
        self.latest = latest
    }

    override func elementBegins(_ element: Element, record: Range<Int>) {
        depth += 1
        if depth == 1 {
            guard element.name == "Envelope", element.namespace == Self.envelopeNamespace else {
                return refuse("its first element is \(element.name)", record)
            }
        } else if element.name == "Cube" || depth > 3 {
            guard element.namespace == Self.namespace, element.name == "Cube" else {
                return refuse("it has a \(element.name) of the namespace '\(element.namespace)'", record)
            }
            switch depth {
            case 2: break
            case 3: beginDay(element, record)
            case 4: take(element, record)
            default: refuse("it has a Cube in a rate", record)
            }
        }
    }

    override func elementEnds() { depth -= 1 }

    private func beginDay(_ element: Element, _ record: Range<Int>) {
        guard let time = element["time"], let day = CalendarDay(iso: time)?.start else {
            return refuse("a day's time is '\(element["time"] ?? "")' and no date like 2018-06-11", record)
        }
        guard day <= latest else { return refuse("it has rates of the day \(time), which is still to come", record) }
        self.day = day
        oldest = min(oldest, day)
        newest = max(newest, day)
    }

    private func take(_ element: Element, _ record: Range<Int>) {
        row += 1
        guard let currency = element["currency"], let text = element["rate"], Self.isCode(currency) else {
            return reject(
                .columns, "a rate lacks its currency or its value; expected currency='USD' rate='1.179'", "", record)
        }
        if currency == self.currency { hasCurrency = true }
        guard self.currency.isEmpty || currency == self.currency, day >= start, day < end else { return }
        // Days on which a currency was not quoted.
        if text == "N/A" { return }
        let digits = Array(text.utf8)
        guard let value = Double(decimal: digits.span), value > 0 else {
            return reject(.number, "the rate of \(currency) is '\(text)'; expected a number above 0", currency, record)
        }
        rates.append(Rate(day: day, currency: currency, value: value, row: row, position: Int64(record.lowerBound)))
    }

    private func reject(_ code: Reject.Code, _ reason: String, _ currency: String, _ record: Range<Int>) {
        guard day >= start, day < end else { return }
        refused.append((day, currency))
        rejects.append(Reject(code, reason, row: row, record: record))
    }

    private func refuse(_ what: String, _ record: Range<Int>) {
        stop(
            AdapterFailure(
                .malformed, "the reply is none of the ECB's files of rates: \(what)", position: Int64(record.lowerBound)
            ))
    }

    /// Three capital letters, as ISO 4217 has them.
    static func isCode(_ text: String) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }
}
