"""Reads the event streams of the test runs and closes with one plain line: N passed, N failed.

A run that crashed never says it ended: then what had begun and not ended is counted as failed.
"""

import json
import os
import sys


class Run:
    """What one test process told of itself."""

    def __init__(self, path):
        self.name = os.path.basename(path).removesuffix(".events")
        self.kind, self.begun, self.ended = {}, set(), set()
        self.skipped, self.failed, self.over = set(), {}, False
        if os.path.exists(path):
            for line in open(path, encoding="utf-8"):
                try:
                    self.take(json.loads(line))
                except ValueError:
                    break  # cut off by a crash

    def take(self, record):
        payload = record["payload"]
        if record["kind"] == "test":
            self.kind[payload["id"]] = payload["kind"]
            return
        event, test = payload["kind"], payload.get("testID")
        self.over |= event == "runEnded"
        if event == "testStarted":
            self.begun.add(test)
        elif event == "testEnded":
            self.ended.add(test)
        elif event == "testSkipped":
            self.skipped.add(test)
        elif event == "issueRecorded" and not payload["issue"].get("isKnown"):
            words = " ".join(message["text"] for message in payload.get("messages", []))
            self.failed.setdefault(test, []).append(words)

    def count(self):
        """Passed, failed and skipped, with a word on whatever is amiss."""
        tests = {test for test, what in self.kind.items() if what == "function"}
        skipped = (self.skipped & tests)
        unfinished = (self.begun & tests) - self.ended - skipped
        broken = (self.failed.keys() & tests) | unfinished
        passed = (self.ended & tests) - skipped - broken
        for test in sorted(self.failed, key=str):
            print(f"failed: {test}")
            # The reason stands here too: of a run elsewhere these last lines may be all that anybody sees.
            for words in self.failed[test][:3]:
                print("    " + words[-1500:].replace("\n", "\n    "))
        # An issue outside of any test function still is one.
        bad = len(broken) + len([test for test in self.failed if test not in tests])
        if not self.over:
            print(f"{self.name}: the test process ended in the middle, {len(unfinished)} tests unfinished; see .build/tests/{self.name}.log")
            bad = max(bad, 1)
        return len(passed), bad, len(skipped)


def main(paths):
    counts = [Run(path).count() for path in paths]
    passed, failed, skipped = (sum(column) for column in zip(*counts)) if counts else (0, 0, 0)
    if not passed and not failed:
        print("no test ran")
        failed = 1
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


sys.exit(main(sys.argv[1:]))
