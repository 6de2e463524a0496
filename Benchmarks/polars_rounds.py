"""Reads a Kraken CSV file with polars once for every line of standard input, and says how long it took."""

import sys
import time

import polars

SCHEMA = {
    "time": polars.Int64,
    "open": polars.Float64,
    "high": polars.Float64,
    "low": polars.Float64,
    "close": polars.Float64,
    "volume": polars.Float64,
    "trades": polars.Int64,
}

for _ in sys.stdin:
    start = time.perf_counter()
    frame = polars.read_csv(sys.argv[1], has_header=False, schema=SCHEMA)
    print(time.perf_counter() - start, frame.height, flush=True)
