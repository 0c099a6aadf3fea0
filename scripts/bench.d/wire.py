"""What the bench of migrations needs of the network: a line with a delay, and PostgreSQL's protocol as a client of few words."""

import asyncio
import multiprocessing
import socket
import struct


class SlowLine:
    """A port on loopback behind which a server seems far away: every byte arrives `delay` seconds late, each way.

    It is a process of its own, so that who measures does not wait for it.
    """

    def __init__(self, port, delay):
        ready, told = multiprocessing.Pipe(duplex=False)
        self.process = multiprocessing.Process(target=_relay, args=(port, delay, told), daemon=True)
        self.process.start()
        self.port = ready.recv()

    def close(self):
        self.process.terminate()
        self.process.join()


def _relay(port, delay, told):
    asyncio.run(_serve(port, delay, told))


async def _serve(port, delay, told):
    async def accept(reader, writer):
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        for one in (writer, far_writer):
            one.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.gather(_carry(reader, far_writer, delay), _carry(far_reader, writer, delay))

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    told.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


async def _carry(reader, writer, delay):
    """Any number of pieces are on their way at once: a line delays, it does not hold back."""
    loop = asyncio.get_running_loop()
    pieces = asyncio.Queue()

    async def deliver():
        while True:
            due, piece = await pieces.get()
            await asyncio.sleep(max(0, due - loop.time()))
            if not piece:
                writer.close()
                return
            writer.write(piece)

    delivery = asyncio.create_task(deliver())
    try:
        while piece := await reader.read(1 << 16):
            pieces.put_nowait((loop.time() + delay, piece))
    except ConnectionError:
        pass
    pieces.put_nowait((loop.time() + delay, b""))
    await delivery


class Session:
    """A session of a superuser whom the server trusts; every call is one round trip."""

    def __init__(self, port, database):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        words = b"".join(word.encode() + b"\0" for word in ("user", "postgres", "database", database))
        body = struct.pack("!i", 196608) + words + b"\0"
        self.socket.sendall(struct.pack("!i", len(body) + 4) + body)
        self._await_ready()

    def query(self, sql):
        self._send(self._message(b"Q", sql.encode() + b"\0"))

    def prepare(self, sql):
        parse = b"s\0" + sql.encode() + b"\0" + struct.pack("!h", 0)
        self._send(
            self._message(b"C", b"Ss\0") + self._message(b"P", parse) + self._message(b"D", b"Ss\0") + self._message(b"S")
        )

    def execute(self, *values):
        bind = b"\0s\0" + struct.pack("!hh", 0, len(values))
        for value in values:
            bind += struct.pack("!i", len(value.encode())) + value.encode()
        bind += struct.pack("!h", 0)
        self._send(self._message(b"B", bind) + self._message(b"E", b"\0" + struct.pack("!i", 0)) + self._message(b"S"))

    def close(self):
        self.socket.close()

    @staticmethod
    def _message(kind, body=b""):
        return kind + struct.pack("!i", len(body) + 4) + body

    def _send(self, messages):
        self.socket.sendall(messages)
        self._await_ready()

    def _await_ready(self):
        while True:
            while len(self.buffer) < 5 or len(self.buffer) < 1 + struct.unpack("!i", self.buffer[1:5])[0]:
                piece = self.socket.recv(1 << 16)
                if not piece:
                    raise ConnectionError("the server ended the session")
                self.buffer += piece
            size = 1 + struct.unpack("!i", self.buffer[1:5])[0]
            kind, body, self.buffer = self.buffer[:1], self.buffer[5:size], self.buffer[size:]
            if kind == b"E":
                raise RuntimeError(body.replace(b"\0", b" ").decode())
            if kind == b"Z":
                return
