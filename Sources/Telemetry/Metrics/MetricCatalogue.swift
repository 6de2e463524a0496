/// All metrics of the hub and its jobs; docs/metrics.md tells what each is good for.
public enum MetricCatalogue {
    /// Series that were not kept: their labels are none, or there are too many.
    static let droppedSeries = MetricDescription(
        "candlewick_metrics_dropped_total", .counter,
        "Counts that found no place: too many series, or labels that are none.")
    /// Lines of jobs that were none.
    static let refusedLines = MetricDescription(
        "candlewick_metrics_refused_lines_total", .counter, "Lines of jobs that could not be read.")

    /// Every one of them.
    public static let all: [MetricDescription] =
        sources + rows + stores + histories + hub + [droppedSeries, refusedLines]

    private static let sources: [MetricDescription] = [
        .init(
            "candlewick_source_requests_total", .counter, "Requests that were sent to a source, by what came of them.",
            labels: ["source", "outcome"]),
        .init(
            "candlewick_source_request_seconds", .histogram, "Seconds from a request to the end of its reply.",
            labels: ["source"], bounds: MetricDescription.seconds),
        .init(
            "candlewick_source_limiter_wait_seconds", .histogram, "Seconds a request waited for the rate limit.",
            labels: ["source"], bounds: MetricDescription.seconds),
        .init(
            "candlewick_source_retries_total", .counter, "Requests that repeated another.", labels: ["source"]),
        .init(
            "candlewick_source_received_bytes_total", .counter, "Bytes of replies, unpacked.", labels: ["source"]),
        .init(
            "candlewick_source_breaker_state", .gauge,
            "Circuit breaker of a source: 0 closed, 1 half open, 2 open.", labels: ["source"], union: .largest),
        .init(
            "candlewick_source_cache_lookups_total", .counter, "Replies looked for in the cache: hit or miss.",
            labels: ["source", "result"]),
        .init("candlewick_worker_starts_total", .counter, "Worker processes started.", labels: ["adapter"]),
        .init(
            "candlewick_worker_losses_total", .counter, "Worker processes lost, by how.",
            labels: ["adapter", "reason"]),
    ]

    private static let rows: [MetricDescription] = [
        .init(
            "candlewick_rows_read_total", .counter, "Records that jobs read, good and bad.",
            labels: ["source", "kind"]),
        .init(
            "candlewick_rows_written_total", .counter, "Rows given to the store, by what became of them.",
            labels: ["source", "kind", "result"]),
        .init(
            "candlewick_rows_skipped_total", .counter, "Records that were no rows: duplicate or no-trades.",
            labels: ["source", "kind", "reason"]),
        .init(
            "candlewick_rows_rejected_total", .counter, "Records that were refused, by why.",
            labels: ["source", "code"]),
        .init(
            "candlewick_jobs_finished_total", .counter, "Jobs of the hub that ended, by state.", labels: ["state"]),
    ]

    private static let stores: [MetricDescription] = [
        .init(
            "candlewick_store_pool_size", .gauge, "Connections that may be open at once.", labels: ["pool"]),
        .init("candlewick_store_pool_in_use", .gauge, "Connections that are in use.", labels: ["pool"]),
        .init(
            "candlewick_store_pool_wait_seconds", .histogram, "Seconds somebody waited because all were in use.",
            labels: ["pool"], bounds: MetricDescription.seconds),
        .init(
            "candlewick_store_wal_bytes", .gauge, "Bytes of the write-ahead log of a SQLite file.",
            labels: ["store"]),
        .init(
            "candlewick_store_wal_lag_transactions", .gauge,
            "Transactions that a QuestDB table has taken and does not show yet.", labels: ["store", "table"]),
        .init("candlewick_spool_bytes", .gauge, "Bytes of rows that wait for a store.", labels: ["store"]),
        .init("candlewick_spool_limit_bytes", .gauge, "Bytes that may wait for a store.", labels: ["store"]),
    ]

    private static let histories: [MetricDescription] = [
        .init("candlewick_gaps", .gauge, "Gaps in what is wanted.", labels: ["tier"]),
        .init(
            "candlewick_gap_candles", .gauge, "Candles missing in what is wanted, by why.", labels: ["class"]),
        .init(
            "candlewick_completeness_ratio", .gauge, "What is there of what is wanted, 0 to 1.",
            labels: ["tier", "interval_minutes"]),
        .init(
            "candlewick_lag_seconds", .gauge, "Seconds since the newest moment that is covered, of TIER1 and TIER2.",
            labels: ["asset", "quote", "interval_minutes"], union: .largest),
        .init(
            "candlewick_tier_lag_seconds", .gauge, "The largest lag of a tier.", labels: ["tier"], union: .largest),
        .init(
            "candlewick_report_age_seconds", .gauge, "Seconds since gaps and completeness were counted.",
            union: .largest),
    ]

    private static let hub: [MetricDescription] = [
        .init(
            "candlewick_http_requests_total", .counter, "Requests that the hub answered.",
            labels: ["method", "route", "status"]),
        .init(
            "candlewick_http_request_seconds", .histogram, "Seconds from a request to the head of its answer.",
            labels: ["route"], bounds: MetricDescription.seconds),
        .init("candlewick_live_readers", .gauge, "Readers of the live streams: sse or websocket.", labels: ["kind"]),
        .init(
            "candlewick_live_readers_dropped_total", .counter,
            "Readers of the live streams that the hub ended: slow or revoked.", labels: ["reason"]),
        .init("candlewick_jobs_running", .gauge, "Jobs under way, of any process.", labels: ["command"]),
        .init(
            "candlewick_task_runs", .gauge, "Runs of tasks among the newest 500, by state.", labels: ["task", "state"]),
        .init("candlewick_alerts", .gauge, "Alerts that hold.", labels: ["rule", "state"]),
        .init(
            "candlewick_webhook_deliveries_total", .counter, "Alerts sent to the webhook: delivered, retried, dropped.",
            labels: ["result"]),
        .init("candlewick_build_info", .gauge, "Always 1; which version runs.", labels: ["version"], union: .largest),
        .init("process_resident_memory_bytes", .gauge, "Resident memory in bytes.", union: .largest),
        .init("process_open_fds", .gauge, "Open file descriptors.", union: .largest),
        .init(
            "process_start_time_seconds", .gauge, "When the process started, in seconds since 1970.",
            union: .largest),
        .init("process_cpu_seconds_total", .counter, "Processor time used, user and system, in seconds."),
    ]
}
