extension Schema {
    /// What sources have said of ranges of time, and what was given up.
    static let version2 = """
        CREATE TABLE coverage (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            source text COLLATE "C" NOT NULL,
            base text COLLATE "C" NOT NULL,
            quote text COLLATE "C" NOT NULL,
            interval_ns bigint NOT NULL,
            category text COLLATE "C" NOT NULL,
            claim text COLLATE "C" NOT NULL,
            start_time bigint NOT NULL,
            end_time bigint NOT NULL,
            job bigint NOT NULL REFERENCES job (id) ON DELETE CASCADE,
            asserted_at bigint NOT NULL
        );
        COMMENT ON TABLE coverage IS 'base and quote are empty for a statement about a whole category, category is empty '
            'for one about a series; interval_ns: 0 for trades; claim: COVERED or SOURCE_LIMIT.';
        CREATE INDEX coverage_by_scope ON coverage (base, quote, source, interval_ns, category, start_time);
        CREATE INDEX coverage_by_job ON coverage (job);

        CREATE TABLE given_up (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            job bigint NOT NULL REFERENCES job (id) ON DELETE CASCADE,
            source text NOT NULL,
            base text NOT NULL,
            quote text NOT NULL,
            interval_ns bigint NOT NULL,
            category text NOT NULL,
            start_time bigint NOT NULL,
            end_time bigint NOT NULL,
            reason text NOT NULL,
            message text NOT NULL,
            given_up_at bigint NOT NULL
        );
        COMMENT ON TABLE given_up IS 'The part of time of a scope (as in coverage) that a job did not get; reason: the '
            'class of the failure.';
        CREATE INDEX given_up_by_job ON given_up (job);
        """
}
