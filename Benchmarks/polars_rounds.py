"""Reads a Kraken CSV file with polars once for every line of standard input, and says how many processor seconds it took."""

import os
import sys
import time

# One core, as for the adapter. Read when polars is imported.
os.environ["POLARS_MAX_THREADS"] = "1"

import polars  # noqa: E402

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
    start = time.process_time()
    frame = polars.read_csv(sys.argv[1], has_header=False, schema=SCHEMA)
    print(time.process_time() - start, frame.height, flush=True)
