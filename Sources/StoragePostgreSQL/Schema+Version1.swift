extension Schema {
    /// Series, candles, trades, and the marks of commits.
    ///
    /// With the packed key a candle takes 107 bytes, index included; with (series, time in ns) 133, whether in
    /// partitions by time or not. The times of binary COPY overlapped too much to choose by (docs/stores-postgresql.md).
    static let version1 = """
        CREATE TABLE identity (
            sole boolean PRIMARY KEY DEFAULT true CHECK (sole),
            id text NOT NULL
        );
        COMMENT ON TABLE identity IS 'One row: which store this is, whatever address leads to it.';
        INSERT INTO identity (id) VALUES (replace(gen_random_uuid()::text, '-', ''));

        CREATE TABLE writer (
            id bigint PRIMARY KEY,
            mark bigint NOT NULL,
            seen_at timestamptz NOT NULL DEFAULT now()
        ) WITH (fillfactor = 50);
        COMMENT ON TABLE writer IS 'The last commit of each connection that writes.';

        CREATE TABLE series (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            base text COLLATE "C" NOT NULL,
            quote text COLLATE "C" NOT NULL,
            interval_ns bigint NOT NULL,
            source text COLLATE "C" NOT NULL,
            UNIQUE (base, quote, interval_ns, source)
        );
        COMMENT ON TABLE series IS
            'One line of history. interval_ns: length of a candle in nanoseconds, 0 for trades.';

        CREATE TABLE candle (
            key bigint PRIMARY KEY,
            open double precision NOT NULL,
            high double precision NOT NULL,
            low double precision NOT NULL,
            close double precision NOT NULL,
            volume double precision,
            vwap double precision,
            trades bigint
        );
        COMMENT ON TABLE candle IS
            'key = series.id << 34 | open time in whole seconds since 1970 UTC. NULL: absent.';

        CREATE TABLE trade (
            series integer NOT NULL,
            ordinal integer NOT NULL,
            time bigint NOT NULL,
            price double precision NOT NULL,
            volume double precision,
            trade_id bigint,
            side smallint,
            PRIMARY KEY (series, time, ordinal)
        );
        COMMENT ON TABLE trade IS 'time: nanoseconds since 1970 UTC; ordinal: place among the trades of that time; '
            'side of the taker: 1 bought, 2 sold. NULL: absent.';

        CREATE VIEW candles AS
            SELECT s.base AS asset, s.quote AS quote, trim_scale(s.interval_ns / 60000000000.0) AS interval_minutes,
                s.source AS source, to_timestamp(c.key & 17179869183) AS time,
                c.open, c.high, c.low, c.close, c.volume, c.vwap, c.trades
            FROM series s JOIN candle c ON c.key >= (s.id << 34) AND c.key < ((s.id + 1) << 34)
            WHERE s.interval_ns > 0;
        COMMENT ON VIEW candles IS 'For people. Conditions on asset, quote, interval_minutes and source are fast; '
            'a condition on time reads the whole series.';

        CREATE VIEW trades AS
            SELECT s.base AS asset, s.quote AS quote, s.source AS source,
                timestamptz 'epoch' + t.time / 1000 * interval '1 microsecond' AS time,
                t.price, t.volume, CASE t.side WHEN 1 THEN 'buy' WHEN 2 THEN 'sell' END AS side, t.trade_id,
                t.time AS time_ns
            FROM series s JOIN trade t ON t.series = s.id::integer
            WHERE s.interval_ns = 0;
        COMMENT ON VIEW trades IS
            'For people, as candles. time has microseconds, as all times here; time_ns has all digits.';
        """
}
