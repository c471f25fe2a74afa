"""What the oracle prints: a line for each program, its problems under it, and the sums."""

import collections

from .exclusions import REASONS


def one_line(verdict):
    counts = collections.Counter(verdict.counts)
    return (
        f"{counts['bytes']} bytes, {counts['relocated bytes']} of them relocated, {verdict.excluded:.2%} excluded;"
        f" {verdict.bindings} bindings, {verdict.calls} calls{'; bound lazily' if verdict.lazy else ''}"
    )


class Tally:
    def __init__(self):
        self.counts = collections.Counter()
        self.compared = self.failed = 0
        self.largest = (0.0, "")

    def add(self, name, task):
        """`task`: a future of (name, Verdict or None, why there is none)."""
        try:
            _, verdict, reason = task.result()
        except Exception as error:  # pylint: disable=broad-exception-caught
            # One program's trouble is its own.
            self.failed += 1
            print(f"FAILED {name}\n         {type(error).__name__}: {error}", flush=True)
            return
        if verdict is None:
            print(f"--     {name}: {reason}", flush=True)
            return
        self.compared += 1
        self.failed += bool(verdict.problems)
        self.counts.update(verdict.counts)
        self.largest = max(self.largest, (verdict.excluded, name))
        print(f"{'FAILED' if verdict.problems else 'ok    '} {name}: {one_line(verdict)}", flush=True)
        for problem in verdict.problems:
            print(f"         {problem}")

    def finish(self, least):
        """Prints the sums. The exit code."""
        total = max(1, self.counts["bytes"])
        left_out = {reason: self.counts[f"excluded {reason}"] for reason in REASONS}
        shares = ", ".join(f"{reason} {count / total:.3%}" for reason, count in left_out.items())
        print(f"{self.compared} compared, {self.failed} failed; {total} bytes")
        most = f"most in {self.largest[1]}, {self.largest[0]:.2%}"
        print(f"excluded {sum(left_out.values()) / total:.2%} ({shares}); {most}")
        if self.compared < least:
            print(f"fewer than {least} could be compared")
        return int(self.failed > 0 or self.compared < least)
