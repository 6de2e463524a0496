/// What `load --json`, `backfill --json` and `jobs retry --json` say.
struct LoadDocument: Decodable {
    struct Part: Decodable {
        var part: String
        var status: String
        var message: String
    }

    var job: Int64
    var state: String
    var message: String
    var parts: [Part]
    var parts_left: Int
    var rows_read: Int
    var inserted: Int
    var unchanged: Int
    var rejected: Int
    var requests: Int
    var repeated_requests: Int
    var cached_replies: Int
    var stale_replies: Int
}

/// What `--dry-run --json` says.
struct PlanDocument: Decodable {
    struct Part: Decodable {
        var scope: String
        var start: String
        var end: String
        var requests: Int
    }

    var source: String
    var parts: [Part]
    var requests: Int
    var complete: [String]
}
