"""Checks a report against the results file it was made from, reading both without the program.

    check.py numbers FOLDER RESULTS.h5 …   tables and page: every number worked out anew from the files
    check.py worlds FOLDER                 bokmål, two worlds: each is named, brackets stand where they disagree
    check.py page FOLDER LANGUAGE          the page's structure: what a screen reader finds
    check.py docx FOLDER LANGUAGE          the Word document: tables, captions, alternative texts
    check.py office FOLDER FILE.html       the Word document as LibreOffice has read it and written it as HTML
    check.py expected RESULTS.h5 …         what the page must show, as JSON for the browser's test
"""
import html.parser
import json
import math
import re
import sys
import xml.etree.ElementTree
import zipfile

import h5py
import numpy

# Student's t, 0.975, for 11 degrees of freedom (12 replications): R's qt(0.975, 11)
T_975 = {11: 2.200985160082949}
MS_PER_DAY = 86400000.0


class Results:
    """Yearly numbers by area, from the monthly and yearly groups of a results file."""

    def __init__(self, path):
        self.file = h5py.File(path, "r")
        names = lambda axis: [n.decode() for n in self.file[axis + "_name"][()]]
        self.names = names
        self.edges = numpy.append(self.file["month_bounds"][:, 0], self.file["month_bounds"][-1, 1])
        self.first_year = int(self.file["year"][0])
        self.years = len(self.edges) // 12

    def cells(self, measure, chosen, area):
        """Values [scenario][replication][period], the chosen categories summed."""
        data = self.file[measure]
        values = data[()].astype(float)
        axes = [list(axis.keys())[0] for axis in data.dims]
        for name in reversed(axes[3:]):
            at = axes.index(name)
            wanted = chosen.get(name)
            if name == "area" and area:
                wanted = [area]
            if wanted is None:
                values = values.sum(axis=at)
            else:
                values = values.take([self.names(name).index(w) for w in wanted], axis=at).sum(axis=at)
        return values

    def mean(self, measure, chosen, area, months):
        """A level over months: the mean of its days."""
        values = self.cells("monthly/" + measure, chosen, area)[:, :, months]
        days = numpy.diff(self.edges)[months]
        return (values * days).sum(axis=2) / days.sum()

    def number(self, measure, area, months):
        """[scenario][replication] of a measure of the page, over a slice of months."""
        years = (months.stop - months.start) / 12
        if measure == "queue_past_wish":
            return self.mean("queue", {"queue_category": ["past_wish"]}, area, months)
        if measure == "days_below_need":
            days = numpy.diff(self.edges)[months].sum()
            return self.mean("mismatch", {"mismatch_category": ["below"]}, area, months) * days / years
        if measure in ("cost_state", "cost_total"):
            chosen = {"payer": ["state"]} if measure == "cost_state" else {}
            if area:
                own = slice(months.start // 12, months.stop // 12)
                sums = self.cells("yearly/costs_area", chosen, area)[:, :, own].sum(axis=2)
            else:
                sums = self.cells("monthly/costs", chosen, area)[:, :, months].sum(axis=2)
            return sums / 1e8 / years
        raise KeyError(measure)

    def areas(self):
        return self.names("area")


def estimate(values):
    n = len(values)
    half = T_975[n - 1] * values.std(ddof=1) / math.sqrt(n)
    return [values.mean(), values.mean() - half, values.mean() + half]


MEASURES = ["queue_past_wish", "days_below_need", "cost_state", "cost_total"]


def period_of(results):
    """The last five years after the policy date, as the program takes them unless told otherwise."""
    day = lambda name: float(results.file["parameters/" + name][()])
    start = day("policy_date") - day("history_start")
    first = next(m for m in range(len(results.edges)) if results.edges[m] >= start)
    last = len(results.edges) - 1
    return slice(max(first, last - 60), last)


def expected(results):
    """Level and change with intervals by measure, place, scenario and year; the period last."""
    out = {}
    for measure in MEASURES:
        for place in [""] + results.areas():
            series = []
            for year in list(range(results.years)) + [None]:
                months = period_of(results) if year is None else slice(12 * year, 12 * year + 12)
                values = results.number(measure, place, months)
                series.append([estimate(v) + estimate(v - values[0]) for v in values])
            out[f"{measure}/{place}"] = [list(map(list, zip(*series)))][0]
    return out


def near(shown, true, what, scale=1):
    if shown is None or not math.isclose(shown, true, rel_tol=2e-6, abs_tol=2e-6 * max(1, abs(scale))):
        sys.exit(f"{what}: {shown} is not {true}")


def page_data(folder):
    text = open(folder + "/rapport.html", encoding="utf-8").read()
    return json.loads(re.search(r'id="plassflyt-data">(.*?)</script>', text, re.S).group(1))


def check_page_numbers(folder, worlds):
    data = page_data(folder)
    assert len(data["worlds"]) == len(worlds), "worlds of the page"
    checked = 0
    for world, true in zip(data["worlds"], worlds):
        measures = [m["name"] for m in world["measures"]]
        places = [p["name"] for p in world["places"]]
        for key, scenarios in true.items():
            measure, place = key.split("/")
            shown = world["numbers"][measures.index(measure)][places.index(place)]
            for s, years in enumerate(scenarios):
                for y, numbers in enumerate(years):
                    level, half, change, half_change, _ = shown[s][y]
                    printed = [level, level - half, level + half,
                               change, change - half_change, change + half_change]
                    for i, number in enumerate(numbers):
                        what = f"{world['label']} {key} scenario {s} year {y} number {i}"
                        near(printed[i], number, what, abs(numbers[i - i % 3]))
                        checked += 1
    print(checked, "numbers of the page")


# ---- tables of the text ----

def number_of(text):
    """A number as Norwegians write it."""
    plain = text.replace("\u00a0", "").replace("−", "-").replace("+", "").replace(",", ".")
    return float(plain), len(plain.split(".")[1]) if "." in plain else 0


def tables_of(folder):
    """Captions and rows of the Markdown's tables."""
    tables, rows = [], []
    for line in open(folder + "/rapport.md", encoding="utf-8"):
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip().strip("|").split(" |")])
        elif line.startswith(": ") and rows:
            tables.append((line[2:].strip(), rows))
            rows = []
    return tables


def same_as_printed(cell, number, low, high, what):
    match = re.match(r"([+−]?[\d\u00a0,]+)(?: \[\((.*)\)(?: ≈\u00a00)?\]\{\.i\})?$", cell)
    if cell == "=\u00a00":
        return near(0, max(abs(number), abs(low), abs(high)), what)
    if not match:
        sys.exit(f"{what}: cannot read '{cell}'")
    parts = [match.group(1)] + re.split(" til |–", match.group(2))
    for text, true in zip(parts, (number, low, high)):
        shown, decimals = number_of(text)
        if abs(shown - true) > 0.5001 * 10 ** -decimals:
            sys.exit(f"{what}: {text} is not {true}")


def check_tables(folder, true):
    tables = dict((re.sub(r"^\w+ \d+\. ", "", caption), rows) for caption, rows in tables_of(folder))
    headline = next(rows for caption, rows in tables.items() if caption.startswith("Kø, plass mot behov"))
    columns = {1: "queue_past_wish/", 2: "days_below_need/", 4: "cost_state/", 6: "cost_total/"}
    checked = 0
    for s, row in enumerate(headline[2:]):
        for column, key in columns.items():
            numbers = true[key][s][-1]
            same_as_printed(row[column], *(numbers[3:] if s else numbers[:3]), f"{row[0]} {key}")
            checked += 1
    by_area = next(rows for caption, rows in tables.items()
                   if caption.startswith("Barn som venter etter ønsket dato (ii) etter område"))
    for s, row in enumerate(by_area[2:]):
        for column, place in enumerate([""] + areas_of(true)):
            numbers = true["queue_past_wish/" + place][s][-1]
            same_as_printed(row[1 + column], *(numbers[3:] if s else numbers[:3]), f"{row[0]} {place}")
            checked += 1
    print(checked, "cells of tables")


def check_grouping(folder):
    """In a column of numbers either all of four digits or more are grouped, or none."""
    mixed = 0
    for caption, rows in tables_of(folder):
        numeric = [rule.endswith(":") for rule in rows[1][0].split("|")]
        for column in (c for c, right in enumerate(numeric) if right):
            cells = [row[column] for row in rows[2:]]
            bare = [c for c in cells if re.search(r"(?<![\d,\u00a0])\d{4}(?!\d)", c)]
            grouped = [c for c in cells if re.search(r"\d\u00a0\d{3}", c)]
            assert not (bare and grouped), f"{caption}: {bare[0]} and {grouped[0]}"
            mixed += any(re.search(r"(?<!\d)\d\u00a0\d{3}(?!\u00a0)", c) for c in grouped)
    assert mixed > 0, "no column has both"
    print(mixed, "columns with numbers of four digits and of more")


def areas_of(true):
    return [key.split("/")[1] for key in true if key.startswith("queue_past_wish/") and key[-1] != "/"]


# ---- two worlds ----

NOT_IN_SHORT = ["Spesialiserte fosterhjem", "Institusjoner", "Kommunene, millioner kroner i året"]


def check_worlds(folder):
    text = open(folder + "/rapport.md", encoding="utf-8").read()
    parts = dict(re.findall(r"^## (.*?) \{#sec-\w+\}\n(.*?)(?=^## )", text, re.M | re.S))
    short, problem, effects = (next(body for title, body in parts.items() if title.startswith(start))
                               for start in ("Kort svar", "1 ", "4 "))
    for part in (short, problem, effects):
        assert part.count("er fra verdenen «To år til»") == 1, "the world is not named"
    rows = next(rows for caption, rows in tables_of(folder) if caption.endswith("i de to verdenene"))
    disagree = [row for row in rows[2:] if row[4].startswith("nei") and row[1] not in NOT_IN_SHORT]
    brackets = re.findall(r"\(I «Hjem passer»: ([+−]?[\d\u00a0,]+), 95\u00a0%-intervall [^)]*\.\)", short)
    assert len(brackets) == len(disagree), (brackets, disagree)
    for shown, row in zip(brackets, disagree):
        number, decimals = number_of(shown)
        wanted = number_of(row[3].split(" [")[0].replace("=\u00a00", "0"))[0]
        assert abs(number - wanted) <= 10 ** -decimals, (shown, row)
    print(len(brackets), "of", len(rows) - 2, "changes on which they disagree")


# ---- the page's structure ----

class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.headings, self.tags, self.problems = [], {}, []
        self.ids, self.open_tables = [], []

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        self.tags[tag] = self.tags.get(tag, 0) + 1
        if "id" in has:
            self.ids.append(has["id"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "img" and len(has.get("alt", "")) < 40:
            self.problems.append("a picture without words")
        if tag == "th" and has.get("scope") not in ("col", "row"):
            self.problems.append("a heading of a table without scope")
        if tag == "table":
            self.open_tables.append(False)
        if tag == "caption":
            self.open_tables[-1] = True
        for name in ("src", "href", "action"):
            if re.match("(https?:)?//", has.get(name, "")) and tag != "a":
                self.problems.append(f"fetches {has[name]}")

    def handle_endtag(self, tag):
        if tag == "table" and not self.open_tables.pop():
            self.problems.append("a table without caption")


def check_page(folder, language):
    text = open(folder + "/rapport.html", encoding="utf-8").read()
    page = Page()
    page.feed(text)
    steps = [b - a for a, b in zip(page.headings, page.headings[1:])]
    assert f'<html lang="{language}"' in text
    assert page.headings[0] == 1 and page.headings.count(1) == 1, page.headings
    assert max(steps) == 1, "a level of headings is left out"
    assert not page.problems, set(page.problems)
    assert len(page.ids) == len(set(page.ids)), "an id stands twice"
    for landmark in ("header", "nav", "main", "footer"):
        assert page.tags.get(landmark) == 1, landmark
    assert page.tags["img"] >= 8 and page.tags["table"] >= 20
    for target in re.findall(r'href="#([^"]*)"', text):
        assert target in page.ids, "no place " + target
    markdown = open(folder + "/rapport.md", encoding="utf-8").read()
    empty = re.search(r"^(###? .*)\n\n###? ", re.sub(r"^## .*\n\n(?=### )", "", markdown, flags=re.M), re.M)
    assert not empty, f"nothing below '{empty.group(1)}'"
    raw = re.search(r"^\|.* \| (higher|lower|same|unknown|too few|not distinguishable) \|", markdown, re.M)
    assert language == "en-GB" or not raw, raw.group(0)
    assert "<link" not in text and "@import" not in text
    print(page.tags["table"], "tables,", page.tags["img"], "figures")


# ---- the Word document ----

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def check_docx(folder, language):
    archive = zipfile.ZipFile(folder + "/rapport.docx")
    assert archive.testzip() is None
    document = xml.etree.ElementTree.fromstring(archive.read("word/document.xml"))
    styles = archive.read("word/styles.xml").decode()
    text = "".join(t.text or "" for t in document.iter(W + "t"))
    used = [s.get(W + "val") for s in document.iter(W + "pStyle")]
    tables = list(document.iter(W + "tbl"))
    heads = [t for t in tables if t.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None]
    pictures = list(document.iter(DRAWING + "docPr"))
    assert len(tables) >= 20 and len(heads) == len(tables), (len(tables), len(heads))
    assert used.count("TableCaption") == len(tables), used.count("TableCaption")
    assert len(pictures) >= 8 and all(len(p.get("descr", "")) >= 40 for p in pictures)
    assert used.count("ImageCaption") == len(pictures)
    for style in ("Title", "Subtitle", "Heading2", "Heading3", "TableText", "TableHeading", "Place", "SourceCode"):
        assert style in used and f'w:styleId="{style}"' in styles, style
    assert f'w:lang w:val="{language}"' in styles or f'w:val="{language}"' in styles, "language"
    if language != "en-GB":
        assert all(letter in text for letter in "æøåÅ"), "letters"
        cells = "\n".join("".join(t.text or "" for t in p.iter(W + "t")) for p in document.iter(W + "p"))
        assert len(re.findall(r"^[+−]?\d+,\d+", cells, re.M)) > 50, "decimal comma"
        assert not re.search(r"^[+−]\d+\.\d+", cells, re.M), "decimal point"
    runs = [run.get(W + "val") for run in document.iter(W + "lang")]
    assert set(runs) == {"en-GB", "nb-NO", "nn-NO"} - {language}, set(runs)
    assert len(runs) >= 20, "words of other languages"
    media = [name for name in archive.namelist() if name.startswith("word/media/")]
    assert len(media) == len(pictures), media
    print(len(tables), "tables,", len(pictures), "pictures,", len(text), "characters")


# ---- what LibreOffice makes of it ----

class Office(html.parser.HTMLParser):
    """Cells of tables, row by row, and the text outside of them."""

    def __init__(self):
        super().__init__()
        self.tables, self.text, self.pictures, self.cell = [], [], 0, None

    def handle_starttag(self, tag, attributes):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.cell = []
        elif tag == "img":
            self.pictures += 1

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.tables[-1][-1].append("".join(self.cell))
            self.cell = None

    def handle_data(self, data):
        (self.text if self.cell is None else self.cell).append(data)


def letters(text):
    """What is left when line breaks and spaces are taken away."""
    return re.sub(r"[\s\u00a0]", "", text)


def plain(markdown):
    text = re.sub(r"\[((?:\\.|[^\]\\])*)\]\{[^}]*\}", r"\1", markdown)
    return letters(re.sub(r"\\(.)", r"\1", text.replace("`", "")))


def printed_tables(folder):
    """Those of the Markdown that a document has too: what only a page folds away is left out."""
    text = open(folder + "/rapport.md", encoding="utf-8").read()
    folded = {caption for block in re.findall(r"^::: \{.fold.*?^:::$", text, re.M | re.S)
              for caption in re.findall(r"^: (.*)$", block, re.M)}
    return [(caption, rows) for caption, rows in tables_of(folder) if caption not in folded]


def check_office(folder, path):
    page = Office()
    page.feed(open(path, encoding="utf-8").read())
    wanted = printed_tables(folder)
    assert len(wanted) >= 20 and len(page.tables) == len(wanted), (len(page.tables), len(wanted))
    text, cells, commas = letters("".join(page.text)), 0, 0
    for (caption, rows), got in zip(wanted, page.tables):
        assert plain(caption) in text, caption
        same = [[plain(cell) for cell in row] for row in [rows[0]] + rows[2:]]
        got = [[letters(cell) for cell in row] for row in got]
        for ours, theirs in zip(same, got):
            assert ours == theirs, f"{caption}: {theirs}, not {ours}"
        assert len(same) == len(got), caption
        cells += sum(map(len, got))
        commas += sum(bool(re.match(r"[+−]?\d+,\d", cell)) for row in got for cell in row)
    captions = re.findall(r"^!\[((?:\\.|[^\]\\])*)\]\(", open(folder + "/rapport.md", encoding="utf-8").read(), re.M)
    for caption in captions:
        assert plain(caption) in text, caption
    assert page.pictures == len(captions) >= 8, (page.pictures, len(captions))
    assert all(letter in text for letter in "æøå«»"), "letters"
    assert commas > 50, "numbers with decimal comma"
    print(len(wanted), "tables,", cells, "cells,", commas, "with a comma,", page.pictures, "pictures")


def main():
    what, arguments = sys.argv[1], sys.argv[2:]
    if what == "numbers":
        worlds = [expected(Results(path)) for path in arguments[1:]]
        check_page_numbers(arguments[0], worlds)
        check_tables(arguments[0], worlds[0])
        check_grouping(arguments[0])
    elif what == "expected":
        json.dump([expected(Results(path)) for path in arguments], sys.stdout)
    elif what == "page":
        check_page(*arguments)
    elif what == "worlds":
        check_worlds(*arguments)
    elif what == "docx":
        check_docx(*arguments)
    elif what == "office":
        check_office(*arguments)


main()
