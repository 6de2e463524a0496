"""Two readers of one long stream, of which one takes nothing, and what they see of a hub that is told to end.

`stopped_streams.py PORT PATH` says `reading`. At each line that it is given one of the readers takes all that comes, and it
says how that stream ended: `whole ROWS` or `broken`."""

import socket
import sys

port, path = int(sys.argv[1]), sys.argv[2]


class Reader:
    def __init__(self):
        self.socket = socket.socket()
        # So little is kept for who does not read that the hub notices it.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.settimeout(60)
        self.socket.connect(("127.0.0.1", port))
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        self.bytes = b""
        while b"\r\n\r\n" not in self.bytes:
            self.bytes += self.socket.recv(1024)
        head, self.bytes = self.bytes.split(b"\r\n\r\n", 1)
        if not head.startswith(b"HTTP/1.1 200 ") or b"chunked" not in head:
            raise SystemExit(f"no stream: {head}")

    def end(self):
        pieces = [self.bytes]
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        try:
            while piece := self.socket.recv(1 << 16):
                pieces.append(piece)
                if piece.endswith(b"\r\n0\r\n\r\n"):
                    break
        except ConnectionResetError:
            pass
        rest, rows = b"".join(pieces), 0
        while rest:
            length, _, rest = rest.partition(b"\r\n")
            count = int(length or b"0", 16)
            if count == 0:
                return f"whole {rows}" if rest == b"\r\n" and length else "broken"
            if len(rest) < count + 2:
                return "broken"
            rows += rest[:count].count(b"\n")
            rest = rest[count + 2 :]
        return "broken"


readers = [Reader(), Reader()]
print("reading", flush=True)
for reader in readers:
    sys.stdin.readline()
    print(reader.end(), flush=True)
