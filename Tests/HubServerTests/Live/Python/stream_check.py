"""Reads the hub's WebSocket with a client that is not ours. `stream_check.py LIVE_READERS` prints a line for each thing that
held, and fails at the first that does not."""

import base64
import json
import os
import socket
import struct
import subprocess
import sys
import time

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect


class Hub:
    def __init__(self, program, lag=1024):
        self.process = subprocess.Popen(
            [program, "serve", str(lag)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.port = int(self.process.stdout.readline().split()[1])

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().split()

    def stop(self):
        self.process.stdin.write("stop\n")
        self.process.stdin.flush()

    def connect(self, **options):
        return connect(f"ws://127.0.0.1:{self.port}/v1/stream", **options)


def tell(ws, message):
    ws.send(json.dumps(message))
    return json.loads(ws.recv(timeout=30))


def closing(ws):
    """The code and the reason with which the hub closes."""
    try:
        while True:
            ws.recv(timeout=30)
    except ConnectionClosed as error:
        return error.rcvd.code, error.rcvd.reason


def expect(is_so, what):
    if not is_so:
        raise SystemExit(f"not so: {what}")


def subscriptions(hub):
    with hub.connect() as ws:
        expect(ws.response.headers.get("Sec-WebSocket-Extensions") is None, "no extension is agreed on")
        hub.ask("publish 1 BTC")
        hour = {"asset": "BTC", "quote": "USD", "interval_minutes": 60, "source": "kraken-csv"}
        said = tell(ws, {"op": "subscribe", "id": 1, "kinds": ["candles"], "series": [hour]})
        expect(said["op"] == "subscribed" and said["id"] == 1, said)
        before = said["number"]
        hub.ask("publish 1")
        hub.ask("publish 2 ETH")
        newest = int(hub.ask("publish 2 BTC")[0])
        events = [json.loads(ws.recv(timeout=30)) for _ in range(2)]
        expect([e["number"] for e in events] == [newest - 1, newest], events)
        expect(newest == before + 5, "numbers grow by one")
        expect(all(e["op"] == "event" and e["kind"] == "candles" and e["data"]["job"] for e in events), events)
        expect(tell(ws, {"op": "subscribe", "id": 2, "kinds": ["job"]})["op"] == "subscribed", "a second one")
        expect(tell(ws, {"op": "unsubscribe", "id": 1}) == {"op": "unsubscribed", "id": 1, "number": newest}, "gone")
        hub.ask("publish 1 BTC")
        newest = int(hub.ask("publish 1")[0])
        expect(json.loads(ws.recv(timeout=30))["number"] == newest, "only what is still wanted")
        expect(tell(ws, {"op": "ping", "id": 7}) == {"op": "pong", "id": 7}, "pong")


def complaints(hub):
    wrong = [
        ("", "send a JSON object"),
        ("[]", "is of another type"),
        ("{", "send a JSON object"),
        ("[" * 5000, "send a JSON object"),
        ({}, "op: is missing"),
        ({"op": "dance"}, "op: 'dance'"),
        ({"op": "subscribe"}, "id: give"),
        ({"op": "subscribe", "id": "x"}, "id: is of another type"),
        ({"op": "subscribe", "id": 1, "kinds": []}, "kinds: name at least one"),
        ({"op": "subscribe", "id": 1, "kinds": ["candle"]}, "kinds: 'candle'"),
        ({"op": "subscribe", "id": 1, "series": [{"asset": ""}]}, "series.asset"),
        ({"op": "subscribe", "id": 1, "series": [{"asset": "B C"}]}, "series.asset"),
        ({"op": "subscribe", "id": 1, "series": [{"interval_minutes": 0}]}, "series.interval_minutes"),
        ({"op": "subscribe", "id": 1, "series": [{}] * 201}, "at most 200"),
        ({"op": "unsubscribe", "id": 9}, "no such subscription"),
    ]
    with hub.connect() as ws:
        for message, sentence in wrong:
            ws.send(message if isinstance(message, str) else json.dumps(message))
            said = json.loads(ws.recv(timeout=30))
            expect(said["op"] == "error" and sentence in said["message"], f"{str(message)[:60]}: {said}")
        for number in range(200):
            expect(tell(ws, {"op": "subscribe", "id": number})["op"] == "subscribed", "as many as may")
        expect(tell(ws, {"op": "subscribe", "id": 3})["message"].startswith("id: is used"), "a number twice")
        expect("at most 200" in tell(ws, {"op": "subscribe", "id": 200})["message"], "one too many")


def fragments(hub):
    with hub.connect() as ws:
        ws.send(iter(['{"op":', '"ping",', '"id":', "5}"]))
        expect(json.loads(ws.recv(timeout=30)) == {"op": "pong", "id": 5}, "a message in parts")
        expect(ws.ping(b"abc").wait(30), "a ping is answered with its own bytes")
        long = {"op": "ping", "id": 6, "filling": "x" * 65_000}
        expect(tell(ws, long) == {"op": "pong", "id": 6}, "as long as may be")


def close_codes(hub):
    def code(messages):
        with hub.connect() as ws:
            try:
                for message in messages:
                    ws.send(message)
            except ConnectionClosed:
                # The hub may close while we still send.
                pass
            return closing(ws)[0]

    expect(code(["x" * 70_000]) == 1009, "a frame that is too large")
    expect(code([iter(["x" * 40_000, "x" * 40_000])]) == 1009, "parts that are too large together")
    expect(code([iter(["x"] * 300)]) == 1009, "too many parts")
    expect(code([b"\x00\x01"]) == 1003, "binary")
    expect(code(['{"op":"ping"}'] * 1001) == 1008, "too many messages")
    with hub.connect() as ws:
        ws.close(4001, "done")
        expect(ws.close_code == 4001, "a close is answered with its code")


def raw(hub, *frames):
    """What comes for frames that no client would send: opcode and payload of the first frame that is no text."""
    with socket.create_connection(("127.0.0.1", hub.port), timeout=30) as sock:
        key = base64.b64encode(os.urandom(16)).decode()
        sock.sendall(
            (
                f"GET /v1/stream HTTP/1.1\r\nHost: 127.0.0.1:{hub.port}\r\nConnection: keep-alive, Upgrade\r\n"
                f"Upgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
            ).encode()
        )
        stream = sock.makefile("rb")
        status = stream.readline()
        expect(b" 101 " in status, status)
        while stream.readline() != b"\r\n":
            pass
        for frame in frames:
            sock.sendall(frame)
        first, length = stream.read(2)
        payload = stream.read(length)
        rest = b""
        sock.settimeout(10)
        try:
            rest = stream.read()
        except TimeoutError:
            raise SystemExit("not so: the hub closes the connection")
        return first & 15, payload, rest


def masked(first, payload):
    mask = os.urandom(4)
    return bytes([first, 0x80 | len(payload)]) + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload))


def broken_frames(hub):
    def code(*frames):
        opcode, payload, _ = raw(hub, *frames)
        expect(opcode == 8, f"a close frame and not {opcode}")
        return struct.unpack("!H", payload[:2])[0] if payload else None

    expect(code(b"\x81\x02{}") == 1002, "not masked")
    expect(code(masked(0xC1, b"{}")) == 1002, "a reserved bit")
    expect(code(masked(0x83, b"{}")) == 1002, "an unknown kind of frame")
    expect(code(masked(0x80, b"{}")) == 1002, "a part of nothing")
    expect(code(masked(0x01, b"{"), masked(0x81, b"{}")) == 1002, "a new message within another")
    expect(code(masked(0x09, b"x")) == 1002, "a ping in parts")
    expect(code(masked(0x81, b"\xff\xfe")) == 1007, "no UTF-8")
    expect(code(masked(0x88, b"")) is None, "a close without a code is answered without one")
    expect(code(masked(0x88, b"\x03")) == 1002, "half a code")
    expect(code(masked(0x88, struct.pack("!H", 1005))) == 1002, "a code that is not to be sent")
    expect(code(masked(0x88, struct.pack("!H", 1000) + b"\xff")) == 1007, "a reason that is no UTF-8")
    expect(code(masked(0x88, struct.pack("!H", 1000))) == 1000, "an ordinary close")


def slow(program):
    hub = Hub(program, lag=64)
    with hub.connect(ping_interval=None, max_queue=4) as ws, hub.connect(ping_interval=None) as quick:
        for one in (ws, quick):
            expect(tell(one, {"op": "subscribe", "id": 1})["op"] == "subscribed", "subscribed")
        # The client's own buffers, and the system's, are filled before the hub notices anything.
        longest, read = 0, []
        for _ in range(4000):
            number, took = hub.ask("publish 20")
            longest = max(longest, float(took))
            while not read or read[-1] < int(number):
                read.append(json.loads(quick.recv(timeout=30))["number"])
            if hub.ask("state")[1] == "1":
                break
        expect(hub.ask("state")[1] == "1", "who does not read is dropped")
        expect(read == list(range(read[0], read[0] + len(read))), "the other has missed nothing")
        expect(longest < 1_000_000, f"publishing took {longest} us")
        code, reason = closing(ws)
        expect(code == 1013 and reason.startswith("slow:"), f"{code} {reason}")
    hub.stop()
    expect(hub.process.wait(30) == 0, "the hub ends in order")


def stopping(program):
    hub = Hub(program)
    with hub.connect() as ws, hub.connect() as other:
        start = time.monotonic()
        hub.stop()
        for one in (ws, other):
            code, reason = closing(one)
            expect(code == 1001 and reason.startswith("stopping:"), f"{code} {reason}")
        expect(time.monotonic() - start < 1, "within a second")
    expect(hub.process.wait(30) == 0, "the hub ends in order")


def main():
    program = sys.argv[1]
    hub = Hub(program)
    for check in (subscriptions, complaints, fragments, close_codes, broken_frames):
        check(hub)
        print("held:", check.__name__, flush=True)
    hub.stop()
    for check in (slow, stopping):
        check(program)
        print("held:", check.__name__, flush=True)


main()
