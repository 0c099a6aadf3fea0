"""Times short commands in turn, so that a noisy moment hits all of them, and compares the medians."""

import os
import statistics
import sys
import time

RUNS, WARM_UPS = 101, 5


def once(command, folder):
    began = time.perf_counter()
    pid = os.posix_spawn(
        command[0], command, dict(os.environ),
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)],
    )
    os.waitpid(pid, 0)
    return (time.perf_counter() - began) * 1000


def main(program):
    program = os.path.abspath(program)
    commands = {
        "/bin/true": ["/bin/true"],
        "ihctl --version": [program, "--version"],
        "ihctl --help": [program, "--help"],
        "ihctl config validate": [program, "config", "validate"],
    }
    times = {name: [] for name in commands}
    for turn in range(RUNS + WARM_UPS):
        for name, command in commands.items():
            taken = once(command, ".")
            if turn >= WARM_UPS:
                times[name].append(taken)
    base = statistics.median(times["/bin/true"])
    print(f"{'':24}{'median':>10}{'min':>10}{'ratio':>9}   ({RUNS} runs each, in turn)")
    for name, taken in times.items():
        middle = statistics.median(taken)
        print(f"{name:24}{middle:7.2f} ms{min(taken):7.2f} ms{middle / base:8.1f}x")


main(sys.argv[1])
