"""What the page shows, made of the history: columns instead of records, differences instead of values."""

import json
import re

import history

PROFILES = 120  # records whose functions the page has: the latest
SPREADS = 60  # records of whose times it has the spread


def significant(value, digits):
    return float(f"{value:.{digits - 1}e}")


def deltas(values, digits=7):
    """The first value, then differences; None where a record lacks the figure. No digit more than is looked at."""
    last, encoded = 0, []
    for value in values:
        if value is None:
            encoded.append(None)
            continue
        value = significant(value, digits)
        difference = round(value - last, 6)
        encoded.append(int(difference) if difference == int(difference) else difference)
        last = value
    return encoded


def spread(cells):
    """Quartiles in hundredths of the value."""

    def hundredths(cell, side):
        return cell and round(100 * (cell.get(side, cell["value"]) / cell["value"] - 1))

    return [[hundredths(cell, side) for cell in cells[-SPREADS:]] for side in ("low", "high")]


def column(records, get):
    return [get(record) for record in records]


def opinions(records):
    """{figure: thresholds by machine, and changes of level}: each machine's of its own records alone."""
    machines = history.by_machine(records)
    found = {}
    for number, places in enumerate(machines.values()):
        own = [records[place] for place in places]
        limits = history.limits(own)
        for name, series in history.series_of(own).items():
            thresholds, changes = found.setdefault(name, ([0] * len(machines), []))
            limit = limits.get(name, 0.0)
            thresholds[number] = round(limit, 7)
            changes.extend(places[at] for at in series.changes(limit))
    return found


def figure_columns(records):
    measured = [history.figures_of(record) for record in records]
    figures = []
    for name, (thresholds, changes) in opinions(records).items():
        cells = [record.get(name) for record in measured]
        figure = {
            "id": name,
            "gates": history.gates(name),
            "thresholds": thresholds,
            "changes": sorted(changes),
            "values": deltas([cell and cell["value"] for cell in cells], 3 if history.metric_of(name) == "time" else 7),
        }
        if history.metric_of(name) == "time":  # its spread is worth a look
            figure["spread"] = spread(cells)
        figures.append(figure)
    return sorted(figures, key=lambda figure: [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", figure["id"])])


def function_columns(records):
    """{subject: {stage: {function: differences}}} over the latest records; None: it weighed too little to be named."""
    first = max(0, len(records) - PROFILES)
    gathered = {}
    for place, record in enumerate(records[first:]):
        for subject, profile in record["stages"].items():
            for stage, functions in profile.get("functions", {}).items():
                for function, cost in functions.items():
                    columns = gathered.setdefault(subject, {}).setdefault(stage, {})
                    columns.setdefault(function, [None] * (len(records) - first))[place] = cost
    for stages in gathered.values():
        for columns in stages.values():
            for function, values in columns.items():
                columns[function] = deltas(values)
    return {"first": first, "subjects": gathered}


def fuzz(path):
    """The campaign's trend, a line a target and run, by night: the latest run of a day."""
    nights = {}
    for line in path.read_text().splitlines() if path is not None and path.exists() else []:
        run = json.loads(line)
        figures = {"corpus": run["corpus"], "findings": len(run.get("findings", [])), **run.get("coverage", {})}
        nights.setdefault(run["date"][:10], {})[run["target"]] = figures
    return [{"date": date, "targets": targets} for date, targets in sorted(nights.items())]


def matrix(path):
    """The Markdown table of qemu-tests/matrix: machines, rows of cases, reasons of exclusions by number."""
    if path is None or not path.exists():
        return None
    machines, rows, reasons = [], [], {}
    for line in path.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if line.startswith("| case |"):
            machines = cells[1:]
        elif line.startswith("| ") and not line.startswith(("| ---", "| **")) and machines:
            rows.append({"case": cells[0], "cells": cells[1:]})
        elif line[:1].isdigit() and ". " in line:
            number, reason = line.split(". ", 1)
            reasons[number] = reason
    return {"machines": machines, "rows": rows, "reasons": reasons} if rows else None


def make(records, fuzz_record, cases):
    latest = records[-1]
    machines = list(history.by_machine(records))
    return {
        "machines": machines,
        "machine": column(records, lambda record: machines.index(history.machine_of(record))),
        "kernel": latest["machine"]["kernel"],
        "cores": latest["machine"]["cores"],
        "commits": column(records, lambda record: record["commit"][:12]),
        "dates": column(records, lambda record: record["date"]),
        "subjects": column(records, lambda record: record["subject"]),
        "metrics": {
            name: {"unit": unit, "exact": exact, "resolution": history.RESOLUTION.get(name, 0)}
            for name, (unit, exact) in history.METRICS.items()
        },
        "figures": figure_columns(records),
        "functions": function_columns(records),
        "fuzz": fuzz_record,
        "matrix": cases,
    }
