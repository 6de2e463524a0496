"""Sends rows with QuestDB's official client by the line protocol over HTTP.

Reads from standard input: {"conf": "http::addr=...;", "rows": [{"table", "symbols": [[name, value]],
"columns": [[name, type, value]], "at": nanoseconds}]}; doubles come as their bits, whole numbers as text.
"""

import json
import struct
import sys

from questdb import Sender, TimestampMicros, TimestampNanos

READERS = {
    "double": lambda bits: struct.unpack("<d", struct.pack("<Q", int(bits)))[0],
    "long": int,
    "bool": bool,
    "string": str,
    "timestamp": lambda text: TimestampMicros(int(text)),
}

task = json.load(sys.stdin)
with Sender.from_conf(task["conf"]) as sender:
    for row in task["rows"]:
        sender.row(
            row["table"],
            symbols=dict(row["symbols"]),
            columns={name: READERS[kind](value) for name, kind, value in row["columns"]},
            at=TimestampNanos(int(row["at"])),
        )
    sender.flush()
