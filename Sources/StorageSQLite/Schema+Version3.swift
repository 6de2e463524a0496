extension Schema {
    /// What sources have said of ranges of time, and what was given up.
    static let version3 = """
        CREATE TABLE coverage (
            -- base and quote are empty for a statement about a whole category; category is empty for one about a series.
            -- interval_ns: 0 for trades. claim: COVERED or SOURCE_LIMIT.
            id INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            base TEXT NOT NULL,
            quote TEXT NOT NULL,
            interval_ns INTEGER NOT NULL,
            category TEXT NOT NULL,
            claim TEXT NOT NULL,
            start_time INTEGER NOT NULL,
            end_time INTEGER NOT NULL,
            job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE,
            asserted_at INTEGER NOT NULL
        );
        CREATE INDEX coverage_by_scope ON coverage (base, quote, source, interval_ns, category, start_time);
        CREATE TABLE given_up (
            -- The part of time of a scope (as in coverage) that a job did not get; reason: the class of the failure.
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE,
            source TEXT NOT NULL,
            base TEXT NOT NULL,
            quote TEXT NOT NULL,
            interval_ns INTEGER NOT NULL,
            category TEXT NOT NULL,
            start_time INTEGER NOT NULL,
            end_time INTEGER NOT NULL,
            reason TEXT NOT NULL,
            message TEXT NOT NULL,
            given_up_at INTEGER NOT NULL
        );
        CREATE INDEX given_up_by_job ON given_up (job);
        """
}
