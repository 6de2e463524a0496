"""Sends the rows that standard input holds with QuestDB's own client, in one message.

Standard input: {"port": …, "way": "rows" | "frame", "table": …, "rows": [[symbol, integer, bits of a double, ns], …]},
where null is NULL.
"""

import json
import struct
import sys

import questdb

order = json.load(sys.stdin)


def double(bits):
    return None if bits is None else struct.unpack("<d", struct.pack("<Q", int(bits)))[0]


rows = [(s, n, double(p), t) for s, n, p, t in order["rows"]]
with questdb.connect(
    f"ws::addr=127.0.0.1:{order['port']};auto_flush=off;sender_pool_min=1;query_pool_min=0;"
) as database:
    if order["way"] == "rows":
        with database.sender() as sender:
            for s, n, p, t in rows:
                sender.row(
                    order["table"],
                    symbols={"s": s},
                    columns={"n": n, "p": p},
                    at=questdb.TimestampNanos(t),
                )
            sender.flush(wait=True)
    else:
        import polars

        frame = polars.DataFrame(
            {
                "s": polars.Series([r[0] for r in rows], dtype=polars.Categorical),
                "n": polars.Series([r[1] for r in rows], dtype=polars.Int64),
                "p": polars.Series([r[2] for r in rows], dtype=polars.Float64),
                "t": polars.Series([r[3] // 1000 for r in rows], dtype=polars.Datetime("us", "UTC")),
            }
        )
        database.dataframe(frame, table_name=order["table"], symbols=["s"], at="t", max_rows_per_batch=100_000)
