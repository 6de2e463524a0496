extension Schema {
    /// The ledger's part of version 1. Times are nanoseconds since 1970 UTC; NULL: nobody said.
    static let ledgerVersion1 = """
        CREATE TABLE asset (
            ticker text COLLATE "C" PRIMARY KEY,
            name text NOT NULL,
            category text,
            tier text NOT NULL,
            quote_currency text,
            description text NOT NULL,
            is_active boolean NOT NULL
        );

        CREATE TABLE job (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            command text NOT NULL,
            subject text NOT NULL,
            items bigint NOT NULL,
            started_at bigint NOT NULL,
            store text NOT NULL,
            store_location text NOT NULL,
            state text NOT NULL,
            items_done bigint NOT NULL DEFAULT 0,
            items_failed bigint NOT NULL DEFAULT 0,
            rows_read bigint NOT NULL DEFAULT 0,
            inserted bigint NOT NULL DEFAULT 0,
            updated bigint NOT NULL DEFAULT 0,
            unchanged bigint NOT NULL DEFAULT 0,
            accepted bigint NOT NULL DEFAULT 0,
            duplicates bigint NOT NULL DEFAULT 0,
            rejected bigint NOT NULL DEFAULT 0,
            no_trades bigint NOT NULL DEFAULT 0,
            resume_token text NOT NULL DEFAULT '',
            heartbeat_at bigint NOT NULL,
            finished_at bigint,
            message text NOT NULL DEFAULT ''
        );
        COMMENT ON TABLE job IS 'state: PENDING, RUNNING, PAUSED, COMPLETED, PARTIAL or FAILED; store: the identity '
            'of the store that it writes; heartbeat_at: last sign of life.';

        CREATE TABLE file (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            job bigint NOT NULL REFERENCES job (id) ON DELETE CASCADE,
            path text COLLATE "C" NOT NULL,
            sha256 text COLLATE "C",
            member_name text COLLATE "C",
            member_size bigint,
            member_crc32 bigint,
            size bigint NOT NULL,
            source text NOT NULL,
            series_base text COLLATE "C",
            series_quote text COLLATE "C",
            series_interval_ns bigint,
            series_source text COLLATE "C",
            status text NOT NULL,
            rows_read bigint NOT NULL,
            inserted bigint NOT NULL,
            updated bigint NOT NULL,
            unchanged bigint NOT NULL,
            accepted bigint NOT NULL,
            duplicates bigint NOT NULL,
            no_trades bigint NOT NULL,
            rejected bigint NOT NULL,
            first_time bigint,
            last_time bigint,
            message text NOT NULL,
            read_at bigint NOT NULL
        );
        COMMENT ON TABLE file IS 'A file or a member of an archive that was read.';
        CREATE INDEX file_by_content ON file (sha256) WHERE sha256 IS NOT NULL;
        CREATE INDEX file_by_job ON file (job);
        CREATE INDEX file_by_member ON file (member_crc32, member_size) WHERE member_name IS NOT NULL;

        CREATE TABLE reject (
            file bigint NOT NULL REFERENCES file (id) ON DELETE CASCADE,
            place bigint NOT NULL,
            "row" bigint NOT NULL,
            position bigint NOT NULL,
            code bigint NOT NULL,
            reason text NOT NULL,
            raw text NOT NULL,
            PRIMARY KEY (file, place)
        );
        COMMENT ON TABLE reject IS 'place: order within the file; row, position: -1 unknown; code: see '
            'docs/data-model.md. A zero character of the raw text is kept as U+2400.';
        """
}
