import GRDB
import MarketData
import Storage

extension Schema {
    /// How coverage came and what became of it, a packed set for each scope, what is suspect, gaps, and items of jobs.
    static let version4 = """
        -- medium: CSV, API or DERIVED; origin: the file or the request; rows: NULL where nobody counted them.
        ALTER TABLE coverage ADD COLUMN medium TEXT NOT NULL DEFAULT 'API';
        ALTER TABLE coverage ADD COLUMN origin TEXT NOT NULL DEFAULT '';
        ALTER TABLE coverage ADD COLUMN rows INTEGER;
        ALTER TABLE coverage ADD COLUMN verified_at INTEGER;
        CREATE INDEX coverage_by_job ON coverage (job, base, quote, source, interval_ns, category, end_time);
        CREATE TABLE coverage_set (
            -- All ranges of a scope (as in coverage) of which the same is known in a store, packed (docs/data-model.md).
            -- content: COVERED, SOURCE_LIMIT or EXAMINED.
            id INTEGER PRIMARY KEY,
            store TEXT NOT NULL,
            base TEXT NOT NULL,
            quote TEXT NOT NULL,
            interval_ns INTEGER NOT NULL,
            category TEXT NOT NULL,
            source TEXT NOT NULL,
            content TEXT NOT NULL,
            medium TEXT NOT NULL,
            ranges BLOB NOT NULL,
            UNIQUE (store, base, quote, interval_ns, category, source, content, medium)
        );
        CREATE TABLE suspect (
            -- A stretch of a series without rows, against the evidence. reason: FINER, COARSER or IMPROBABLE.
            id INTEGER PRIMARY KEY,
            store TEXT NOT NULL,
            base TEXT NOT NULL,
            quote TEXT NOT NULL,
            interval_ns INTEGER NOT NULL,
            source TEXT NOT NULL,
            start_time INTEGER NOT NULL,
            end_time INTEGER NOT NULL,
            reason TEXT NOT NULL,
            evidence TEXT NOT NULL,
            expected_trades REAL
        );
        CREATE INDEX suspect_by_series ON suspect (store, base, quote, interval_ns, source, start_time);
        CREATE TABLE gap (
            -- What a job made of a gap. status: FILLED, FAILED or UNFILLABLE; candles: 0 for trades.
            id INTEGER PRIMARY KEY,
            store TEXT NOT NULL,
            base TEXT NOT NULL,
            quote TEXT NOT NULL,
            interval_ns INTEGER NOT NULL,
            start_time INTEGER NOT NULL,
            end_time INTEGER NOT NULL,
            status TEXT NOT NULL,
            class TEXT NOT NULL,
            candles INTEGER NOT NULL,
            source TEXT NOT NULL,
            message TEXT NOT NULL,
            required_file TEXT NOT NULL,
            job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE,
            dealt_at INTEGER NOT NULL,
            UNIQUE (store, base, quote, interval_ns, start_time, end_time)
        );
        CREATE INDEX gap_by_job ON gap (job);
        CREATE TABLE job_item (
            -- One thing that a job has to do. state: PENDING, RUNNING, DONE, FAILED or DROPPED; owner: the process that
            -- has it, which is dead when it has not lengthened the lease by lease_until.
            job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE,
            place INTEGER NOT NULL,
            name TEXT NOT NULL,
            spec TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'PENDING',
            attempts INTEGER NOT NULL DEFAULT 0,
            error_class TEXT NOT NULL DEFAULT '',
            message TEXT NOT NULL DEFAULT '',
            rows INTEGER NOT NULL DEFAULT 0,
            duration_ns INTEGER NOT NULL DEFAULT 0,
            resume_token TEXT NOT NULL DEFAULT '',
            owner TEXT,
            lease_until INTEGER,
            PRIMARY KEY (job, place)
        ) WITHOUT ROWID;
        CREATE INDEX job_item_open ON job_item (job, place) WHERE state IN ('PENDING', 'RUNNING');
        -- What the job was asked, so that another process can go on; whether it was asked to end.
        ALTER TABLE job ADD COLUMN spec TEXT NOT NULL DEFAULT '';
        ALTER TABLE job ADD COLUMN is_cancelled INTEGER NOT NULL DEFAULT 0;
        """

    /// Makes the sets of what was noted until now.
    static func fillCoverageSets(_ db: Database) throws {
        var sets: [CoverageSetKey: [TimeRange]] = [:]
        let rows = try Row.fetchCursor(
            db, sql: "SELECT coverage.*, store FROM coverage JOIN job ON job.id = coverage.job")
        while let row = try rows.next() {
            let claim: CoverageRecord.Claim = try row.word("claim")
            let key = CoverageSetKey(
                try row.identity("store"), try ScopeColumns.scope(row), CoverageSet.Content(claim), .api)
            sets[key, default: []].append(try row.range())
        }
        for (key, ranges) in sets { try SQLiteCoverageTables(db).save(RangeSet(ranges), as: key) }
    }
}
