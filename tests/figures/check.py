#!/usr/bin/python3
"""Looks at figures of a real run, in every size and theme and with many scenarios: that text is large
enough, on the page and never on other text, that pictures are what they should be and say where they
come from, and that the script beside each draws it again. Prints TAP.

    tests/figures/check.py build/plassflyt
"""

import csv
import json
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree
import zlib

import h5py
import numpy
from PIL import ImageFont

FONTS = "/usr/share/fonts/truetype/dejavu/"
SVG = "{http://www.w3.org/2000/svg}"
PIXELS_PER_POINT = 96 / 72
LEAST_POINTS = 7
POLICIES = [
    "bistandsplikt", "rammeavtale", "bistandsplikt_rammeavtale", "bedre_vilkar_fosterforeldre",
    "direkte_soknad", "forsyningsplan", "tydelig_definisjon", "kommersielle_ut", "tjue_flere_hjem",
    "kvalitetsloftet",
]
WORLD = """plassflyt: world/1
title: {en: "A tiny country", nb: "Et bitte lite land", nn: "Eit bitte lite land"}
base: BASE
change:
  - {parameter: end_date, value: 2032-01-01}
"""

program = str(pathlib.Path(sys.argv[1]).resolve())
number = 0


def test_that(name, problems):
    """One line of TAP, and what is wrong."""
    global number
    number += 1
    problems = list(problems)
    print(f"{'not ok' if problems else 'ok'} {number} - {name}", flush=True)
    for problem in problems[:20]:
        print(f"# {problem}")


def plassflyt(*arguments):
    subprocess.run([program, *map(str, arguments)], check=True, stdout=subprocess.PIPE)


# ---- texts of an SVG ----


def fonts():
    """A font of each weight and size, read once."""
    known = {}

    def font(bold, size):
        key = bold, round(size, 2)
        if key not in known:
            file = FONTS + ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")
            known[key] = ImageFont.truetype(file, 100)
        return known[key]

    return font


font_of = fonts()


def boxes(path):
    """Every text with its size in pixels and the rectangle that it takes."""
    for group in tree.parse(path).iter(SVG + "g"):
        words = "".join("".join(text.itertext()) for text in group.findall(SVG + "text"))
        place = re.match(r"translate\(([-\d.]+),([-\d.]+)\)", group.get("transform", ""))
        if not place or not words.strip():
            continue
        x, y, size = float(place[1]), float(place[2]), float(group.get("font-size"))
        bold = group.get("font-weight") == "bold"
        width = font_of(bold, size).getlength(words) * size / 100
        shift = {"start": 0, "middle": width / 2, "end": width}[group.get("text-anchor")]
        if "rotate(-90)" in group.get("transform"):
            yield words, size, (x - 0.73 * size, y - width + shift, x + 0.2 * size, y + shift)
        else:
            yield words, size, (x - shift, y - 0.73 * size, x - shift + width, y + 0.2 * size)


def overlap(a, b, slack=0.6):
    return (a[0] < b[2] - slack and b[0] < a[2] - slack and a[1] < b[3] - slack
            and b[1] < a[3] - slack)


def troubles_with_text(path):
    root = tree.parse(path).getroot()
    width, height = float(root.get("width")), float(root.get("height"))
    texts = list(boxes(path))
    if len(texts) < 10:
        yield f"{path.name}: only {len(texts)} texts"
    for i, (words, size, box) in enumerate(texts):
        if size < LEAST_POINTS * PIXELS_PER_POINT - 0.01:
            yield f"{path.name}: {size / PIXELS_PER_POINT:.1f} points: {words}"
        if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height:
            yield f"{path.name}: beyond the page: {words}"
        for other, _, there in texts[i + 1:]:
            if overlap(box, there):
                yield f"{path.name}: “{words}” lies on “{other}”"


# ---- what pictures say of themselves ----


def svg_provenance(path):
    root = tree.parse(path).getroot()
    for needed in ("title", "desc", "metadata"):
        if root.find(SVG + needed) is None:
            return None
    return json.loads(root.find(SVG + "metadata").text)


def png_texts(path):
    data, at, texts = path.read_bytes(), 8, {}
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        if zlib.crc32(kind + body) != struct.unpack(">I", data[at + 8 + length:at + 12 + length])[0]:
            raise ValueError(f"{path}: {kind} is damaged")
        if kind == b"iTXt":
            key, rest = body.split(b"\0", 1)
            texts[key.decode()] = rest[4:].decode()
        elif kind == b"pHYs":
            texts["dots"] = struct.unpack(">II", body[:8])
        at += length + 12
    return texts


def pdf_provenance(path):
    said = subprocess.run(["pdfinfo", "-custom", path], capture_output=True, text=True, check=True)
    found = re.search(r"^plassflyt: +(\{.*\})$", said.stdout, re.M)
    return json.loads(found[1]) if found else None


def troubles_with_fields(folder, digest):
    pictures = sorted(folder.glob("*.svg"))
    if len(pictures) < 10:
        yield f"only {len(pictures)} figures"
    for svg in pictures:
        own = svg_provenance(svg)
        if not own or own["plassflyt"] != 1 or own["results"][0]["digest"] != digest:
            yield f"{svg.name}: {own}"
        png = png_texts(svg.with_suffix(".png"))
        if json.loads(png["plassflyt"]) != own or png["dots"] != (11811, 11811):
            yield f"{svg.name}: the PNG says {png}"
        if pdf_provenance(svg.with_suffix(".pdf")) != own:
            yield f"{svg.name}: the PDF says something else"


def troubles_with_fonts(folder):
    for pdf in sorted(folder.glob("*.pdf")):
        said = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True)
        rows = said.stdout.splitlines()[2:]
        if not rows or any(row.split()[-5] != "yes" for row in rows):
            yield f"{pdf.name}: {said.stdout}"


def paths_of(svg):
    return re.findall(r"<path[^>]*>", svg.read_text().split('<g id="gnuplot_canvas">', 1)[1])


def troubles_with_scripts(folder):
    for script in sorted(folder.glob("*.gp")):
        subprocess.run(["gnuplot", script.name], cwd=folder, check=True)
        again = folder / f"{script.stem}_gnuplot.svg"
        if paths_of(again) != paths_of(script.with_suffix(".svg")):
            yield f"{script.name} draws something else"
        again.unlink()


# ---- numbers recomputed from the results file ----


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def differs(name, shown, own):
    if abs(float(shown) - own) > 1e-6 * max(1, abs(own)):
        yield f"{name}: the figure says {shown}, the file {own}"


def troubles_with_changes(folder, path):
    """The change of the queue (ii) in the last five years, or what there is of them."""
    with h5py.File(path) as file:
        queue = file["monthly/queue"][:]
        names = [str(name) for name in file["scenario_name"].asstr()[:]]
        edges = numpy.append(file["month_bounds"][:, 0], file["month_bounds"][-1, 1])
        draws = file["draws/draw_number"][:]
    shown = {row["series"]: row for row in rows_of(folder / "endring.csv")
             if row["panel"] == "queue_past_wish"}
    months = slice(12, None)  # the policy date is a year after the start
    weights = numpy.diff(edges)[months]
    means = (queue[:, :, months, 1, :].sum(axis=-1) * weights).sum(axis=-1) / weights.sum()
    for s, name in enumerate(names[1:], 1):
        own = [means[s][draws == d].mean() - means[0][draws == d].mean() for d in set(draws)]
        yield from differs(name, shown[name]["value"], numpy.mean(own))


def troubles_with_children(folder, path):
    """Of the children who wait in either scenario, how many wait a day shorter or more."""
    with h5py.File(path) as file:
        waited = file["children/waited"][:] / 86400000
        replication = file["children/replication_number"][:]
        draws = dict(zip(file["replication"][:], file["draws/draw_number"][:]))
        names = [str(name) for name in file["scenario_name"].asstr()[:]]
    shown = [row for row in rows_of(folder / "vinnere.csv") if row["panel"] == "waited_less"]
    first = {row["series"]: row for row in reversed(shown)}
    for s, name in enumerate(names[1:], 1):
        base, own = waited[0], waited[s]
        shares = {}
        for r in sorted(set(replication)):
            rows = (replication == r) & ~numpy.isnan(base) & ~numpy.isnan(own)
            rows &= (base > 0) | (own > 0)
            less = (own[rows] - base[rows] <= -1).mean()
            shares.setdefault(draws[r], []).append(less)
        mean = numpy.mean([numpy.mean(each) for each in shares.values()])
        yield from differs(name, first[name]["value"], -100 * mean)


def made(folder, suffixes):
    """Which of the names expected are missing."""
    names = {path.name for path in folder.iterdir()}
    figures = sorted({name.split(".")[0].split("_")[0] for name in names})
    for figure in figures:
        for suffix in suffixes:
            for ending in ("svg", "csv", "gp"):
                if f"{figure}{suffix}.{ending}" not in names:
                    yield f"no {figure}{suffix}.{ending}"


def check(place):
    world = place / "world.yaml"
    world.write_text(WORLD.replace("BASE", str(pathlib.Path("tests/worlds/tiny.yaml").resolve())))
    scenarios = [f"scenarios/{name}.yaml" for name in POLICIES]
    many, two = place / "many.h5", place / "two.h5"
    plassflyt("run", *scenarios, "--world", world, "--draws", 3, "--children", 4, "--output", many, "--quiet")
    plassflyt("run", scenarios[0], "--world", world, "--replications", 4, "--output", two, "--quiet")
    with h5py.File(two) as file:
        digest = str(file.attrs["digest"])

    looks = [("page", ""), ("column", "_column"), ("slide", "_slide")]
    folder = place / "looks"
    plassflyt("figure", many, "--output", folder, "--lang", "nb", "--format", "svg", "--size",
              "page,column,slide", "--theme", "standard,print", "--quiet")
    test_that("eleven scenarios are drawn in every size and theme",
              made(folder, [look + theme for _, look in looks for theme in ("", "_print")]))
    test_that("the change of the queue is that of the file", troubles_with_changes(folder, many))
    test_that("who waits shorter is as the file has it", troubles_with_children(folder, many))
    for size, look in looks:
        pattern = f"*{look}.svg" if look else "[a-z]*.svg"
        own = [path for path in sorted(folder.glob(pattern))
               if look or not re.search("_(column|slide|print)", path.name)]
        test_that(f"texts of eleven scenarios keep apart on a {size}",
                  (trouble for path in own for trouble in troubles_with_text(path)))
    for language in ("en", "nb", "nn"):
        folder = place / language
        plassflyt("figure", two, "--output", folder, "--lang", language, "--format", "svg",
                  "--size", "page,column,slide", "--quiet")
        test_that(f"texts of two scenarios keep apart in {language}",
                  (trouble for path in sorted(folder.glob("*.svg"))
                   for trouble in troubles_with_text(path)))
    folder = place / "files"
    plassflyt("figure", two, "--output", folder, "--lang", "nn", "--quiet")
    test_that("every picture says in its own fields where it comes from",
              troubles_with_fields(folder, digest))
    test_that("PDFs carry their fonts", troubles_with_fonts(folder))
    test_that("the script beside a picture draws it again", troubles_with_scripts(folder))


with tempfile.TemporaryDirectory() as folder:
    check(pathlib.Path(folder))
print(f"1..{number}")
