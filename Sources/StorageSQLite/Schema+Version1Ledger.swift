extension Schema {
    /// The ledger's part of version 1. Times are nanoseconds since 1970 UTC; NULL: nobody said.
    static let ledgerVersion1 = """
        CREATE TABLE asset (
            ticker TEXT PRIMARY KEY NOT NULL,
            name TEXT NOT NULL,
            category TEXT,
            tier TEXT NOT NULL,
            quote_currency TEXT,
            description TEXT NOT NULL,
            is_active INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE job (
            -- state: PENDING, RUNNING, PAUSED, COMPLETED, PARTIAL or FAILED; heartbeat_at: last sign of life.
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            command TEXT NOT NULL,
            subject TEXT NOT NULL,
            items INTEGER NOT NULL,
            started_at INTEGER NOT NULL,
            state TEXT NOT NULL,
            items_done INTEGER NOT NULL,
            items_failed INTEGER NOT NULL,
            rows_read INTEGER NOT NULL,
            inserted INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            unchanged INTEGER NOT NULL,
            duplicates INTEGER NOT NULL,
            rejected INTEGER NOT NULL,
            no_trades INTEGER NOT NULL,
            heartbeat_at INTEGER NOT NULL,
            finished_at INTEGER,
            message TEXT NOT NULL
        );
        CREATE TABLE file (
            -- A file or a member of an archive that was read. interval_ns as in series.
            id INTEGER PRIMARY KEY,
            job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE,
            path TEXT NOT NULL,
            sha256 TEXT,
            member_name TEXT,
            member_size INTEGER,
            member_crc32 INTEGER,
            size INTEGER NOT NULL,
            source TEXT NOT NULL,
            series_base TEXT,
            series_quote TEXT,
            series_interval_ns INTEGER,
            series_source TEXT,
            status TEXT NOT NULL,
            rows_read INTEGER NOT NULL,
            inserted INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            unchanged INTEGER NOT NULL,
            duplicates INTEGER NOT NULL,
            no_trades INTEGER NOT NULL,
            rejected INTEGER NOT NULL,
            first_time INTEGER,
            last_time INTEGER,
            message TEXT NOT NULL,
            read_at INTEGER NOT NULL
        );
        CREATE INDEX file_by_content ON file (sha256, series_base) WHERE sha256 IS NOT NULL;
        CREATE INDEX file_by_job ON file (job, path);
        CREATE INDEX file_by_member ON file (member_crc32, member_size, member_name) WHERE member_name IS NOT NULL;
        CREATE TABLE reject (
            -- place: order within the file; row, position: -1 unknown; code: see docs/data-model.md.
            file INTEGER NOT NULL REFERENCES file(id) ON DELETE CASCADE,
            place INTEGER NOT NULL,
            row INTEGER NOT NULL,
            position INTEGER NOT NULL,
            code INTEGER NOT NULL,
            reason TEXT NOT NULL,
            raw TEXT NOT NULL,
            PRIMARY KEY (file, place)
        ) WITHOUT ROWID;
        """
}
