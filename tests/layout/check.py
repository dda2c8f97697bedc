#!/usr/bin/env python3
"""Checks how the source is laid out: who may include whom, sizes, names. Prints TAP.

    tests/layout/check.py

Each rule is first shown to find what it is for, planted in a copy of the source.
"""

import pathlib
import re
import shutil
import sys
import tempfile

# What the files of a room may include of other rooms: whole rooms, or single headers. The room
# `command` is not named: it alone may include everything.
ROOMS = {
    "sim/tables": ["tables"],
    "sim/engine": ["engine"],
    "sim/input": ["input", "tables", "engine/date.h"],
    "sim/observe": ["observe", "tables", "engine/tick.h", "engine/date.h"],
    "sim/model": ["model", "input", "engine", "observe", "tables"],
    "sim/output": ["output", "input", "observe", "tables", "engine/date.h"],
    "sim/experiment": [
        "experiment", "input", "output", "observe", "engine", "tables", "model/replication.h",
    ],
    # of the program's own rooms only what reading a results file and saying what is wrong takes, and
    # memory
    "analysis": [
        "analysis", "tables", "output/results_file.h", "output/pieces.h", "output/schema.h", "input/message.h",
        "input/arena.h",
    ],
}
MOST_LINES_OF_FILE = 500
MOST_LINES_OF_FUNCTION = 80
MOSTLY = 15  # lines of a function; at least four fifths are no longer
VAGUE = {"util", "utils", "common", "misc", "core", "helper", "helpers", "stuff"}
# The model's numbers are the same on every processor: none comes from libm. Tables are made by GSL
# when parameters are read, and rounded.
WITHOUT_LIBM = ["sim/model", "sim/engine"]
MAY_USE_LIBM = {"sim/engine/quantile.c"}


def sources(root, *folders, endings=(".c", ".h")):
    for folder in folders or ("sim", "analysis", "tests"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in endings and path.is_file():
                yield path


def included(path):
    return re.findall(r'^\s*#\s*include\s+["<]([^">]+)[">]', path.read_text(), re.M)


def rooms_keep_apart(root):
    own = {room.split("/")[-1] for room in ROOMS} | {"command"}
    for room, allowed in ROOMS.items():
        for path in sources(root, room):
            for header in included(path):
                first = header.split("/")[0]
                if "/" in header and first in own and first not in allowed and header not in allowed:
                    yield f"{path.relative_to(root)} includes {header}"


def every_room_has_a_rule(root):
    known = set(ROOMS) | {"sim/command"}
    for folder in (root / "sim").iterdir():
        if folder.is_dir() and f"sim/{folder.name}" not in known:
            yield f"sim/{folder.name} is a new room"


def files_are_short(root):
    for path in sources(root):
        lines = path.read_text().count("\n")
        if lines >= MOST_LINES_OF_FILE:
            yield f"{path.relative_to(root)} has {lines} lines"


def functions(path):
    """Yields (first line, number of lines) of each function, by the layout that clang-format gives."""
    start = None
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line == "{":
            start = number
        elif line == "}" and start:
            yield start, number - start - 1
            start = None


def functions_are_short(root):
    for path in sources(root):
        for line, length in functions(path):
            if length > MOST_LINES_OF_FUNCTION:
                yield f"{path.relative_to(root)}:{line} has {length} lines"


def functions_are_mostly_very_short(root):
    lengths = [n for path in sources(root, "sim", "analysis") for _, n in functions(path)]
    short = sum(n <= MOSTLY for n in lengths)
    if short < 0.8 * len(lengths):
        yield f"only {short} of {len(lengths)} functions have at most {MOSTLY} lines"


def names_say_something(root):
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if parts[0] in ("sim", "analysis", "tests") and VAGUE & set(re.split(r"[._-]", parts[-1])):
            yield str(path.relative_to(root))


def nothing_is_left_for_later(root):
    for path in sources(root, endings=(".c", ".h", ".def", ".py", ".sh")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(r"\b(TO" r"DO|FIX" r"ME)\b", line):
                yield f"{path.relative_to(root)}:{number}"


def model_uses_no_libm(root):
    for path in sources(root, *WITHOUT_LIBM):
        if "math.h" in included(path) and str(path.relative_to(root)) not in MAY_USE_LIBM:
            yield str(path.relative_to(root))


def numbers_do_not_follow_the_locale(root):
    for path in sources(root, "sim", "analysis"):
        if re.search(r"\bsetlocale\s*\(", path.read_text()):
            yield str(path.relative_to(root))


def append(root, path, text):
    path = root / path
    path.parent.mkdir(exist_ok=True)
    with open(path, "a") as file:
        file.write(text)


# Each rule with something that breaks it: (file, text).
RULES = [
    (rooms_keep_apart, ("sim/engine/date.c", '#include "model/model.h"\n')),
    (rooms_keep_apart, ("sim/experiment/many.c", '#include "model/home.h"\n')),
    (rooms_keep_apart, ("sim/model/home.c", '#include "output/results.h"\n')),
    (rooms_keep_apart, ("analysis/number.c", '#include "engine/state.h"\n')),
    (every_room_has_a_rule, ("sim/annex/new.c", "")),
    (files_are_short, ("sim/model/home.c", "\n" * MOST_LINES_OF_FILE)),
    (functions_are_short, ("sim/model/home.c", "void f(void)\n{\n" + "    ;\n" * 81 + "}\n")),
    (
        functions_are_mostly_very_short,
        ("sim/model/home.c", ("void f(void)\n{\n" + "    ;\n" * 16 + "}\n") * 3000),
    ),
    (names_say_something, ("sim/model/home_utils.c", "")),
    (nothing_is_left_for_later, ("sim/model/home.c", "/* TO" "DO */\n")),
    (model_uses_no_libm, ("sim/model/home.c", "#include <math.h>\n")),
    (numbers_do_not_follow_the_locale, ("analysis/number.c", 'void f(void) { setlocale(0, ""); }\n')),
]


def finds(root, rule, planted):
    with tempfile.TemporaryDirectory() as scratch:
        copy = pathlib.Path(scratch)
        for folder in ("sim", "analysis", "tests"):
            shutil.copytree(root / folder, copy / folder)
        before = set(rule(copy))
        append(copy, *planted)
        return bool(set(rule(copy)) - before)


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    number = 0
    failed = 0
    print(f"1..{len(RULES) + len({rule for rule, _ in RULES})}")
    for rule in dict.fromkeys(rule for rule, _ in RULES):
        found = list(rule(root))
        number += 1
        failed += bool(found)
        print(f"{'not ok' if found else 'ok'} {number} - {rule.__name__}")
        for line in found:
            print(f"# {line}")
    for rule, planted in RULES:
        number += 1
        good = finds(root, rule, planted)
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} - {rule.__name__} finds a break in {planted[0]}")
    sys.exit(failed > 0)


main()
