"""Writes Kraken's CSV files of minute candles into a table of QuestDB with polars and QuestDB's own client.

Usage: questdb_peer.py WAY HOST PORT TABLE FILE...
WAY: qwp or ilp, the files one by one; qwp-sorted or ilp-sorted, all rows together in the order of time.
Ends when the server has taken all rows.
"""

import sys

import polars
import questdb

CSV = {
    "time": polars.Int64,
    "open": polars.Float64,
    "high": polars.Float64,
    "low": polars.Float64,
    "close": polars.Float64,
    "volume": polars.Float64,
    "trade_count": polars.Int32,
}
SYMBOLS = ["quote_currency", "source"]


def candles(number, path):
    """A file's rows as the table has them."""
    symbol = polars.lit("USD").cast(polars.Categorical)
    return polars.read_csv(path, has_header=False, schema=CSV).select(
        polars.lit(number, polars.Int32).alias("asset_id"),
        polars.lit(1, polars.Int32).alias("interval_minutes"),
        (polars.col("time") * 1_000_000).cast(polars.Datetime("us")),
        "open",
        "high",
        "low",
        "close",
        "volume",
        "trade_count",
        symbol.alias("quote_currency"),
        polars.lit("kraken-csv").cast(polars.Categorical).alias("source"),
    )


way, host, port, table, *paths = sys.argv[1:]
protocol, _, order = way.partition("-")
frames = (candles(number, path) for number, path in enumerate(paths, 1))
if order == "sorted":
    frames = [polars.concat(frames).sort("time")]
if protocol == "qwp":
    with questdb.connect(host=host, port=int(port)) as server:
        for frame in frames:
            server.dataframe(frame, table_name=table, symbols=SYMBOLS, at="time")
else:
    with questdb.Sender.from_conf(f"http::addr={host}:{port};") as sender:
        for frame in frames:
            # By the line protocol the client takes frames of pandas alone.
            sender.dataframe(frame.to_pandas(), table_name=table, symbols=SYMBOLS, at="time")
