extension Schema {
    /// A store knows who it is, and a ledger which store a job wrote: rows may lie elsewhere than the ledger.
    static let version2 = """
        CREATE TABLE identity (
            -- One row: which store this is, wherever the file lies.
            only INTEGER PRIMARY KEY CHECK (only = 1),
            id TEXT NOT NULL
        );
        INSERT INTO identity VALUES (1, lower(hex(randomblob(16))));
        -- The store that the job wrote, and where that was, for people. Until now it was this file.
        ALTER TABLE job ADD COLUMN store TEXT NOT NULL DEFAULT '';
        ALTER TABLE job ADD COLUMN store_location TEXT NOT NULL DEFAULT '';
        UPDATE job SET store = (SELECT id FROM identity);
        -- Where another run can go on.
        ALTER TABLE job ADD COLUMN resume_token TEXT NOT NULL DEFAULT '';
        -- Rows taken by a store that does not say what became of each.
        ALTER TABLE job ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE file ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0;
        """
}
