extension Schema {
    /// What all hubs and all starts say alike: circuits of sources, and alerts with what was told of them.
    static let version5 = """
        CREATE TABLE circuit (
            adapter text COLLATE "C" NOT NULL,
            host text COLLATE "C" NOT NULL,
            state text NOT NULL,
            since bigint NOT NULL,
            until bigint,
            error text,
            process text NOT NULL,
            PRIMARY KEY (adapter, host)
        );
        COMMENT ON TABLE circuit IS 'The newest word on the circuit of a source. state: closed, open or half-open; until: '
            'of an open one; error: why the last request failed; process: who said so.';

        CREATE TABLE alert (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            rule text COLLATE "C" NOT NULL,
            subject text COLLATE "C" NOT NULL,
            severity text NOT NULL,
            value float8 NOT NULL,
            threshold float8 NOT NULL,
            message text NOT NULL,
            since bigint NOT NULL,
            fired_at bigint NOT NULL,
            key text NOT NULL,
            resolved_at bigint,
            resolved_value float8,
            told text NOT NULL DEFAULT 'NOTHING',
            owner text,
            lease_until bigint,
            teller text,
            teller_until bigint
        );
        COMMENT ON TABLE alert IS 'An alert that fired. told: NOTHING, FIRING or RESOLVED; owner: the hub that looks after '
            'it; teller: the hub that sends its message. Each is dead when it has not lengthened its lease by then.';
        CREATE UNIQUE INDEX alert_open ON alert (rule, subject) WHERE resolved_at IS NULL;
        """
}
