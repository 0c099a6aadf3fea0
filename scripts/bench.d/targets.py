"""Many providers at once: stand-ins that answer as OpenRouter and OpenAI do, each on a port of its own, and a platform that names them all."""

import asyncio
import json
import threading


class Providers:
    """`models` is the length of their lists; OpenRouter's own has some 340, each with a description and prices."""

    def __init__(self, count, models):
        self.ports = []
        described = {"name": "A model of some name", "description": "x" * 900, "context_length": 128000,
                     "pricing": {"prompt": "0.000001", "completion": "0.000002", "image": "0", "request": "0"},
                     "supported_parameters": ["tools", "temperature", "top_p", "max_tokens"]}
        self.list = json.dumps({"data": [{"id": f"vendor/model-{i}", "object": "model"} | described for i in range(models)]}).encode()
        self.count = count
        self.began = threading.Event()

    def __enter__(self):
        threading.Thread(target=lambda: asyncio.run(self.serve()), daemon=True).start()
        self.began.wait()
        return self

    def __exit__(self, *_):
        pass

    async def serve(self):
        for _ in range(self.count):
            server = await asyncio.start_server(self.answer, "127.0.0.1", 0, backlog=64)
            self.ports.append(server.sockets[0].getsockname()[1])
        self.began.set()
        await asyncio.Event().wait()

    async def answer(self, reader, writer):
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                # Long enough for all of them to be asked before the first has answered.
                await asyncio.sleep(0.2)
                status, body = b"200 OK", self.list
                path = head.split(b" ")[1]
                if path.endswith(b"/key"):
                    body = json.dumps({"data": {"label": "k", "usage": 1.5, "limit": 100, "limit_remaining": 98.5}}).encode()
                if b"abcdefghij" not in head and path != b"/api/v1/models":
                    status, body = b"401 Unauthorized", b'{"error":{"message":"No auth credentials found","code":401}}'
                writer.write(b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (status, len(body)) + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    @property
    def platform(self):
        kinds = [("openai", "v1"), ("openrouter", "api/v1")]
        parts = [
            f"  p{i}:\n    kind: {kinds[i % 2][0]}\n    endpoint: http://127.0.0.1:{port}/{kinds[i % 2][1]}\n    key: env:KEY_{i}\n"
            f"    models: [vendor/model-1, vendor/model-0]\n    priority: {i + 1}\n" for i, port in enumerate(self.ports)]
        return "platform: many\nproviders:\n" + "".join(parts)

    @property
    def keys(self):
        return {f"KEY_{i}": f"{('sk-proj-', 'sk-or-v1-')[i % 2]}{i:03d}abcdefghijklmnopqrstuvwxyz0123456789" for i in range(self.count)}
