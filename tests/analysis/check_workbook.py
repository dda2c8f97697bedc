"""Every cell of `compare --xlsx` against the JSON of the same comparison and what expected.py works out.
A workbook is a zip of XML, read here without any library for it.

    check_workbook.py RESULTS.h5 … -- compare.json compare.xlsx [office.xlsx]

The last is the same workbook as LibreOffice saved it: its cells must hold the same. Where there is a
compare.children.json (`compare --children --json`), the sheet of children must hold it.
"""

import datetime
import json
import math
import pathlib
import re
import sys
import xml.etree.ElementTree as xml
import zipfile

import numpy

from expected import TABLES, Estimate, File, indicators, quantile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
checked = 0


def same(what, got, wanted, scale=1.0):
    global checked
    checked += 1
    if wanted is None or isinstance(wanted, float) and math.isnan(wanted):
        wanted = None
    if isinstance(got, float) and isinstance(wanted, (int, float)):
        if abs(got - wanted) <= 1e-8 * max(1.0, abs(wanted), abs(scale)):
            return
    elif got == wanted:
        return
    sys.exit(f"{what}: {got!r}, not {wanted!r}")


# ---- reading ----

class Workbook:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        assert self.zip.testzip() is None
        self.texts = ["".join(t.text or "" for t in item.iter(MAIN + "t"))
                      for item in self.part("xl/sharedStrings.xml")]
        targets = {r.get("Id"): r.get("Target") for r in self.part("xl/_rels/workbook.xml.rels")}
        self.places = {s.get("name"): "xl/" + targets[s.get(RELATION)].removeprefix("/xl/")
                       for s in self.part("xl/workbook.xml").find(MAIN + "sheets")}

    def part(self, name):
        return xml.fromstring(self.zip.read(name))

    def cells(self, sheet):
        """Rows of cells: texts, numbers, None."""
        rows = []
        for row in self.part(self.places[sheet]).find(MAIN + "sheetData"):
            cells = []
            for cell in row:
                cells += [None] * (column(cell.get("r")) - len(cells))
                value = cell.find(MAIN + "v")
                text = value is not None and value.text is not None
                cells.append(None if not text
                             else self.texts[int(value.text)] if cell.get("t") == "s"
                             else value.text if cell.get("t") == "str" else float(value.text))
            rows.append(cells)
        return rows

    def table(self, sheet, headings):
        """Rows as {key: cell}; headings: key of each heading."""
        first, *rows = self.cells(sheet)
        keys = [headings[text] for text in first]
        return [dict(zip(keys, row + [None] * (len(keys) - len(row)))) for row in rows]


def column(reference):
    number = 0
    for letter in re.match(r"[A-Z]+", reference)[0]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def texts_of(macro, file, language):
    """First name of each row of a table of the program, by its text in a language."""
    text = (TABLES / file).read_text("utf-8")
    rows = re.findall(macro + r'\((\w+),\s+"([^"]*)",\s*"([^"]*)",\s*"([^"]*)"', text)
    assert rows
    return {row[0]: row[1 + "en nb nn".split().index(language)] for row in rows}


# ---- what is in it ----

def month(value):
    return (datetime.date(1899, 12, 30) + datetime.timedelta(value)).strftime("%Y-%m")


WORDS = {"unit", "statistic", "group", "outcome", "better", "finding", "interval_kind", "verdict", "agreement"}
INFINITE = {"inf": "∞", "-inf": "−∞"}


def check_row(what, got, wanted):
    """A row of a sheet against one of the JSON: numbers, texts and months; words are in a language."""
    for key, value in got.items():
        if key in ("first_month", "last_month"):
            value = month(value)
        if key in WORDS:
            same(f"{what} {key}", bool(value), bool(wanted[key]))
        elif key in wanted:
            told = wanted[key]
            same(f"{what} {key}", value, INFINITE.get(told, float(told) if isinstance(
                told, (int, float)) else told))


def check_answers(book, data, sheets, headings):
    rows = book.table(sheets["levels"], headings)
    first = {}
    for row in data["rows"]:
        first.setdefault((row["digest"], row["indicator"], row["category"], row["scenario"]), row)
    same("levels", len(rows), len(first))
    for row in rows:
        key = row["digest"], row["indicator"], row["category"], row["scenario"]
        check_row(f"levels {key}", row, first[key])
    changes = [row for row in data["rows"] if row["base"]]
    rows = book.table(sheets["changes"], headings)
    same("changes", len(rows), len(changes))
    for got, wanted in zip(rows, changes):
        check_row(f"changes {wanted['indicator']} {wanted['scenario']}", got, wanted)
    for name in ("ranking", "worlds", "uncertainty"):
        rows = book.table(sheets[name], headings) if data[name] else []
        same(name, len(rows), len(data[name]))
        same(name, sheets[name] in book.places, bool(data[name]))
        for got, wanted in zip(rows, data[name]):
            check_row(name, got, wanted)


def check_level(what, row, values, draw):
    level = Estimate(values, draw)
    scale = abs(level.mean)
    same(what, row["level"], level.mean)
    same(what, row["level_low"], level.low, scale)
    same(what, row["level_high"], level.high, scale)
    for key, p in (("level_median", 0.5), ("level_p10", 0.1), ("level_p90", 0.9)):
        same(f"{what} {key}", row[key], quantile(values, p)[0])


def of_file(rows, file):
    return [row for row in rows if row["digest"] == file.digest]


def check_queue(book, files, sheets, headings):
    rows = book.table(sheets["queue"], headings)
    wanted = {i.name: i for i in indicators()}
    for file in files:
        own = of_file(rows, file)
        same("queue", len(own), 3 * len(file.scenarios) * len(file.months))
        numbers = {}
        for row in own:
            at = next(m for m in range(len(file.months)) if file.month_text(m) == month(row["month"])) \
                if row["month"] not in numbers else numbers[row["month"]]
            numbers[row["month"]] = at
            key = row["indicator"], at
            if key not in numbers:
                numbers[key] = file.numbers(wanted[row["indicator"]], None, (at, at + 1))
            check_level(f"queue {key} {row['scenario']}", row,
                        numbers[key][file.scenarios.index(row["scenario"])], file.draw)


def check_years(book, files, sheet, chosen, headings):
    rows = book.table(sheet, headings)
    for file in files:
        months = {y: [m for m in range(len(file.months)) if file.calendar(m)[0] == y]
                  for y in file.year}
        whole = [y for y in file.year if len(months[y]) == 12]
        own = of_file(rows, file)
        same(sheet, len(own), len(chosen) * len(file.scenarios) * len(whole))
        numbers = {}
        for row in own:
            key = row["indicator"], int(row["year"])
            if key not in numbers:
                m = months[key[1]]
                numbers[key] = file.numbers(chosen[key[0]], None, (m[0], m[-1] + 1))
            check_level(f"{sheet} {key} {row['scenario']}", row,
                        numbers[key][file.scenarios.index(row["scenario"])], file.draw)


def check_waits(book, files, sheets, headings):
    rows = book.table(sheets["waits"], headings)
    for file in files:
        period, measure = file.default_period(), file.measure("wait_from_request")
        own = of_file(rows, file)
        same("waits", len(own), 105 * len(file.scenarios) if file.wait_years(period) else 0)
        for s, scenario in enumerate(file.scenarios if own else []):
            curves = [file.curves(measure, period, s, r) for r in range(file.replications)]
            for row in (r for r in own if r["scenario"] == scenario):
                week = int(row["week"])
                for key, which in (("waiting", 0), ("moved_in", 1)):
                    x = numpy.array([c[which][week] if week <= c[2] and c[3] else math.nan
                                     for c in curves])
                    what = f"waits {scenario} week {week} {key}"
                    same(what, row[key], Estimate(x, file.draw).mean)
                    same(what, row[key + "_p10"], quantile(x, 0.1)[0])
                    same(what, row[key + "_p90"], quantile(x, 0.9)[0])


def check_children(book, sheets, headings, path):
    same("children", sheets["children"] in book.places, path.exists())
    if path.exists():
        wanted = json.loads(path.read_text("utf-8"))["rows"]
        rows = book.table(sheets["children"], headings)
        same("children", len(rows), len(wanted))
        for i, (got, row) in enumerate(zip(rows, wanted)):
            check_row(f"children {i}", got, row)


def text(value):
    value = value.decode() if isinstance(value, bytes) else value
    return value or None


def check_register(book, files, sheets, headings):
    rows = book.table(sheets["assumptions"], headings)
    at = 0
    for file in files:
        for name, data in file.h5["parameters"].items():
            if "role" not in data.attrs:
                continue
            for value in numpy.ravel(data[...]):
                row, at = rows[at], at + 1
                same(name, (row["parameter"], row["unit"]), (name, text(data.attrs["unit"])))
                same(name, row["value"], float(value))
                for key in ("status", "source", "note", "origin", "role"):
                    same(f"{name} {key}", row[key], text(data.attrs.get(key)))
                limits = data.attrs.get("range", (None, None))
                for key, limit in zip(("range_low", "range_high"), limits):
                    same(f"{name} {key}", row[key], None if limit is None else float(limit))
    same("assumptions", len(rows), at)
    told = {row["id"]: row for row in book.table(sheets["sources"], headings)}
    for file in files:
        sources = file.h5["parameters/sources"]
        for i, key in enumerate(sources["id"][...]):
            for field in ("title", "issuer", "date", "address", "read", "bias"):
                same(f"source {key} {field}", told[text(key)][field], text(sources[field][i]))
    same("changed values", len(book.table(sheets["measures"], headings)),
         sum(len(f.h5[g + "/changes/change"]) for f in files for g in ("parameters", "scenarios")))


def check_form(book, data, language):
    """Frozen and filtered headings, properties, number formats, charts with alternative texts."""
    for sheet, place in list(book.places.items())[2:]:
        part = book.part(place)
        pane = next(part.iter(MAIN + "pane"))
        same(sheet, (pane.get("state"), pane.get("topLeftCell")), ("frozen", "A2"))
        same(sheet, part.find(MAIN + "autoFilter") is not None, True)
    custom = {p.get("name"): "".join(p.itertext())
              for p in book.part("docProps/custom.xml")}
    same("digest", custom["Digest"], ", ".join(f["digest"] for f in data["files"]))
    same("scenarios", custom["Scenarios"],
         ", ".join(s["name"] for s in data["files"][0]["scenarios"])[:249])
    same("intervals", custom["Intervals"], data["interval_kind"])
    core = book.zip.read("docProps/core.xml").decode()
    assert data["files"][0]["title"] in core and data["files"][0]["digest"] in core
    charts = [n for n in book.zip.namelist() if n.startswith("xl/charts/chart")]
    described = re.findall(r'descr="([^"]+)"', book.zip.read("xl/drawings/drawing1.xml").decode())
    same("charts", len(charts), len(described))
    assert len(charts) >= 4
    notes = " ".join(str(c) for row in book.cells(list(book.places)[0]) for c in row)
    for warning in data["warnings"]:
        assert warning["text"] in notes, warning
    if language == "nb":
        assert all(letter in notes for letter in "æøå")


def main():
    cut = sys.argv.index("--")
    files = [File(path) for path in sys.argv[1:cut]]
    data = json.load(open(sys.argv[cut + 1], encoding="utf-8"))
    language = data["language"]
    sheets = texts_of("ANSWER", "answers.def", language)
    headings = {words: key for key, words in texts_of("FIELD", "answers.def", language).items()}
    by_name = {i.name: i for i in indicators()}
    for path in sys.argv[cut + 2:]:
        book = Workbook(path)
        check_answers(book, data, sheets, headings)
        check_queue(book, files, sheets, headings)
        check_years(book, files, sheets["money"],
                    {n: by_name[n] for n in ("cost_state", "cost_municipality", "cost_total")},
                    headings)
        check_years(book, files, sheets["places"],
                    {n: i for n, i in by_name.items()
                     if i.block == "PLACES" and i.measure == "children"}, headings)
        check_waits(book, files, sheets, headings)
        check_register(book, files, sheets, headings)
        check_children(book, sheets, headings,
                       pathlib.Path(sys.argv[cut + 1]).with_suffix(".children.json"))
        if path == sys.argv[cut + 2]:
            check_form(book, data, language)
    print(f"{checked} cells are right")


main()
