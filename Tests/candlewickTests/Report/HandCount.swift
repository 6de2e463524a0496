import Foundation

/// What a report must say of histories that came from files alone, counted from the files' own lines: minute by minute,
/// without anything of the hub's.
struct HandCount {
    /// `BTC/USD 60`.
    struct Line {
        let interval: Int
        /// For every minute of the window whether a file holds it between its first and its last row.
        var isCovered: [Bool]
        /// The minute behind the last row, wherever that lies.
        var end = Int.min
    }

    /// Minutes since 1970, a multiple of every interval's.
    let window: Range<Int>
    private(set) var lines: [String: Line] = [:]

    init(window: Range<Int>) { self.window = window }

    /// A file's text asserts from its first row to the end of its last; one of a quarter all of that.
    mutating func add(_ name: String, interval: Int, _ text: String, quarter: Range<Int>? = nil) {
        let times = text.split(separator: "\n").compactMap { $0.split(separator: ",").first.flatMap { Int($0) } }
        guard let first = times.min(), let last = times.max() else { return }
        let key = "\(name) \(interval)"
        var line = lines[key] ?? Line(interval: interval, isCovered: Array(repeating: false, count: window.count))
        let own = quarter ?? first / 60..<last / 60 + interval
        for minute in own.clamped(to: window) { line.isCovered[minute - window.lowerBound] = true }
        line.end = max(line.end, own.upperBound)
        lines[key] = line
    }

    /// Candles of a line that are not covered in all of their minutes, as their first minutes.
    func missing(_ key: String) -> [Int] {
        guard let line = lines[key] else { return [] }
        return stride(from: window.lowerBound, to: window.upperBound, by: line.interval).filter { opening in
            (opening..<opening + line.interval).contains { !line.isCovered[$0 - window.lowerBound] }
        }
    }

    /// Candles that the window holds.
    func expected(_ key: String) -> Int { lines[key].map { window.count / $0.interval } ?? 0 }

    /// `97.1`: tenths of a per cent, rounded down.
    static func percentage(_ present: Int, of expected: Int) -> Double { Double(present * 1000 / expected) / 10 }
}

/// What `report --json` says.
struct ReportDocument: Decodable {
    struct Classes: Decodable, Equatable {
        var not_asked: Int
        var fillable: Int
        var source_limit: Int
        var failed: Int
        var not_entitled: Int

        var sum: Int { not_asked + fillable + source_limit + failed + not_entitled }
    }

    struct Sum: Decodable {
        var tier: String?
        var interval_minutes: Int?
        var lines: Int
        var complete_lines: Int
        var expected_candles: Int
        var present_candles: Int
        var missing_candles: Classes
        var suspect_candles: Int
        var gaps: Int
        var percentage: Double?
    }

    struct Band: Decodable {
        var start: String
        var end: String
        var state: String
    }

    struct Line: Decodable {
        var asset: String
        var quote: String
        var interval_minutes: Int?
        var tier: String
        var expected_candles: Int
        var present_candles: Int
        var missing_candles: Classes
        var suspect_candles: Int
        var gaps: Int
        var percentage: Double?
        var provenance: String
        var sources: [String]
        var newest: String?
        var hours_behind: Int?
        var bands: [Band]

        var key: String { "\(asset)/\(quote) \(interval_minutes ?? 0)" }
    }

    struct Gap: Decodable {
        var asset: String
        var quote: String
        var interval_minutes: Int?
        var start: String
        var end: String
        var `class`: String
        var candles: Int
        var reason: String
        var required_file: String
    }

    struct Stale: Decodable {
        var asset: String
        var hours_behind: Int?
    }

    struct Step: Decodable {
        var sentence: String
        var command: String
    }

    var made_at: String
    var wanted_start: String
    var wanted_end: String
    var total: Sum
    var tiers: [Sum]
    var intervals: [Sum]
    var lines: [Line]
    var gaps: [Gap]
    var untold_gaps: Int
    var stale_assets: [Stale]
    var next: [Step]

    /// Minutes since 1970.
    static func minute(_ time: String) throws -> Int {
        let text = time.contains(".") ? String(time.prefix(19)) + "Z" : time
        guard let date = ISO8601DateFormatter().date(from: text) else { throw Unreadable(time: time) }
        return Int(date.timeIntervalSince1970 / 60)
    }

    struct Unreadable: Error { var time: String }
}
