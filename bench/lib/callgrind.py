"""Instructions of a process, by stage of the engine and by function: valgrind's callgrind, which counts the same again."""

import collections
import pathlib
import re
import subprocess

# Where each stage of a fold begins (engine/fold.cc); it lasts until the next one begins. What a build does not have
# is not met, and counts for the stage before it.
STAGES = {
    "onefold::resolve_closure(": "closure",
    "onefold::read_linkable(": "read",
    "onefold::Scope::Scope(": "lookup",
    "onefold::Bindings::Bindings(": "bindings",
    "onefold::make_plan(": "plan",  # in one step, before there were two
    "onefold::place_plan(": "plan",
    "onefold::make_image(": "rewrite",
    "onefold::OutputFile::create(": "emit",
    "onefold::verify_fold(": "verify",
}
FIRST = "start"  # of the process: the loader, the command line
LEAST_SHARE = 0.01  # of the whole, of a function that is named

_TEMPLATE = re.compile(r"<[^<>]*>")


def short_name(function):
    """Without namespaces of ours, parameters, template arguments and what the compiler appended."""
    function = re.sub(r"'\d+$", "", function)  # callgrind's mark of recursion
    function = re.sub(r"\s*\[(clone|abi:)[^\]]*\]", "", function).replace("(anonymous namespace)::", "")
    function = function.replace("operator<=>", "operator-spaceship").replace("operator<", "operator-less")
    function = function.replace("operator()", "operator-call").replace("->", "to")
    while (fewer := _TEMPLATE.sub("", function)) != function:
        function = fewer
    function = re.sub(r"\{lambda\(.*?\)#(\d+)\}", r"{lambda#\1}", function)
    function = re.sub(r"\(.*", "", function)
    function = function.replace("onefold::", "").replace("__cxx11::", "")
    function = function.replace("operator-spaceship", "operator<=>").replace("operator-less", "operator<")
    function = function.replace("operator-call", "operator()")
    return function.split(" ")[-1] if " " in function and not function.startswith("operator") else function


def parse(text):
    """Callgrind's output with names written out: self cost by stage and function."""
    costs = collections.defaultdict(collections.Counter)
    part = collections.Counter()
    stage, following, function, is_call = FIRST, FIRST, None, False

    def close():
        costs[stage].update(part)
        part.clear()

    for line in text.split("\n"):
        if line.startswith("desc: Trigger: "):  # what ended this part
            trigger = line.removeprefix("desc: Trigger: --dump-before=")
            following = next((name for start, name in STAGES.items() if trigger.startswith(start)), stage)
        elif line.startswith("fn="):
            function = line[3:]
        elif line.startswith("calls="):
            is_call = True  # the next line is what the callee took
        elif line.startswith("totals:"):
            close()
            stage = following
        elif line[:1].isdigit():
            place_and_cost = line.split()  # a cost of 0 may be left out
            if not is_call and len(place_and_cost) > 1:
                part[function] += int(place_and_cost[1])
            is_call = False
    close()
    return costs


class Profile:
    def __init__(self, costs):
        self.costs = costs
        self.total = sum(cost for functions in costs.values() for cost in functions.values())

    def stages(self):
        return {stage: sum(functions.values()) for stage, functions in self.costs.items() if functions}

    def functions(self):
        """{stage: {function: own instructions}}, of those that weigh something."""
        named = {}
        for stage, functions in self.costs.items():
            merged = collections.Counter()
            for function, cost in functions.items():
                merged[short_name(function)] += cost
            heavy = {name: cost for name, cost in merged.most_common() if cost >= LEAST_SHARE * self.total}
            if heavy:
                named[stage] = heavy
        return named


def profile(command, work, environment):
    out = pathlib.Path(work, "callgrind.out")
    out.unlink(missing_ok=True)
    valgrind = ["valgrind", "--tool=callgrind", "--compress-strings=no", "--compress-pos=no", "--combine-dumps=yes",
                f"--callgrind-out-file={out}", *(f"--dump-before={start}*" for start in STAGES)]  # fmt: skip
    done = subprocess.run([*valgrind, *map(str, command)], cwd=work, env=environment, text=True, errors="replace",
                          stdin=subprocess.DEVNULL, capture_output=True)  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: status {done.returncode} under callgrind: {done.stderr[-600:]}")
    text = out.read_text(errors="replace")
    out.unlink()
    return Profile(parse(text))
