extension Schema {
    /// What the hub as a service keeps: who may, who changed what, runs of tasks; and which process started a job.
    static let version5 = """
        ALTER TABLE job ADD COLUMN process TEXT NOT NULL DEFAULT '';
        CREATE TABLE access_token (
            -- role: read, operate or admin; sha256: of the token, in lower-case hexadecimal.
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            role TEXT NOT NULL,
            sha256 TEXT NOT NULL UNIQUE,
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            revoked_at INTEGER
        );
        CREATE UNIQUE INDEX access_token_good ON access_token (name) WHERE revoked_at IS NULL;
        CREATE TABLE audit (
            -- A change: who made it (a token's name, local, schedule), from where, and what became of it.
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            who TEXT NOT NULL,
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            outcome TEXT NOT NULL,
            origin TEXT NOT NULL
        );
        CREATE TABLE task_run (
            -- A run of a task. schedule: the entry of the schedule; state: RUNNING, COMPLETED, PARTIAL, FAILED, MISSED or
            -- LOST; owner: the process that has it, which is dead when it has not lengthened the lease by lease_until.
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            schedule TEXT NOT NULL,
            task TEXT NOT NULL,
            due_at INTEGER NOT NULL,
            started_at INTEGER NOT NULL,
            finished_at INTEGER,
            state TEXT NOT NULL,
            summary TEXT NOT NULL DEFAULT '',
            owner TEXT,
            lease_until INTEGER,
            UNIQUE (schedule, due_at)
        );
        CREATE UNIQUE INDEX task_run_open ON task_run (schedule) WHERE state = 'RUNNING';
        """
}
