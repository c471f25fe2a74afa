"""A campaign's lines, one a target and run: in its folder, and what the repository has of all machines'."""

import json
import shutil

from engines import FUZZ

ENGINES = ("libfuzzer", "afl")
HISTORY = FUZZ.parent / "bench" / "history" / "fuzz.jsonl"


def begin(state):
    """A folder with nothing in it goes on from the repository's lines."""
    if HISTORY.exists():
        shutil.copy(HISTORY, state / "trend.jsonl")


def lines_of(trend):
    return [json.loads(line) for line in trend.read_text().splitlines()] if trend.exists() else []


def without_words(line):
    """What an engine said when it failed is for who ran it."""
    engines = {engine: line[engine] | {"failed": True} for engine in ENGINES if "failed" in line.get(engine, {})}
    return line | engines


def record(state):
    known = lines_of(HISTORY)
    fresh = [line for line in map(without_words, lines_of(state / "trend.jsonl")) if line not in known]
    everything = sorted(known + fresh, key=lambda line: line["date"])
    HISTORY.write_text("".join(json.dumps(line) + "\n" for line in everything))
    print(f"campaign: {HISTORY.name}: {len(fresh)} lines more, {len(everything)} in all")
    return 0


def hours(state):
    lines = lines_of(state / "trend.jsonl")
    for engine in ENGINES:
        total = clean = failed = 0
        for line in (line for line in lines if engine in line):
            numbers = line[engine]
            total += numbers.get("cpu_seconds", 0)
            clean = 0 if numbers.get("findings", line["findings"]) else clean + numbers.get("cpu_seconds", 0)
            failed += "failed" in numbers
        print(f"campaign: {engine}: {total / 3600:.2f} hours of processor time, {clean / 3600:.2f} since the last finding; "
              f"{failed} runs failed")
    return 0
