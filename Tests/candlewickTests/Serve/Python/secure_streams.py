"""Both live streams over TLS, with tokens of each role, until the hub ends.

`secure_streams.py CANDLEWICK PORT PID CA OTHER-CA` is run in the folder of a hub's store; TOKENS holds a token of each role
as JSON. Fails at the first thing that does not hold."""

import http.client
import json
import os
import signal
import ssl
import subprocess
import sys

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

program, port, pid, ca, other_ca = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5]
tokens = json.loads(os.environ["TOKENS"])
trust = ssl.create_default_context(cafile=ca)


def expect(is_so, what):
    if not is_so:
        raise SystemExit(f"not so: {what}")


def headers(token):
    return {"Authorization": f"Bearer {token}"} if token else {}


class Events:
    def __init__(self, token, context=trust):
        self.connection = http.client.HTTPSConnection("localhost", port, timeout=60, context=context)
        self.connection.request("GET", "/v1/events?kinds=candles", headers=headers(token))
        self.answer = self.connection.getresponse()

    def next(self):
        """The next event's name and data; nothing at the end."""
        name = ""
        while line := self.answer.readline().decode().rstrip("\n"):
            if line.startswith("event: "):
                name = line[7:]
            if line.startswith("data: "):
                return name, json.loads(line[6:])
        return self.next() if not self.answer.isclosed() else None


def stream(token, context=trust):
    return connect(f"wss://localhost:{port}/v1/stream", ssl=context, additional_headers=headers(token))


def run(*words):
    done = subprocess.run([program, *words], capture_output=True, text=True, timeout=120)
    expect(done.returncode == 0, f"{words}: {done.stderr}")


# Who has no token, or none that is good, hears nothing.
for wrong in (None, "cw_" + "a" * 43):
    expect(Events(wrong).answer.status == 401, "events without a good token")
    try:
        stream(wrong)
        expect(False, "a stream without a good token")
    except InvalidStatus as error:
        expect(error.response.status_code == 401, error)

# Nor does who trusts somebody else.
stranger = ssl.create_default_context(cafile=other_ca)
for ask in (Events, stream):
    try:
        ask(tokens["read"], stranger)
        expect(False, "an answer under another's certificate")
    except ssl.SSLCertVerificationError:
        pass

events = {role: Events(token) for role, token in tokens.items()}
streams = {role: stream(token) for role, token in tokens.items()}
for role in tokens:
    expect(events[role].answer.status == 200, f"events of {role}")
    expect(streams[role].socket.version() in ("TLSv1.2", "TLSv1.3"), "TLS")
    streams[role].send(json.dumps({"op": "subscribe", "id": 1, "kinds": ["candles"]}))
    expect(json.loads(streams[role].recv(timeout=60))["op"] == "subscribed", f"stream of {role}")

run("ingest", "data", "--yes")
for role in tokens:
    name, data = events[role].next()
    expect(name == "candles" and data["series"]["asset"] == "BTC" and data["count"] == 2, f"{role}: {name} {data}")
    said = json.loads(streams[role].recv(timeout=60))
    expect(said["kind"] == "candles" and said["data"] == data, f"{role}: {said}")


def closing(role):
    try:
        while True:
            streams[role].recv(timeout=60)
    except ConnectionClosed as error:
        return error.rcvd.code, error.rcvd.reason


def goodbye(role):
    while event := events[role].next():
        if event[0] == "bye":
            return event[1]["reason"]
    return None


# Whose token is revoked is told so, and the others are not disturbed.
run("token", "revoke", "read")
code, reason = closing("read")
expect(code == 1008 and reason.startswith("revoked:"), f"{code} {reason}")
expect((goodbye("read") or "").startswith("revoked:"), "the events' goodbye to whose token was revoked")
expect(Events(tokens["read"]).answer.status == 401, "events with a revoked token")

os.kill(pid, signal.SIGTERM)
for role in ("operate", "admin"):
    code, reason = closing(role)
    expect(code == 1001 and reason.startswith("stopping:"), f"{role}: {code} {reason}")
    expect((goodbye(role) or "").startswith("stopping:"), f"the events' goodbye to {role}")
print("held")
