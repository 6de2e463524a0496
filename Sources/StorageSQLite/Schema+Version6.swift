extension Schema {
    /// What all hubs and all starts say alike: circuits of sources, and alerts with what was told of them.
    static let version6 = """
        CREATE TABLE circuit (
            -- The newest word on the circuit of a source. state: closed, open or half-open; until: of an open one; error: why
            -- the last request failed; process: who said so.
            adapter TEXT NOT NULL,
            host TEXT NOT NULL,
            state TEXT NOT NULL,
            since INTEGER NOT NULL,
            until INTEGER,
            error TEXT,
            process TEXT NOT NULL,
            PRIMARY KEY (adapter, host)
        );
        CREATE TABLE alert (
            -- An alert that fired. told: NOTHING, FIRING or RESOLVED; owner: the hub that looks after it; teller: the hub that
            -- sends its message. Each is dead when it has not lengthened its lease by then.
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            rule TEXT NOT NULL,
            subject TEXT NOT NULL,
            severity TEXT NOT NULL,
            value REAL NOT NULL,
            threshold REAL NOT NULL,
            message TEXT NOT NULL,
            since INTEGER NOT NULL,
            fired_at INTEGER NOT NULL,
            key TEXT NOT NULL,
            resolved_at INTEGER,
            resolved_value REAL,
            told TEXT NOT NULL DEFAULT 'NOTHING',
            owner TEXT,
            lease_until INTEGER,
            teller TEXT,
            teller_until INTEGER
        );
        CREATE UNIQUE INDEX alert_open ON alert (rule, subject) WHERE resolved_at IS NULL;
        """
}
