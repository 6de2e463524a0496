"""How the partition unit of a QuestDB table tells in the time of writing.

    .build/test-venv/bin/python Benchmarks/questdb_partitions.py HTTP_PORT [ROUNDS] [ROWS]

Writes the same rows by QuestDB's own client (QWP) into new tables of each unit in turn, round by round, and prints the
median seconds until all rows can be read: one-minute candles of 20 series in the order of time (69 days), and trades
of 20 series, each one every 50 s (58 days). Makes and drops tables named candlewick_bench_*.
"""

import json
import statistics
import sys
import time
import urllib.parse
import urllib.request

import numpy
import polars
import questdb

port = int(sys.argv[1])
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 9
count = int(sys.argv[3]) if len(sys.argv) > 3 else 2_000_000
series = 20
start = 1_500_000_000_000_000


def sql(text):
    query = urllib.parse.urlencode({"query": text})
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/exec?{query}") as reply:
        return json.load(reply).get("dataset")


def frame(step_us, names):
    row = numpy.arange(count)
    price = 100 + numpy.sin(row / 1000)
    columns = {
        "asset_id": (row % series).astype(numpy.int32),
        "time": polars.Series(start + row // series * step_us).cast(polars.Datetime("us", "UTC")),
        "quote_currency": polars.Series(["USD"]).new_from_index(0, count).cast(polars.Categorical),
        "source": polars.Series(["bench"]).new_from_index(0, count).cast(polars.Categorical),
    }
    return polars.DataFrame(columns | {name: make(row, price) for name, make in names.items()})


number = {"interval_minutes": lambda row, price: numpy.ones(count, numpy.int32)}
doubles = {name: (lambda row, price: price) for name in ("open", "high", "low", "close", "volume")}
trades_count = {"trade_count": lambda row, price: (row % 1000).astype(numpy.int32)}
tick = {name: (lambda row, price: price) for name in ("price", "volume")}
ordinal = {"ordinal": lambda row, price: numpy.zeros(count, numpy.int32)}
candles = ("candles", frame(60_000_000, number | doubles | trades_count), "interval_minutes", ("MONTH", "DAY", "YEAR"))
trades = ("trades", frame(50_000_000, tick | ordinal), "ordinal", ("DAY", "MONTH"))
types = {"asset_id": "INT", "interval_minutes": "INT", "trade_count": "INT", "ordinal": "INT", "time": "TIMESTAMP",
         "quote_currency": "SYMBOL", "source": "SYMBOL"}  # fmt: skip


def once(database, kind, rows, key, unit, round):
    table = f"candlewick_bench_{kind}_{unit.lower()}_{round}"
    columns = ", ".join(f"{name} {types.get(name, 'DOUBLE')}" for name in rows.columns)
    sql(
        f"CREATE TABLE {table} ({columns}) TIMESTAMP(time) PARTITION BY {unit} WAL "
        f"DEDUP UPSERT KEYS(time, asset_id, source, quote_currency, {key})"
    )
    try:
        begin = time.perf_counter()
        database.dataframe(
            rows, table_name=table, symbols=["quote_currency", "source"], at="time", max_rows_per_batch=20_000
        )
        while sql(f"SELECT count() FROM {table}") != [[count]]:
            time.sleep(0.005)
        return time.perf_counter() - begin
    finally:
        sql(f"DROP TABLE {table}")


seconds = {}
with questdb.connect(f"ws::addr=127.0.0.1:{port};sender_pool_min=1;query_pool_min=0;") as database:
    for round in range(rounds + 1):
        for kind, rows, key, units in (candles, trades):
            for unit in units:
                taken = once(database, kind, rows, key, unit, round)
                # The first round warms up.
                if round > 0:
                    seconds.setdefault((kind, unit), []).append(taken)
for (kind, unit), times in seconds.items():
    median = statistics.median(times)
    print(
        f"{kind} {unit}: {median:.2f} s, {count / median / 1e6:.2f} M rows/s "
        f"({min(times):.2f} to {max(times):.2f})"
    )
