"""The figures of `ihctl doctor`: the whole beside its slowest check, and beside its time limit where one dependency is a black hole. Medians."""

import json
import pathlib
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

from targets import Providers

IHCTL, ROOT = sys.argv[1], pathlib.Path(sys.argv[2])
ROUNDS = 15


class Project:
    """The project's own platform file on a local stack of its own."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        shutil.copytree(ROOT / "manifests", self.folder / "manifests")
        self.run("dev", "up")
        self.run("migrate", "up")
        self.run("bootstrap", "--yes")

    def run(self, *arguments, status=(0,), **variables):
        import os
        done = subprocess.run([IHCTL, *arguments], cwd=self.folder, capture_output=True, text=True, env=os.environ | variables)
        if status and done.returncode not in status:
            sys.exit(f"ihctl {' '.join(arguments)}: {done.returncode}\n{done.stdout[-4000:]}{done.stderr[-2000:]}")
        return done

    def doctor(self, *arguments, status=(0,), **variables):
        import os
        began = time.perf_counter()
        child = subprocess.Popen(
            [IHCTL, "doctor", "--format", "json", *arguments], cwd=self.folder, stdout=subprocess.PIPE, env=os.environ | variables)
        report = json.loads(child.stdout.read())
        took = (time.perf_counter() - began) * 1000
        _, ended, usage = os.wait4(child.pid, 0)
        if os.waitstatus_to_exitcode(ended) not in status:
            sys.exit(f"ihctl doctor: {ended}: {report}")
        self.memory = max(getattr(self, "memory", 0), usage.ru_maxrss / 1024)
        return took, report


class BlackHole:
    """A port whose queue of connections is full: nobody is refused and nobody is let in."""

    def __enter__(self):
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(0)
        self.port = self.listener.getsockname()[1]
        self.waiting = []
        for _ in range(4):
            client = socket.socket()
            client.setblocking(False)
            client.connect_ex(("127.0.0.1", self.port))
            self.waiting.append(client)
        time.sleep(0.1)
        return self

    def __exit__(self, *_):
        for client in self.waiting:
            client.close()
        self.listener.close()


def line(words, value, of):
    print(f"{words:<46} {value:>10}   {of}")


with tempfile.TemporaryDirectory(prefix="ihctl-bench-doctor-") as folder:
    project = Project(folder)
    try:
        wholes, slowest, sums = [], [], []
        for _ in range(ROUNDS):
            whole, report = project.doctor()
            durations = [check["duration_ms"] for check in report["checks"]]
            wholes.append(whole)
            slowest.append(max(durations))
            sums.append(sum(durations))
        whole, slow, one_by_one = map(statistics.median, (wholes, slowest, sums))
        checks = len(report["checks"])
        line("everything, healthy", f"{whole:.0f} ms", f"{checks} checks, aim 1000 ms")
        line("its slowest check", f"{slow:.0f} ms", f"the whole is {whole / slow:.2f} x and {whole - 1.15 * slow:.0f} ms over 1.15 x (aim 50)")
        line("all checks one after the other", f"{one_by_one:.0f} ms", f"{one_by_one / whole:.1f} times the whole")
        with BlackHole() as hole:
            limit = 2000
            times = []
            for _ in range(5):
                took, report = project.doctor("--timeout", f"{limit}ms", status=(1,), REDIS_URL=f"redis://127.0.0.1:{hole.port}")
                times.append(took)
            took = statistics.median(times)
            classes = {check["failure_class"] for check in report["checks"] if check["status"] == "fail"}
            line("one black hole, --timeout 2s", f"{took:.0f} ms", f"{took - limit:.0f} ms over the limit (aim 200), told as {', '.join(map(str, classes))}")
        line("its most memory", f"{project.memory:.0f} MB", f"{checks} checks")
    finally:
        project.run("dev", "down", status=())

# Many targets, each with a short list of models and with one as long as the longest there is.
for models in (5, 340):
    with Providers(200, models) as providers, tempfile.TemporaryDirectory(prefix="ihctl-bench-doctor-") as folder:
        manifests = pathlib.Path(folder) / "manifests"
        (manifests / "environments").mkdir(parents=True)
        (manifests / "platform.yaml").write_text(providers.platform)
        (manifests / "environments/development.yaml").write_text("{}\n")
        project = Project.__new__(Project)
        project.folder = pathlib.Path(folder)
        took, report = project.doctor("--quiet", "--timeout", "60s", **providers.keys)
        size = len(providers.list) / 1024
        line(f"200 providers at once, replies of {size:.0f} KiB", f"{project.memory:.0f} MB", f"aim 100 MB; {len(report['checks'])} checks in {took:.0f} ms")
