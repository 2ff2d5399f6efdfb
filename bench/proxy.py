"""A proxy that makes a near server a distant one, and counts how often its clients wait for it."""

import queue
import socket
import threading
import time

ONE_WAY = 0.0025  # seconds
LATENCY = 2 * ONE_WAY


class Proxy:
    """Lets through what goes to a port, each way `ONE_WAY` later, in order; counts round trips.

    A round trip is what the client waits for: bytes of its own after bytes of the server's reached it.
    What it sends while an answer is still under way belongs to the round trip before."""

    def __init__(self, port: int):
        self._server = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.round_trips = 0
        self.pairs = set()  # that are open
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            _Pair(self, client, socket.create_connection(self._server))

    def settle(self):
        """Waits until all that its clients said before they ended has been counted."""
        while self.pairs:
            time.sleep(ONE_WAY)

    def close(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


class _Pair:
    """A client's connection and the one to the server for it."""

    def __init__(self, proxy: Proxy, client: socket.socket, server: socket.socket):
        self._proxy = proxy
        self._answered = True  # the client has bytes of the server's that it has not reacted to
        self._ends = (client, server)
        self._open = threading.Semaphore(1)  # taken by the direction that ends first
        for end in self._ends:
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        proxy.pairs.add(self)
        self._pass_on(client, server, received=self._asked)
        self._pass_on(server, client, sent=self._told)

    def _asked(self):
        if self._answered:
            self._answered = False
            self._proxy.round_trips += 1

    def _told(self):
        self._answered = True

    def _pass_on(self, source, target, received=None, sent=None):
        waiting = queue.SimpleQueue()

        def take():
            while data := _receive(source):
                if received:
                    received()
                waiting.put((time.monotonic() + ONE_WAY, data))
            waiting.put((time.monotonic() + ONE_WAY, b""))

        def give():
            try:
                while data := _due(waiting):
                    if sent:
                        sent()
                    target.sendall(data)
                target.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # the other end is gone
            self._ended()

        for work in (take, give):
            threading.Thread(target=work, daemon=True).start()

    def _ended(self):
        if not self._open.acquire(blocking=False):
            for end in self._ends:
                end.close()
            self._proxy.pairs.discard(self)


def _due(waiting) -> bytes:
    """The next bytes, when it is time for them; none at the end."""
    due, data = waiting.get()
    time.sleep(max(0.0, due - time.monotonic()))
    return data


def _receive(source) -> bytes:
    try:
        return source.recv(1 << 16)
    except OSError:
        return b""
