import MarketData
import Storage

extension Schema {
    /// How coverage came and what became of it, a packed set for each scope, what is suspect, gaps, and items of jobs.
    ///
    /// Sets lie in their rows up to 8 KB, where a scan finds them without a look into another table, and are not
    /// compressed: they are packed.
    static let version3 = """
        ALTER TABLE coverage ADD COLUMN medium text COLLATE "C" NOT NULL DEFAULT 'API',
            ADD COLUMN origin text NOT NULL DEFAULT '', ADD COLUMN rows bigint, ADD COLUMN verified_at bigint;
        COMMENT ON COLUMN coverage.medium IS 'CSV, API or DERIVED';
        COMMENT ON COLUMN coverage.origin IS 'The file or the request.';
        COMMENT ON COLUMN coverage.rows IS 'NULL where nobody counted them.';
        DROP INDEX coverage_by_job;
        CREATE INDEX coverage_by_job ON coverage (job, base, quote, source, interval_ns, category, end_time);

        CREATE TABLE coverage_set (
            store text COLLATE "C" NOT NULL,
            base text COLLATE "C" NOT NULL,
            quote text COLLATE "C" NOT NULL,
            interval_ns bigint NOT NULL,
            category text COLLATE "C" NOT NULL,
            source text COLLATE "C" NOT NULL,
            content text COLLATE "C" NOT NULL,
            medium text COLLATE "C" NOT NULL,
            ranges bytea NOT NULL,
            PRIMARY KEY (store, base, quote, interval_ns, category, source, content, medium)
        ) WITH (toast_tuple_target = 8160);
        ALTER TABLE coverage_set ALTER COLUMN ranges SET STORAGE EXTERNAL;
        COMMENT ON TABLE coverage_set IS 'All ranges of a scope (as in coverage) of which the same is known in a store, '
            'packed (docs/data-model.md); content: COVERED, SOURCE_LIMIT or EXAMINED.';

        CREATE TABLE suspect (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            store text COLLATE "C" NOT NULL,
            base text COLLATE "C" NOT NULL,
            quote text COLLATE "C" NOT NULL,
            interval_ns bigint NOT NULL,
            source text COLLATE "C" NOT NULL,
            start_time bigint NOT NULL,
            end_time bigint NOT NULL,
            reason text NOT NULL,
            evidence text NOT NULL,
            expected_trades double precision
        );
        COMMENT ON TABLE suspect IS 'A stretch of a series without rows, against the evidence; reason: FINER, COARSER or '
            'IMPROBABLE.';
        CREATE INDEX suspect_by_series ON suspect (store, base, quote, interval_ns, source, start_time);

        CREATE TABLE gap (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            store text COLLATE "C" NOT NULL,
            base text COLLATE "C" NOT NULL,
            quote text COLLATE "C" NOT NULL,
            interval_ns bigint NOT NULL,
            start_time bigint NOT NULL,
            end_time bigint NOT NULL,
            status text NOT NULL,
            class text NOT NULL,
            candles bigint NOT NULL,
            source text NOT NULL,
            message text NOT NULL,
            required_file text NOT NULL,
            job bigint NOT NULL REFERENCES job (id) ON DELETE CASCADE,
            dealt_at bigint NOT NULL,
            UNIQUE (store, base, quote, interval_ns, start_time, end_time)
        );
        COMMENT ON TABLE gap IS 'What a job made of a gap; status: FILLED, FAILED or UNFILLABLE; candles: 0 for trades.';
        CREATE INDEX gap_by_job ON gap (job);

        CREATE TABLE job_item (
            job bigint NOT NULL REFERENCES job (id) ON DELETE CASCADE,
            place bigint NOT NULL,
            name text NOT NULL,
            spec text NOT NULL,
            state text NOT NULL DEFAULT 'PENDING',
            attempts bigint NOT NULL DEFAULT 0,
            error_class text NOT NULL DEFAULT '',
            message text NOT NULL DEFAULT '',
            rows bigint NOT NULL DEFAULT 0,
            duration_ns bigint NOT NULL DEFAULT 0,
            resume_token text NOT NULL DEFAULT '',
            owner text,
            lease_until bigint,
            PRIMARY KEY (job, place)
        );
        COMMENT ON TABLE job_item IS 'One thing that a job has to do; state: PENDING, RUNNING, DONE, FAILED or DROPPED; '
            'owner: the process that has it, which is dead when it has not lengthened the lease by lease_until.';
        CREATE INDEX job_item_open ON job_item (job, place) WHERE state IN ('PENDING', 'RUNNING');

        ALTER TABLE job ADD COLUMN spec text NOT NULL DEFAULT '',
            ADD COLUMN is_cancelled boolean NOT NULL DEFAULT false;
        COMMENT ON COLUMN job.spec IS 'What the job was asked, so that another process can go on.';
        """

    /// Makes the sets of what was noted until now.
    static func fillCoverageSets(_ connection: ServerConnection, _ ledger: PostgreSQLLedger) throws {
        let found = try connection.run(
            Statement(
                "",
                """
                SELECT \(ScopeColumns.names), claim, start_time, end_time, store
                FROM \(ledger.schema).coverage JOIN \(ledger.schema).job ON job.id = coverage.job
                """))
        var sets: [CoverageSetKey: [TimeRange]] = [:]
        for row in 0..<found.count {
            let claim: CoverageRecord.Claim = try word(found.text(row, 5), "claim")
            let key = CoverageSetKey(
                try found.identity(row, 8), try ScopeColumns.scope(found, row, from: 0), CoverageSet.Content(claim),
                .api)
            sets[key, default: []].append(try found.range(row, from: 6))
        }
        let tables = PostgreSQLCoverageTables(connection, ledger)
        for (key, ranges) in sets { try tables.save(RangeSet(ranges), as: key) }
    }
}
