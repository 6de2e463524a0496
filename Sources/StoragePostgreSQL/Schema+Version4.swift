extension Schema {
    /// What the hub as a service keeps: who may, who changed what, runs of tasks; and which process started a job.
    static let version4 = """
        ALTER TABLE job ADD COLUMN process text NOT NULL DEFAULT '';
        COMMENT ON COLUMN job.process IS 'The process that started it, by a name that no other has.';

        CREATE TABLE access_token (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name text COLLATE "C" NOT NULL,
            role text NOT NULL,
            sha256 text COLLATE "C" NOT NULL UNIQUE,
            created_at bigint NOT NULL,
            expires_at bigint,
            revoked_at bigint
        );
        COMMENT ON TABLE access_token IS 'role: read, operate or admin; sha256: of the token, in lower-case hexadecimal.';
        CREATE UNIQUE INDEX access_token_good ON access_token (name) WHERE revoked_at IS NULL;

        CREATE TABLE audit (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            at bigint NOT NULL,
            who text NOT NULL,
            action text NOT NULL,
            subject text NOT NULL,
            outcome text NOT NULL,
            origin text NOT NULL
        );
        COMMENT ON TABLE audit IS 'A change: who made it (the name of a token, local, schedule), from where, and what '
            'became of it.';

        CREATE TABLE task_run (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            schedule text COLLATE "C" NOT NULL,
            task text NOT NULL,
            due_at bigint NOT NULL,
            started_at bigint NOT NULL,
            finished_at bigint,
            state text NOT NULL,
            summary text NOT NULL DEFAULT '',
            owner text,
            lease_until bigint,
            UNIQUE (schedule, due_at)
        );
        COMMENT ON TABLE task_run IS 'A run of a task. schedule: the entry of the schedule; state: RUNNING, COMPLETED, '
            'PARTIAL, FAILED, MISSED or LOST; owner: the process that has it, which is dead when it has not lengthened '
            'the lease by lease_until.';
        CREATE UNIQUE INDEX task_run_open ON task_run (schedule) WHERE state = 'RUNNING';
        """
}
