"""The figures of `ihctl bootstrap`, each beside raw requests one after the other in the same run: scripts/bench bootstrap. Medians."""

import datetime
import hashlib
import hmac
import http.client
import json
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

IHCTL = sys.argv[1]
BUCKETS, STREAMS, ROUNDS = 20, 1_000, 5


class Project:
    """A project with a local stack of its own."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.run("init")
        self.run("dev", "up")
        lines = self.run("dev", "env").stdout.splitlines()
        pairs = (line.removeprefix("export ").split("=", 1) for line in lines if "=" in line)
        self.variables = {name: value.strip("'\"") for name, value in pairs}

    def declare(self, *lines):
        text = "\n".join(["platform: bench", *lines, ""])
        (self.folder / "manifests/platform.yaml").write_text(text)
        # What `ihctl init` says of this environment is about more than is declared here.
        (self.folder / "manifests/environments/development.yaml").write_text("{}\n")

    def run(self, *arguments, status=(0,)):
        done = subprocess.run([IHCTL, *arguments], cwd=self.folder, capture_output=True, text=True)
        if done.returncode not in status:
            sys.exit(f"ihctl {' '.join(arguments)}: {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done

    def plan(self, only, status=0):
        began = time.perf_counter()
        done = self.run("bootstrap", "--plan", "--format", "json", "--only", only, status=(status,))
        return time.perf_counter() - began, json.loads(done.stdout)


STORAGE = ["storage:", "  endpoint: env:STORAGE_ENDPOINT", "  region: us-east-1", "  access_key: env:STORAGE_ACCESS_KEY",
           "  secret_key: env:STORAGE_SECRET_KEY", "  buckets:"]
MESSAGING = ["messaging:", "  url: env:NATS_URL", "  token: env:NATS_AUTH_TOKEN", "  streams:"]


class Store:
    """Raw signed requests over one connection, each waiting for the one before."""

    def __init__(self, variables):
        self.host = urllib.parse.urlsplit(variables["STORAGE_ENDPOINT"]).netloc
        self.key, self.secret = variables["STORAGE_ACCESS_KEY"], variables["STORAGE_SECRET_KEY"]
        self.connection = http.client.HTTPConnection(self.host)

    def get(self, path, query):
        now = datetime.datetime.now(datetime.timezone.utc)
        stamp, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
        empty = hashlib.sha256(b"").hexdigest()
        headers = {"host": self.host, "x-amz-content-sha256": empty, "x-amz-date": stamp}
        names = ";".join(headers)
        scope = f"{day}/us-east-1/s3/aws4_request"
        listed = "".join(f"{name}:{value}\n" for name, value in headers.items())
        request = f"GET\n{path}\n{query}=\n{listed}\n{names}\n{empty}"
        text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
        key = b"AWS4" + self.secret.encode()
        for part in (day, "us-east-1", "s3", "aws4_request", text):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        headers["Authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={self.key}/{scope}, SignedHeaders={names}, Signature={key.hex()}")
        self.connection.request("GET", f"{path}?{query}=", headers=headers)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status == 403:
            sys.exit("the raw requests are not signed as the store wants them")


class Line:
    """Raw requests to NATS, each waiting for the one before."""

    def __init__(self, variables):
        place = urllib.parse.urlsplit(variables["NATS_URL"])
        self.socket = socket.create_connection((place.hostname, place.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb")
        self.file.readline()
        options = {"verbose": False, "pedantic": False, "headers": True, "auth_token": variables["NATS_AUTH_TOKEN"]}
        self.send(f"CONNECT {json.dumps(options)}\r\nSUB _INBOX.bench 1\r\n")

    def send(self, text):
        self.socket.sendall(text.encode())

    def request(self, subject, body):
        text = json.dumps(body)
        self.send(f"PUB $JS.API.{subject} _INBOX.bench {len(text)}\r\n{text}\r\n")
        while True:
            words = self.file.readline().split()
            if words[0] == b"MSG":
                answer = json.loads(self.file.read(int(words[-1]) + 2))
                if "error" in answer:
                    sys.exit(f"{subject}: {answer['error']}")
                return answer
            if words[0] == b"PING":
                self.send("PONG\r\n")
            elif words[0] == b"-ERR":
                sys.exit(f"NATS: {words}")


def timed(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def told(name, requests, ours, peer, raw):
    print(f"{name:34} {requests:>9} {ours * 1000:>10.0f} ms {raw * 1000:>10.0f} ms {ours / raw:>9.2f}   {peer}")


def buckets(project):
    lines = list(STORAGE)
    for number in range(BUCKETS):
        lines += [
            f"    bench-{number}:", "      versioning: true", f"      tags: {{number: \"{number}\"}}", "      lifecycle:",
            "        - {id: old, prefix: tmp/, expire_after: 7d}", "      cors:",
            "        - {origins: [\"https://example.org\"], methods: [GET]}",
        ]
    project.declare(*lines)
    made = timed(lambda: project.run("bootstrap", "--yes", "--only", "local/storage", status=(0, 1)))
    store = Store(project.variables)
    plans, raws, requests = [], [], 0
    for _ in range(ROUNDS):
        seconds, plan = project.plan("local/storage")
        assert not plan["changes"] and len(plan["sound"]) == BUCKETS, plan
        plans.append(seconds)
        requests = plan["requests"]
        raws.append(timed(lambda: [
            store.get(f"/bench-{number}", question) for number in range(BUCKETS)
            for question in ("versioning", "tagging", "lifecycle", "cors")]))
    told(f"{BUCKETS} buckets × 4, no-op plan", requests, statistics.median(plans), f"{4 * BUCKETS} raw reads",
         statistics.median(raws))
    print(f"{'':34} {(requests - 1) / BUCKETS:>9.1f} a bucket and one for their list (at most 4, below 300 ms); made in {made:.2f} s")


def streams(project):
    lines = list(MESSAGING)
    lines += [f"    S{number}: {{subjects: [\"s.{number}.>\"], max_age: 1h, max_messages: 1000}}" for number in range(STREAMS)]
    project.declare(*lines)
    seconds, plan = project.plan("local/messaging", status=1)
    assert len(plan["changes"]) == STREAMS, plan
    made = timed(lambda: project.run("bootstrap", "--yes", "--only", "local/messaging"))
    line = Line(project.variables)
    plans, raws, requests = [], [], 0
    for _ in range(ROUNDS):
        seconds, plan = project.plan("local/messaging")
        assert not plan["changes"] and len(plan["sound"]) == STREAMS, plan
        plans.append(seconds)
        requests = plan["requests"]
        raws.append(timed(lambda: [line.request(f"STREAM.INFO.S{number}", {}) for number in range(STREAMS)]))
    for number in range(STREAMS):
        line.request(f"STREAM.DELETE.S{number}", {})
    raw = timed(lambda: [
        line.request(f"STREAM.CREATE.S{number}", {
            "name": f"S{number}", "subjects": [f"s.{number}.>"], "max_age": 3_600_000_000_000, "max_msgs": 1_000,
            "storage": "file", "retention": "limits", "num_replicas": 1, "discard": "old"})
        for number in range(STREAMS)])
    told(f"{STREAMS} streams made", "", made, f"{STREAMS} raw creates", raw)
    told(f"{STREAMS} streams, no-op plan", requests, statistics.median(plans), f"{STREAMS} raw looks",
         statistics.median(raws))
    print(f"{'':34} {'':>9} (at most 4 lists, below 500 ms)")


def main():
    with tempfile.TemporaryDirectory(prefix="ihctl-bench-", dir="/var/tmp") as folder:
        pathlib.Path(folder).chmod(0o755)
        project = Project(folder)
        try:
            print(f"{'':34} {'requests':>9} {'ihctl':>13} {'one by one':>13} {'ratio':>9}")
            buckets(project)
            streams(project)
        finally:
            project.run("dev", "down")


main()
