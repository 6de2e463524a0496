import Coverage
import Ingestion
import MarketData

/// `[sync]` and `[gaps]`: what is wanted where the command does not say, and when an empty interval is suspect.
struct SyncChoice {
    var scope = SurveyScope()
    var start: Timestamp?
    var evidence = EvidenceSettings()

    /// The sections' keys.
    static let keys = ["sync": ["intervals", "start", "days"], "gaps": ["suspect_below"]]

    mutating func read(_ table: TOMLFile) throws {
        if let minutes = try table.integers("sync", "intervals", in: 1...5_256_000) {
            scope.usual = minutes.compactMap { Interval(minutes: $0) }
        }
        if let days = try table.integer("sync", "days", in: 1...36_600) { scope.usualDays = days }
        if let text = try table.string("sync", "start") {
            guard let time = Timestamp(rfc3339: text) else {
                throw table.wrong("sync", "start", "a date or a time, like \"2017-01-01\"")
            }
            start = time
        }
        if let threshold = try table.number("gaps", "suspect_below", above: 0, upTo: 0.5) {
            evidence = EvidenceSettings(threshold: threshold)
        }
    }
}
