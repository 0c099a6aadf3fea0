"""The figures of `ihctl migrate`, each beside its peer in the same run: scripts/bench migrate. Medians, the peers taking turns."""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(__file__))
from wire import Session, SlowLine  # noqa: E402

IHCTL = sys.argv[1]
BINARIES = "/usr/lib/postgresql/15/bin"
LOCAL, FAR, APPLIED, ROUNDS = 1_000, 100, 10_000, 5
DELAY = 0.005
AS_POSTGRES = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []


def statements(count):
    """Small migrations as projects have them, each one statement; every third one changes what an earlier one made."""
    for number in range(count):
        yield [
            f"create table orders_{number} (id bigint primary key, placed_at timestamptz not null default now(), note text)",
            f"create index orders_{number - 1}_placed on orders_{number - 1} (placed_at)",
            f"alter table orders_{number - 2} add column total numeric(12, 2) not null default 0",
        ][number % 3]


class Bench:
    def __init__(self, scratch):
        self.scratch = pathlib.Path(scratch)
        self.count = 0
        data = self.scratch / "data"
        os.chmod(scratch, 0o755)
        if os.getuid() == 0:
            shutil.chown(scratch, "postgres", "postgres")
        run(*AS_POSTGRES, f"{BINARIES}/initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-instructions",
            "--locale=C.UTF-8", "-E", "UTF8")
        self.port = free_port()
        # Durable as a server is by default; nothing else runs in it.
        self.server = subprocess.Popen(
            [*AS_POSTGRES, f"{BINARIES}/postgres", "-D", data, "-p", str(self.port), "-c", "listen_addresses=127.0.0.1",
             "-c", f"unix_socket_directories={scratch}", "-c", "autovacuum=off", "-c", "max_wal_size=4GB"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while subprocess.run([f"{BINARIES}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]).returncode:
            time.sleep(0.05)

    def close(self):
        self.server.terminate()
        self.server.wait()

    def database(self):
        self.count += 1
        run("psql", "-X", "-q", self.url("postgres"), "-c", f"create database b{self.count}", "-c", "checkpoint")
        return f"b{self.count}"

    def url(self, database, port=None):
        return f"postgresql://postgres@127.0.0.1:{port or self.port}/{database}"

    def folder(self, name, bodies):
        folder = self.scratch / name
        folder.mkdir()
        for number, body in enumerate(bodies):
            (folder / f"{20260101000000 + number}_step.sql").write_text(f"-- ihctl:up\n{body};\n")
        return folder

    def ihctl(self, *arguments, database, folder, port=None):
        return timed(IHCTL, "-C", self.scratch, "migrate", *arguments, "--dir", folder,
                     "--database", self.url(database, port))

    def psql(self, file, database, port=None):
        return timed("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", self.url(database, port), "-f", file)

    def script(self, folder):
        """What `up --sql` prints for an empty database."""
        file = self.scratch / f"{folder.name}.sql"
        file.write_text(run(IHCTL, "-C", self.scratch, "migrate", "up", "--sql", "--dir", folder, "--database",
                            self.url(self.database())))
        return file


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command[0]}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def timed(*command):
    began = time.perf_counter()
    run(*command)
    return time.perf_counter() - began


def free_port():
    import socket
    for port in range(20_000, 32_000):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    sys.exit("no free port")


def rounds(contenders, count=ROUNDS):
    """The seconds of each contender, by name: in every round each has its turn."""
    times = {name: [] for name in contenders}
    for _ in range(count):
        for name, body in contenders.items():
            times[name].append(body())
    return {name: statistics.median(taken) for name, taken in times.items()}


def replay(session, bodies):
    """The round trips of dbmate with its usual driver: eight for a migration."""
    began = time.perf_counter()
    session.query("create table schema_migrations (version varchar(128) primary key)")
    for number, body in enumerate(bodies):
        session.query("begin")
        session.query(body)
        session.query("select current_schema()")
        session.prepare("select quote_ident($1)")
        session.execute("schema_migrations")
        session.prepare("insert into schema_migrations (version) values ($1)")
        session.execute(str(20260101000000 + number))
        session.query("commit")
    return time.perf_counter() - began


def local(bench):
    bodies = list(statements(LOCAL))
    folder = bench.folder("local", bodies)
    plain = bench.scratch / "plain.sql"
    plain.write_text("".join(f"{body};\n" for body in bodies))
    script = bench.script(folder)
    took = rounds({
        "psql, the statements alone, each its own commit": lambda: bench.psql(plain, bench.database()),
        "psql, the script of ihctl migrate up --sql": lambda: bench.psql(script, bench.database()),
        "ihctl migrate up": lambda: bench.ihctl("up", database=bench.database(), folder=folder),
    })
    alone, same, ours = took.values()
    print(f"{LOCAL:,} one-statement migrations on this machine, the server durable; medians of {ROUNDS}")
    for name, seconds in took.items():
        print(f"  {name:<50} {seconds:8.2f} s  {seconds / LOCAL * 1_000:6.2f} ms each")
    print(f"  ratio to psql                                      {ours / alone:8.2f}    aim 1.5; psql writes no history")
    print(f"  ratio to psql with the same script                 {ours / same:8.2f}")


def far(bench):
    bodies = list(statements(FAR))
    folder = bench.folder("far", bodies)
    plain = bench.scratch / "far-plain.sql"
    plain.write_text("".join(f"{body};\n" for body in bodies))
    script = bench.script(folder)
    line = SlowLine(bench.port, DELAY)

    def replayed():
        session = Session(line.port, bench.database())
        try:
            return replay(session, bodies)
        finally:
            session.close()

    probe = Session(line.port, "postgres")
    trips = []
    for _ in range(50):
        began = time.perf_counter()
        probe.query("select 1")
        trips.append(time.perf_counter() - began)
    probe.close()
    trip = statistics.median(trips)
    took = rounds({
        "dbmate's round trips replayed, connected before": replayed,
        "psql, the statements alone": lambda: bench.psql(plain, bench.database(), line.port),
        "psql, the script of ihctl migrate up --sql": lambda: bench.psql(script, bench.database(), line.port),
        "ihctl migrate up": lambda: bench.ihctl("up", database=bench.database(), folder=folder, port=line.port),
        "ihctl migrate up, nothing to do": lambda: bench.ihctl(
            "up", database=f"b{bench.count}", folder=folder, port=line.port),
    }, 3)
    usual, _, _, ours, idle = took.values()
    print(f"\n{FAR} one-statement migrations over a line of {DELAY * 1_000:.0f} ms each way; "
          f"a round trip measured through it takes {trip * 1_000:.1f} ms; medians of 3")
    for name, seconds in took.items():
        print(f"  {name:<50} {seconds:8.2f} s  {seconds / FAR * 1_000:6.1f} ms each  {seconds / trip:6.0f} round trips")
    print(f"  ihctl, each migration                              {ours / FAR * 1_000:8.1f} ms  aim 15; "
          f"{(ours - idle) / FAR * 1_000:.1f} ms without what a run costs that finds nothing to do")
    print(f"  ratio to dbmate's                                  {usual / ours:8.1f}    times as fast")


def status(bench):
    folder = bench.folder("many", ["select 1" for _ in range(APPLIED)])
    database = bench.database()
    up = bench.ihctl("up", database=database, folder=folder)
    took = rounds({
        "ihctl migrate status": lambda: bench.ihctl("status", database=database, folder=folder),
        "ihctl migrate status --format json": lambda: bench.ihctl(
            "status", "--format", "json", database=database, folder=folder),
        "ihctl migrate up, nothing to do": lambda: bench.ihctl("up", database=database, folder=folder),
    }, 7)
    print(f"\n{APPLIED:,} files, all applied (that took {up:.1f} s); medians of 7")
    for name, seconds in took.items():
        aim = "  aim 200" if name == "ihctl migrate status" else ""
        print(f"  {name:<50} {seconds * 1_000:8.0f} ms{aim}")


def start(bench):
    took = rounds({
        "ihctl --version": lambda: timed(IHCTL, "--version"),
        "psql --version": lambda: timed("psql", "--version"),
        "psql -c 'select 1'": lambda: timed("psql", "-X", bench.url("postgres"), "-c", "select 1"),
    }, 15)
    print("\nfor scale; medians of 15")
    for name, seconds in took.items():
        print(f"  {name:<50} {seconds * 1_000:8.1f} ms")


def main():
    with tempfile.TemporaryDirectory(prefix="ihctl-bench-", dir="/var/tmp") as scratch:
        bench = Bench(scratch)
        try:
            local(bench)
            far(bench)
            status(bench)
            start(bench)
            print("\nlexing has a bench of its own: scripts/bench sql")
        finally:
            bench.close()


if __name__ == "__main__":
    main()
