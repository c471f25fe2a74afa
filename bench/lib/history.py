"""The records that were kept, and what of a figure is noise: one opinion, of bench/compare and of the dashboard."""

import dataclasses
import json
import math
import pathlib
import statistics
import subprocess

from change_points import change_points

HISTORY = pathlib.Path(__file__).resolve().parent.parent / "history" / "records.jsonl"
RECENT = 60  # records whose differences say what is usual
LEAST_STEPS = 4  # of commits, that say anything

# By metric: what a unit is, and whether it counts the same again, so that a change of it can stop a commit.
METRICS = {
    "instructions": ("instructions", True),
    "peak_rss": ("bytes", True),
    "page_faults": ("faults", True),
    "bytes_written": ("bytes", True),
    "system_calls": ("calls", True),
    "output_size": ("bytes", True),
    "allocations": ("calls", True),
    "time": ("ratio", False),
}
# What a count may be off by itself, in its unit. glibc draws the letters of a temporary file's name, some of them twice;
# Linux counts resident pages by processor, and gathers them by 32 (include/linux/percpu_counter.h; here two processors).
RESOLUTION = {"instructions": 50, "peak_rss": 2 * 32 * 4096}
NOT_OURS = ("peer/", "start-original/", "start-static/")  # other tools' and programs' figures, shown beside ours


def metric_of(figure):
    return figure.rsplit("/", 1)[1].split(":")[0]


def kind_of(figure):
    return figure.split("/")[0], metric_of(figure)


def gates(figure):
    return METRICS[metric_of(figure)][1] and not figure.startswith(NOT_OURS)


def load(path=HISTORY):
    """In the order of commits as they were appended."""
    if not path.exists():
        return []
    with path.open() as lines:
        return [json.loads(line) for line in lines if line.strip()]


def figures_of(record):
    """{figure: {"value", and "low" and "high" if there is a spread}}, the stages' instructions beside the whole's."""
    figures = dict(record["figures"])
    for subject, profile in record["stages"].items():
        if len(profile["stages"]) > 1:
            for stage, cost in profile["stages"].items():
                figures[f"{subject}/instructions:{stage}"] = {"value": cost}
    return figures


def machine_of(record):
    """Records of different machines or compilers lie in one line of commits, but nothing is concluded from two of them."""
    machine = record["machine"]
    return f"{machine['processor']} · {machine['libc']} · {record['compiler']}"


def by_machine(records):
    """{machine: places of its records}, the machine of the first record first."""
    places = {}
    for place, record in enumerate(records):
        places.setdefault(machine_of(record), []).append(place)
    return places


def of_one_machine(records, like):
    return [record for record in records if machine_of(record) == machine_of(like)]


def relative(before, after):
    return (after - before) / before if before else (0.0 if after == before else float("inf"))


def distance(before, after):
    """How far apart two values are, in the order of a relative difference, and the same both ways."""
    if before <= 0 or after <= 0:
        return 0.0 if before == after else math.inf
    return abs(math.log(after / before))


def differs(figure, before, after, threshold):
    """By more than is usual, and by more than the count itself may be off."""
    return distance(before, after) > threshold and abs(after - before) > RESOLUTION.get(metric_of(figure), 0)


def fence(values):
    """Above it lies what is unusual: Tukey's far fence, Q3 + 3 IQR."""
    if len(values) < 2:
        return max(values, default=0.0)
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return high + 3 * (high - low)


def usual(differences):
    """The fence of what remains when that which lies above the fence is no part of the usual, until all is below."""
    while differences:
        limit = fence(differences)
        below = [difference for difference in differences if difference <= limit]
        if len(below) == len(differences):
            return limit
        differences = below
    return 0.0


@dataclasses.dataclass
class Series:
    """A figure over the records that have it."""

    figure: str
    places: list  # indices of records
    values: list
    spreads: list  # (high - low) / value of each record
    programs: list  # what was measured: two records of one program differ by noise alone

    def steps(self):
        """Relative differences of neighbours among the latest records, and which of them are of one program."""
        values, programs = self.values[-RECENT:], self.programs[-RECENT:]
        return [(distance(a, b), x == y) for a, b, x, y in zip(values, values[1:], programs, programs[1:])
                if a > 0 and b > 0]  # fmt: skip

    def usual(self):
        """What it differs by from record to record, changes left out: differences out of line."""
        between = [step for step, _ in self.steps()]
        return max(usual(between) if len(between) >= LEAST_STEPS else 0.0, usual(self.spreads[-RECENT:]))

    def changes(self, threshold):
        """Records at which a new level begins."""
        if not METRICS[metric_of(self.figure)][1]:
            return [self.places[i] for i in change_points(self.values)]
        # A value that repeats exactly makes any difference a level of its own: not one that is usual.
        return [self.places[i] for i in change_points(self.values, 1)
                if differs(self.figure, self.values[i - 1], self.values[i], threshold)]  # fmt: skip


def thresholds(history):
    """{figure: the relative difference above which two records differ by more than the history says is usual}.

    That is at least what is usual for all figures of its metric, some of which count so exactly that a single call more
    would be a change otherwise; and what one program ever differed by from itself in a figure of the kind.
    """
    everything, noise = {}, {}
    for figure, series in history.items():
        metric, kind = metric_of(figure), kind_of(figure)
        everything.setdefault(metric, []).extend(step for step, _ in series.steps())
        noise[kind] = max([noise.get(kind, 0.0)] + [step for step, same in series.steps() if same])
    least = {metric: fence(steps) if len(steps) >= LEAST_STEPS else 0.0 for metric, steps in everything.items()}
    return {figure: max(series.usual(), least[metric_of(figure)], noise[kind_of(figure)]) for figure, series in history.items()}


def series_of(records):
    """{figure: Series} of records of one machine."""
    gathered = {}
    for place, record in enumerate(records):
        for figure, measured in figures_of(record).items():
            series = gathered.setdefault(figure, Series(figure, [], [], [], []))
            value = measured["value"]
            series.places.append(place)
            series.values.append(value)
            series.spreads.append((measured.get("high", value) - measured.get("low", value)) / value if value else 0.0)
            series.programs.append(record["program"])
    return gathered


def limits(records):
    """The thresholds of one machine's records. What the latest of them is measured by is not its own."""
    return thresholds(series_of(records[:-1]))


@dataclasses.dataclass
class Difference:
    figure: str
    before: float
    after: float
    threshold: float  # of a time: how much its pairs differ; its change points decide
    changed_level: bool = False

    @property
    def change(self):
        return relative(self.before, self.after)

    @property
    def significant(self):
        exact = METRICS[metric_of(self.figure)][1]
        return differs(self.figure, self.before, self.after, self.threshold) if exact else self.changed_level

    @property
    def regression(self):
        """All figures are better when they are smaller."""
        return self.significant and self.change > 0 and gates(self.figure)


def compare(before, after, records):
    """Differences of two records, heaviest first. `records`: the history, of the same machine."""
    start, end = (next((i for i, r in enumerate(records) if r is wanted), None) for wanted in (before, after))
    latest = len(records) - 1
    if end is None:
        records = [*records, after]
    usual_of = limits(records)
    all_series = series_of(records)

    def changed_level(figure):
        first = latest if start is None else start
        last = latest + 1 if end is None else end
        return any(min(first, last) < at <= max(first, last) for at in all_series[figure].changes(0))

    olds, news = figures_of(before), figures_of(after)
    differences = []
    for figure in (figure for figure in olds if figure in news):
        level = metric_of(figure) == "time" and changed_level(figure)
        differences.append(Difference(figure, olds[figure]["value"], news[figure]["value"], usual_of.get(figure, 0.0), level))
    return sorted(differences, key=lambda d: -abs(d.change))


def find(records, revision, repository):
    """A revision's records, the latest first, or the last of those in a file."""
    path = pathlib.Path(revision)
    if path.is_file():
        return load(path)[-1:]
    command = ["git", "-C", str(repository), "rev-parse", "--verify", "-q", f"{revision}^{{commit}}"]
    sha = subprocess.run(command, text=True, capture_output=True).stdout.strip() or revision
    return [record for record in reversed(records) if record["commit"].startswith(sha)]
