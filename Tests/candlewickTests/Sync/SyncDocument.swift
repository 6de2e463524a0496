/// What `sync --json`, `gaps fill --json` and `jobs resume --json` say.
struct SyncDocument: Decodable {
    struct Failed: Decodable {
        var item: String
        var `class`: String
        var message: String
        var attempts: Int
    }

    var job: Int64
    var state: String
    var message: String
    var files: Int
    var files_failed: Int
    var orders_done: Int
    var items: [String: Int]
    var failed: [Failed]
    var rows_read: Int
    var inserted: Int
    var updated: Int
    var unchanged: Int
    var no_trades: Int
    var rejected: Int
    var assets_processed: Int
    var gaps_detected: Int
    var gaps_filled: Int
    var gaps_unfillable: Int
    var gaps_failed: Int
    var candles: Int
    var errors: [String]
}

/// What `sync --dry-run --json` says.
struct SyncPlanDocument: Decodable {
    struct Part: Decodable {
        var asset: String
        var interval_minutes: Int?
        var start: String
        var end: String
        var candles: Int
        var sources: [String]
        var route: String
        var requests: Int?
    }

    struct Unplanned: Decodable {
        var asset: String
        var interval_minutes: Int?
        var start: String
        var end: String
        var candles: Int
        var `class`: String
        var reason: String
        var required_csv_file: String?
    }

    var files: Int
    var histories: Int
    var parts: [Part]
    var offered_by_trades: [Part]
    var not_to_be_had: [Unplanned]
    var requests: Int
}
