extension Schema {
    /// Series, candles, trades and the ledger.
    ///
    /// The comments stay in the file (`.schema` of the sqlite3 shell shows them).
    static let version1 = """
        CREATE TABLE series (
            -- One line of history. interval_ns: length of a candle in nanoseconds, 0 for trades.
            id INTEGER PRIMARY KEY,
            base TEXT NOT NULL,
            quote TEXT NOT NULL,
            interval_ns INTEGER NOT NULL,
            source TEXT NOT NULL,
            UNIQUE (base, quote, interval_ns, source)
        );
        CREATE TABLE candle (
            -- key = series.id << 34 | open time in whole seconds since 1970 UTC. NULL: absent.
            key INTEGER PRIMARY KEY,
            open REAL NOT NULL,
            high REAL NOT NULL,
            low REAL NOT NULL,
            close REAL NOT NULL,
            volume REAL,
            vwap REAL,
            trades INTEGER
        );
        CREATE TABLE trade (
            -- time: nanoseconds since 1970 UTC; ordinal: place among the trades of that time.
            -- side of the taker: 1 bought, 2 sold. NULL: absent.
            series INTEGER NOT NULL,
            time INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            price REAL NOT NULL,
            volume REAL,
            side INTEGER,
            trade_id INTEGER,
            PRIMARY KEY (series, time, ordinal)
        ) WITHOUT ROWID;
        CREATE VIEW candles AS
            -- For people. Conditions on asset, quote, interval_minutes and source are fast; time is text
            -- (RFC 3339 UTC), so a condition on it reads the whole series.
            SELECT s.base AS asset, s.quote AS quote,
                CASE WHEN s.interval_ns % 60000000000 = 0 THEN s.interval_ns / 60000000000
                    ELSE s.interval_ns / 60000000000.0 END AS interval_minutes,
                s.source AS source,
                strftime('%Y-%m-%dT%H:%M:%SZ', c.key & 17179869183, 'unixepoch') AS time,
                c.open AS open, c.high AS high, c.low AS low, c.close AS close,
                c.volume AS volume, c.vwap AS vwap, c.trades AS trades
            FROM series s CROSS JOIN candle c
                ON c.key BETWEEN s.id << 34 AND (s.id << 34) + 17179869183
            WHERE s.interval_ns > 0;
        CREATE VIEW trades AS
            -- For people, as candles. Nanoseconds are shown as far as there are any.
            SELECT s.base AS asset, s.quote AS quote, s.source AS source,
                strftime('%Y-%m-%dT%H:%M:%S',
                    (t.time - ((t.time % 1000000000) + 1000000000) % 1000000000) / 1000000000, 'unixepoch')
                || CASE t.time % 1000000000 WHEN 0 THEN 'Z' ELSE '.'
                    || rtrim(printf('%09d', ((t.time % 1000000000) + 1000000000) % 1000000000), '0') || 'Z'
                    END AS time,
                t.price AS price, t.volume AS volume,
                CASE t.side WHEN 1 THEN 'buy' WHEN 2 THEN 'sell' END AS side,
                t.trade_id AS trade_id
            FROM series s CROSS JOIN trade t ON t.series = s.id
            WHERE s.interval_ns = 0;
        """ + "\n" + ledgerVersion1
}
