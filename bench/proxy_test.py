"""What the proxy counts and how long it keeps things back, with a server that answers every byte it gets."""

import socket
import threading
import time
import unittest

from proxy import LATENCY, Proxy


class Echo:
    def __init__(self):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with self._listener:
            connection, _ = self._listener.accept()
        with connection:
            while data := connection.recv(1 << 16):
                connection.sendall(data)


class ProxyTest(unittest.TestCase):
    def setUp(self):
        self.proxy = Proxy(Echo().port)
        self.client = socket.create_connection(("127.0.0.1", self.proxy.port))
        self.client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def tearDown(self):
        self.client.close()
        self.proxy.close()

    def take(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            data += self.client.recv(count - len(data))
        return data

    def test_waiting_for_each_answer_takes_a_round_trip_each(self):
        begin = time.monotonic()
        for _ in range(20):
            self.client.sendall(b"x")
            self.take(1)
        taken = time.monotonic() - begin
        self.assertEqual(self.proxy.round_trips, 20)
        self.assertGreaterEqual(taken, 20 * LATENCY)

    def test_what_is_sent_while_an_answer_is_under_way_takes_none(self):
        sent = bytes(range(50))
        begin = time.monotonic()
        for byte in sent:
            self.client.sendall(bytes([byte]))
        sending = time.monotonic() - begin
        self.assertEqual(self.take(len(sent)), sent)
        if sending < LATENCY:  # else answers were there before the last was sent
            self.assertEqual(self.proxy.round_trips, 1)

    def test_the_end_is_passed_on(self):
        self.client.sendall(b"last")
        self.client.shutdown(socket.SHUT_WR)
        self.assertEqual(self.take(4), b"last")
        self.assertEqual(self.client.recv(1), b"")
        self.proxy.settle()
        self.assertEqual(self.proxy.round_trips, 1)


if __name__ == "__main__":
    unittest.main()
