"""More connections than a hub takes: `many_connections.py PORT COUNT`. Those that are taken are served; one more waits, and
is served when others have ended."""

import socket
import sys

port, count = int(sys.argv[1]), int(sys.argv[2])


def ask(connection, patience):
    connection.settimeout(patience)
    connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    return answer(connection)


def answer(connection):
    try:
        return connection.recv(4096)[:15].decode()
    except TimeoutError:
        return "nothing"


connections = [socket.create_connection(("127.0.0.1", port)) for _ in range(count)]
print(ask(connections[0], 60))
print(ask(connections[-1], 2))
for connection in connections[:-1]:
    connection.close()
connections[-1].settimeout(60)
print(answer(connections[-1]))
