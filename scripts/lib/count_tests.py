"""Reads the event stream of a test run and closes with one plain line: N passed, N failed.

A run that crashed never says it ended: then what had begun and not ended is counted as failed.
"""

import json
import sys


def main(path, status):
    kind, begun, ended, skipped, failed, over = {}, set(), set(), set(), set(), False
    for line in open(path, encoding="utf-8"):
        record = json.loads(line)
        payload = record["payload"]
        if record["kind"] == "test":
            kind[payload["id"]] = payload["kind"]
            continue
        event, test = payload["kind"], payload.get("testID")
        over |= event == "runEnded"
        if event == "testStarted":
            begun.add(test)
        elif event == "testEnded":
            ended.add(test)
        elif event == "testSkipped":
            skipped.add(test)
        elif event == "issueRecorded" and not payload["issue"].get("isKnown"):
            failed.add(test)
    tests = {test for test, what in kind.items() if what == "function"}
    ran = (ended & tests) - skipped
    unfinished = (begun & tests) - ended - skipped
    broken = (failed & tests) | unfinished
    # An issue outside of any test function still is one.
    others = len({test for test in failed if test not in tests})
    bad = len(broken) + others
    if not over:
        print("the test process ended in the middle; see .build/test.log")
        bad = max(bad, 1)
    if status and not bad:
        print(f"the test runner ended with {status}; see .build/test.log")
        bad = 1
    if not ran:
        print("no test ran")
        bad = max(bad, 1)
    for test in sorted(str(test) for test in failed & tests):
        print(f"failed: {test}")
    if unfinished:
        print(f"{len(unfinished)} tests had begun and never ended; one of them took the process down")
    count = f"{len(ran - broken)} passed, {bad} failed"
    print(count + (f", {len(skipped & tests)} skipped" if skipped & tests else ""))
    return 1 if bad else 0


sys.exit(main(sys.argv[1], int(sys.argv[2])))
