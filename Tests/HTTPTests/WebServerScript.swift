/// The program behind `WebServer`, in Python with its own small HTTP/1.1, since no well-behaved server library misbehaves like this.
let webServerScript = #"""
    import collections, gzip, hashlib, json, os, signal, socket, ssl, struct, sys, threading, time

    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))

    folder = sys.argv[1]
    ports = dict(word.split("=") for word in sys.argv[2:])
    connections = collections.Counter()
    endless = collections.Counter()
    gates = collections.defaultdict(lambda: threading.Semaphore(0))
    lock = threading.Lock()

    def listener(name, backlog=64):
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(("127.0.0.1", int(ports[name])))
        s.listen(backlog)
        return s

    def reset(c):
        c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        c.close()

    class Peer:
        def __init__(self, c, number):
            self.c, self.number, self.buffer, self.requests = c, number, b"", 0

        def line(self):
            while b"\n" not in self.buffer:
                more = self.c.recv(65536)
                if not more: raise EOFError
                self.buffer += more
            line, self.buffer = self.buffer.split(b"\n", 1)
            return line.rstrip(b"\r")

        def exactly(self, n):
            parts, left = [], n
            while left:
                if not self.buffer:
                    self.buffer = self.c.recv(min(left, 1 << 20))
                    if not self.buffer: raise EOFError
                part, self.buffer = self.buffer[:left], self.buffer[left:]
                parts.append(part)
                left -= len(part)
            return b"".join(parts)

        def body(self, headers):
            if headers.get("transfer-encoding", "").lower() == "chunked":
                whole = b""
                while True:
                    size = int(self.line().split(b";")[0], 16)
                    if size == 0:
                        while self.line(): pass
                        return whole
                    whole += self.exactly(size)
                    self.line()
            return self.exactly(int(headers.get("content-length", 0)))

        def answer(self, status, body=b"", headers=(), reason="Fine"):
            lines = [f"HTTP/1.1 {status} {reason}", f"Content-Length: {len(body)}"] + list(headers)
            self.c.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

        def serve(self):
            while self.one(): pass

        def one(self):
            request = self.line().decode("latin-1")
            method, target, _ = request.split(" ")
            pairs = []
            while True:
                line = self.line().decode("latin-1")
                if not line: break
                name, value = line.split(":", 1)
                pairs.append([name, value.strip()])
            headers = {n.lower(): v for n, v in pairs}
            self.requests += 1
            words = target.split("?")[0].strip("/").split("/")
            what, rest = words[0], words[1:]
            if what == "early":
                self.answer(413, b"no thanks", ["Connection: close"])
                self.c.shutdown(socket.SHUT_WR)
                time.sleep(0.2)
                return False
            if what == "no-read":
                time.sleep(600)
            body = self.body(headers)
            return getattr(self, "do_" + what.replace("-", "_"))(method, target, pairs, body, *rest) is not False

        def do_status(self, m, t, h, b, code): self.answer(int(code), b"" if code in ("204", "304") else b"hello")
        def do_echo(self, m, t, h, b, *rest):
            facts = {"method": m, "target": t, "headers": h, "length": len(b), "sha256": hashlib.sha256(b).hexdigest()}
            self.answer(200, b"" if m == "HEAD" else json.dumps(facts).encode(), ["Content-Type: application/json", "X-Twice: one", "x-twice: two"])
        def do_count(self, m, t, h, b): self.answer(200, f"{self.number} {self.requests}".encode())
        def do_bytes(self, m, t, h, b, n): self.answer(200, b"" if m == "HEAD" else bytes(int(n)))
        def do_head(self, m, t, h, b):
            self.c.sendall(b"HTTP/1.1 200 Fine\r\nContent-Length: 999999999999\r\n\r\n")
        def do_slow_head(self, m, t, h, b, ms):
            time.sleep(int(ms) / 1000)
            self.answer(200, b"late")
        def do_slow_body(self, m, t, h, b, ms):
            self.c.sendall(b"HTTP/1.1 200 Fine\r\nContent-Length: 8\r\n\r\nhalf")
            time.sleep(int(ms) / 1000)
            self.c.sendall(b"rest")
        def do_drip(self, m, t, h, b):
            self.c.sendall(b"HTTP/1.1 200 Fine\r\nContent-Length: 100000\r\n\r\n")
            for _ in range(100000):
                self.c.sendall(b".")
                time.sleep(0.05)
        def do_hang(self, m, t, h, b): time.sleep(600)
        def do_endless(self, m, t, h, b, key):
            self.c.sendall(b"HTTP/1.1 200 Fine\r\n\r\n")
            piece = bytes(16384)
            while True:
                self.c.sendall(piece)
                endless[key] += len(piece)
        def do_sent(self, m, t, h, b, key): self.answer(200, str(endless[key]).encode())
        def do_reset(self, m, t, h, b):
            reset(self.c)
            return False
        def do_reset_mid(self, m, t, h, b):
            self.c.sendall(b"HTTP/1.1 200 Fine\r\nContent-Length: 100\r\n\r\nhalf")
            time.sleep(0.1)
            reset(self.c)
            return False
        def do_short(self, m, t, h, b):
            self.c.sendall(b"HTTP/1.1 200 Fine\r\nContent-Length: 100\r\n\r\nhalf")
            return False
        def do_empty(self, m, t, h, b): return False
        def do_garbage(self, m, t, h, b):
            self.c.sendall(b"220 smtp.example ESMTP ready\r\n")
            return False
        def do_bad_chunk(self, m, t, h, b):
            self.c.sendall(b"HTTP/1.1 200 Fine\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n")
            return False
        def do_bad_gzip(self, m, t, h, b): self.answer(200, b"this is no gzip at all", ["Content-Encoding: gzip"])
        def do_gzip(self, m, t, h, b, n): self.answer(200, gzip.compress(bytes(int(n))), ["Content-Encoding: gzip"])
        def do_chunked(self, m, t, h, b):
            self.c.sendall(b"HTTP/1.1 200 Fine\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;x=y\r\n \r\n5\r\nworld\r\n0\r\nX-Sum: 42\r\n\r\n")
        def do_hints(self, m, t, h, b):
            self.c.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
            self.answer(200, b"after", ["X-Last: yes"])
        def do_bare(self, m, t, h, b): self.c.sendall(b"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n")
        def do_redirect(self, m, t, h, b, n):
            self.answer(302, b"moved", ["Location: " + (f"/redirect/{int(n) - 1}" if int(n) else "/echo")])
        def do_loop(self, m, t, h, b): self.answer(302, b"", ["Location: /loop"])
        def do_to(self, m, t, h, b, door):
            scheme = "http" if door == "plain" else "https"
            self.answer(307, b"", [f"Location: {scheme}://localhost:{ports[door]}/echo"])
        def do_many_headers(self, m, t, h, b): self.answer(200, b"", [f"X-{i}: " + "v" * 1000 for i in range(280)])
        def do_gated(self, m, t, h, b, key):
            self.c.sendall(b"HTTP/1.1 200 Fine\r\nContent-Type: text/event-stream\r\n\r\n")
            for i in range(3):
                self.c.sendall(f"data: {i}\n\n".encode())
                gates[key].acquire()
            return False
        def do_open(self, m, t, h, b, key):
            gates[key].release()
            self.answer(200)
        def do_once(self, m, t, h, b):
            self.answer(200, b"once")
            time.sleep(0.05)
            return False

    def context(name, **more):
        c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        c.load_cert_chain(f"{folder}/{name}.pem", f"{folder}/{name}.key")
        return c

    def mutual(version):
        c = context("good")
        c.verify_mode = ssl.CERT_REQUIRED
        c.load_verify_locations(f"{folder}/ca.pem")
        c.minimum_version = c.maximum_version = version
        return c

    def old():
        c = context("good")
        c.set_ciphers("DEFAULT@SECLEVEL=0")
        c.minimum_version = c.maximum_version = ssl.TLSVersion.TLSv1_1
        return c

    def serve(name, tls=None, more=None):
        def handle(c, number):
            try:
                if tls: c = tls.wrap_socket(c, server_side=True)
                if not more: c.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                Peer(c, number).serve()
            except (EOFError, OSError, ValueError): pass
            finally:
                try:
                    if c.fileno() >= 0: c.shutdown(socket.SHUT_WR)
                    c.close()
                except OSError: pass
        def accept(s):
            while True:
                c, _ = s.accept()
                with lock:
                    connections[name] += 1
                    number = connections[name]
                threading.Thread(target=handle, args=(c, number), daemon=True).start()
        threading.Thread(target=accept, args=(more or listener(name),), daemon=True).start()

    def relay(a, b):
        try:
            while True:
                piece = a.recv(65536)
                if not piece: break
                b.sendall(piece)
            b.shutdown(socket.SHUT_WR)
        except OSError: pass

    # A forward proxy: CONNECT to loopback works, to anywhere else is refused; plain requests get an answer of its own.
    def proxy(c):
        peer = Peer(c, 0)
        method, target, _ = peer.line().decode().split(" ")
        while peer.line(): pass
        if method != "CONNECT": return peer.answer(200, ("proxied " + target).encode())
        host, port = target.rsplit(":", 1)
        if host != "localhost": return peer.answer(403, b"", ["Connection: close"])
        up = socket.create_connection(("127.0.0.1", int(port)))
        c.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        threading.Thread(target=relay, args=(up, c), daemon=True).start()
        relay(c, up)

    def behave(name, act):
        def accept(s):
            while True:
                c, _ = s.accept()
                threading.Thread(target=lambda: act(c), daemon=True).start()
        threading.Thread(target=accept, args=(listener(name),), daemon=True).start()

    def after_first_bytes(c, act):
        c.recv(65536)
        act(c)

    behave("proxy", proxy)
    behave("mute", lambda c: time.sleep(600))
    behave("resetting", lambda c: after_first_bytes(c, reset))
    behave("tlsResetting", lambda c: after_first_bytes(c, reset))
    def close(c):
        c.shutdown(socket.SHUT_WR)
        # Till the other end has read it: closing with bytes unread would be a reset.
        while c.recv(65536): pass

    behave("closing", lambda c: after_first_bytes(c, close))
    behave("tlsClosing", lambda c: after_first_bytes(c, close))
    behave("greeting", lambda c: (c.sendall(b"SSH-2.0-OpenSSH_9.2\r\n"), time.sleep(600)))
    for name in ("good", "wrongName", "expired", "notYetValid", "selfSigned", "unknownAuthority"): serve(name, context(name))
    serve("oldTLS", old())
    serve("mutual12", mutual(ssl.TLSVersion.TLSv1_2))
    serve("mutual13", mutual(ssl.TLSVersion.TLSv1_3))
    full = listener("full", 0)
    stuffing = []
    for _ in range(4):
        s = socket.socket()
        s.setblocking(False)
        s.connect_ex(("127.0.0.1", int(ports["full"])))
        stuffing.append(s)
    unix = socket.socket(socket.AF_UNIX)
    unix.bind(f"{folder}/socket")
    unix.listen(8)
    serve("unix", more=unix)
    time.sleep(0.05)
    serve("plain")
    threading.Event().wait()
    """#
