"""Every number of `compare --csv`, `--csv-norwegian` and `--json` against what expected.py works out.

    check_numbers.py RESULTS.h5 … -- compare.json compare.csv norwegian.csv
"""

import csv
import io
import json
import math
import sys

import numpy

from expected import Estimate, File, finding, indicators, quantile, ranking, reduction

checked = 0


def number(value):
    return math.nan if value is None else float(value)  # "inf" and "-inf" too


def same(what, got, wanted, scale=1.0):
    """Equal but for the last digits, which sums in another order change; GSL's quantiles of Student's t
    have nine."""
    global checked
    checked += 1
    got, wanted = number(got), math.nan if wanted is None else float(wanted)
    if math.isnan(got) and math.isnan(wanted) or got == wanted:
        return
    if not abs(got - wanted) <= 1e-8 * max(1.0, abs(scale), abs(wanted)):
        sys.exit(f"{what}: {got!r}, not {wanted!r}")


def equal(what, got, wanted):
    global checked
    checked += 1
    if got != wanted:
        sys.exit(f"{what}: {got!r}, not {wanted!r}")


class World:
    """A results file and the numbers of its replications."""

    def __init__(self, path):
        self.file = File(path)
        self.period = self.file.default_period()
        self.values = {}
        for indicator in filter(self.file.keeps, indicators()):
            for category in self.file.rows(indicator):
                self.values[indicator.name, category] = (
                    indicator, self.file.numbers(indicator, category, self.period))

    def change(self, key, scenario, base, confidence):
        values = self.values[key][1]
        return Estimate(values[scenario] - values[base], self.file.draw, confidence)


def check_level(what, row, x, draw):
    level = Estimate(x, draw)
    same(what + " level", row["level"], level.mean)
    scale = abs(level.mean)
    for key, wanted in (("level_low", level.low), ("level_high", level.high),
                        ("level_between", level.between), ("level_within", level.within)):
        same(what + " " + key, row[key], wanted, scale)
    for key, p in (("p10", 0.1), ("p90", 0.9)):
        value, low, high = quantile(x, p, draw)
        same(what + " " + key, row["level_" + key], value)
        same(what + " low of " + key, row[f"level_{key}_low"], low)
        same(what + " high of " + key, row[f"level_{key}_high"], high)
    same(what + " median", row["level_median"], quantile(x, 0.5, draw)[0])
    return scale


def check_change(what, row, x, base, world, confidence, scale):
    change = Estimate(x - base, world.file.draw, confidence)
    for key, wanted in (("change", change.mean), ("change_low", change.low),
                        ("change_high", change.high), ("change_between", change.between),
                        ("change_within", change.within)):
        same(what + " " + key, row[key], wanted, scale)
    for key, wanted in (("draws_above_zero", change.above), ("draws_below_zero", change.below)):
        sure = wanted is None or abs(row[key] - wanted) > change.unsure
        same(what + " " + key, row[key], wanted if sure else row[key])
    equal(what + " finding", row["finding"], finding(change))
    wanted = reduction(x, base)
    same(what + " reduction", row["variance_reduction"], wanted,
         1e3 * wanted if math.isfinite(wanted) else 1)


def check_rows(data, worlds):
    rows = {}
    for row in data["rows"]:
        key = (row["digest"], row["indicator"], row["category"], row["scenario"], row["base"])
        assert key not in rows, key
        rows[key] = row
    base = data["base"]
    for world in worlds:
        file = world.file
        for (name, category), (indicator, values) in world.values.items():
            for s, scenario in enumerate(file.scenarios):
                key = (file.digest, name, category, scenario,
                       None if scenario == base else base)
                row, what = rows.pop(key), " ".join(map(str, key[1:]))
                equal(what + " better", row["better"], indicator.better.lower())
                equal(what, (row["first_month"], row["last_month"]),
                      (file.month_text(world.period[0]), file.month_text(world.period[1] - 1)))
                scale = check_level(what, row, values[s], file.draw)
                if scenario == base:
                    equal(what, (row["change"], row["finding"]), (None, None))
                else:
                    check_change(what, row, values[s], values[file.scenarios.index(base)], world,
                                 data["change_confidence"], scale)
        check_pairs(data, world, rows)
    equal("rows left over", list(rows), [])


def check_pairs(data, world, rows):
    """With --all-pairs every other pair too, the later scenario minus the earlier."""
    names = world.file.scenarios
    for key in [k for k in rows if k[0] == world.file.digest]:
        row = rows.pop(key)
        of, base = names.index(row["scenario"]), names.index(row["base"])
        assert of > base and row["base"] != data["base"], key
        values = world.values[row["indicator"], row["category"]][1]
        check_change(str(key[1:]), row, values[of], values[base], world,
                     data["change_confidence"], numpy.abs(values[of]).mean())


def check_ranking(data, worlds):
    for world in worlds:
        own = [row for row in data["ranking"] if row["digest"] == world.file.digest]
        for name in dict.fromkeys(row["indicator"] for row in own):
            rows = [row for row in own if row["indicator"] == name]
            values = world.values[name, None][1]
            wanted = ranking(values, rows[0]["better"], world.file.draw)
            equal(name + " ranked", sorted(row["scenario"] for row in rows),
                  sorted(world.file.scenarios))
            means = [number(row["level"]) for row in rows]
            order = sorted(means, reverse=rows[0]["better"] == "higher")
            equal(name + " order", means, order)
            for position, row in enumerate(rows):
                scenario = world.file.scenarios.index(row["scenario"])
                verdict, margin, low, high = wanted[scenario]
                what, scale = f"ranking by {name}, {row['scenario']}", abs(means[position])
                equal(what, (row["position"], row["verdict"]), (position + 1, verdict))
                same(what, row["level"], Estimate(values[scenario], world.file.draw).mean)
                same(what, row["margin"], margin, scale)
                same(what, row["margin_low"], low, scale)
                same(what, row["margin_high"], high, scale)


def agreement(findings, intervals):
    if "unknown" in findings:
        return "unknown"
    signs = set(findings) & {"higher", "lower"}
    if len(signs) == 2:
        return "opposite signs"
    if not signs:
        return "none distinguishable"
    if len(set(findings)) > 1:
        return "some only"
    overlap = all(a[0] <= b[1] for a in intervals for b in intervals)
    return "same sign" if overlap else "same sign, other size"


def check_worlds(data, worlds):
    rows = {(r["digest"], r["indicator"], r["category"], r["scenario"]): r for r in data["worlds"]}
    equal("rows of worlds", len(rows), len(data["worlds"]))
    if len(worlds) == 1:
        equal("rows of one world", len(rows), 0)
        return
    for key in worlds[0].values:
        for scenario in worlds[0].file.scenarios:
            if scenario == data["base"]:
                continue
            changes = [w.change(key, w.file.scenarios.index(scenario),
                                w.file.scenarios.index(data["base"]), data["change_confidence"])
                       for w in worlds]
            for world, change in zip(worlds, changes):
                row, what = rows.pop((world.file.digest, *key, scenario)), f"worlds {key} {scenario}"
                scale = numpy.abs(world.values[key][1]).mean()
                same(what, row["change"], change.mean, scale)
                same(what, row["change_low"], change.low, scale)
                same(what, row["change_high"], change.high, scale)
                equal(what, row["agreement"], 
                      agreement([finding(c) for c in changes], [(c.low, c.high) for c in changes]))
    equal("worlds left over", list(rows), [])


def check_uncertainty(data, worlds):
    """Chance, uncertain values and worlds of every change."""
    rows = {(r["indicator"], r["category"], r["scenario"]): r for r in data["uncertainty"]}
    if len(worlds) == 1 and worlds[0].file.draw is None:
        equal("nothing to split", len(rows), 0)
        return
    for key in worlds[0].values:
        for scenario in worlds[0].file.scenarios:
            if scenario == data["base"]:
                continue
            row, chance, between, means = rows.pop((*key, scenario)), [], [], []
            for world in worlds:
                names, values = world.file.scenarios, world.values[key][1]
                d = values[names.index(scenario)] - values[names.index(data["base"])]
                change, draw = Estimate(d, world.file.draw), world.file.draw
                sd = d.std(ddof=1) if draw is None else change.within
                chance.append(sd ** 2 / len(d))
                between.append(math.nan if draw is None else change.between ** 2)
                means.append(change.mean)
            what, scale = f"uncertainty {key} {scenario}", numpy.abs(values).mean()
            same(what, row["chance"], numpy.mean(chance) ** 0.5, scale)
            same(what, row["uncertain_values"], numpy.mean(between) ** 0.5, scale)
            same(what, row["between_worlds"],
                 (max(means) - min(means)) / 2 if len(worlds) > 1 else None, scale)
    equal("uncertainty left over", list(rows), [])


def check_headline(data, worlds):
    """A few numbers once more with every cell named here, should indicators.def be read wrongly."""
    for world in worlds:
        h5, (first, end) = world.file.h5, world.period
        if not all(name in h5 for name in ("monthly/queue", "monthly/mismatch", "monthly/costs")):
            continue
        days = (h5["month_bounds"][first:end, 1] - h5["month_bounds"][first:end, 0])[:, None]
        queue = world.file.names("queue_category").index("past_wish")
        below = world.file.names("mismatch_category").index("below")
        state = world.file.names("payer").index("state")
        wanted = {}
        for s in range(len(world.file.scenarios)):
            waiting = h5["monthly/queue"][s, :, first:end, queue, :].sum(axis=2)
            lower = h5["monthly/mismatch"][s, :, first:end, below, :].sum(axis=2)
            paid = h5["monthly/costs"][s, :, first:end, :, :]
            wanted["queue_past_wish", s] = ((waiting @ days) / days.sum()).mean()
            wanted["days_below_need", s] = (lower @ days).mean() / ((end - first) / 12)
            wanted["cost_state", s] = paid[..., state].sum() / len(paid) / (end - first) * 12 / 1e8
            wanted["cost_total", s] = paid.sum() / len(paid) / (end - first) * 12 / 1e8
        for row in data["rows"]:
            key = row["indicator"], world.file.scenarios.index(row["scenario"])
            if row["digest"] == world.file.digest and key in wanted:
                same(f"headline {key}", row["level"], wanted[key])


def check_about(data, worlds):
    equal("format", data["format"], "plassflyt compare/1")
    for told, world in zip(data["files"], worlds):
        file = world.file
        equal("file", (told["digest"], told["seed"], told["replications"], told["draws"]),
              (file.digest, file.h5.attrs["seed"][0], file.replications,
               0 if file.draw is None else len(set(file.draw))))
        equal("scenarios", [s["name"] for s in told["scenarios"]], file.scenarios)
        kinds = [w["kind"] for w in data["warnings"] if w["world"] == told["world"]]
        units = told["draws"] or told["replications"]
        equal("few replications", "few replications" in kinds, units < 30)
        equal("few for quantiles", "few replications for quantiles" in kinds, 2 <= units < 36)
        equal("queue grows", "queue grows" in kinds, grows(world))
    years = worlds[0].file.wait_years(worlds[0].period)
    equal("wait years", data["wait_years"], [worlds[0].file.year[y] for y in (years[0], years[-1])]
          if years else None)


def grows(world):
    """Whether queue (ii) of some scenario is longer in the last twelve months than in those before."""
    n = len(world.file.months)
    indicator = next(i for i in indicators() if i.name == "queue_past_wish")
    if n < 24 or not world.file.keeps(indicator):
        return False
    last, before = (world.file.numbers(indicator, None, period)
                    for period in ((n - 12, n), (n - 24, n - 12)))
    return any(Estimate(a - b, world.file.draw).low > 0 for a, b in zip(last, before))


def check_csv(data, plain, norwegian):
    """Both files hold what the JSON holds, number for number."""
    rows = list(csv.DictReader(io.StringIO(plain.read_text("utf-8"))))
    text = norwegian.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    local = list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))[1:]
    equal("rows of CSV", (len(rows), len(local)), (len(data["rows"]),) * 2)
    for told, row, cells in zip(data["rows"], rows, local):
        equal("columns", list(row), list(told))
        for (key, value), cell in zip(told.items(), cells):
            if isinstance(value, (int, float)):
                same(key, row[key], value)
                assert "." not in cell, cell
                same(key, cell.replace(",", "."), value)
            elif value in ("inf", "-inf"):
                equal(key, (row[key], cell), (value, {"inf": "∞", "-inf": "−∞"}[value]))
            else:
                equal(key, row[key], value or "")
                assert bool(cell) == bool(value), (key, cell)


def main():
    import pathlib
    cut = sys.argv.index("--")
    worlds = [World(path) for path in sys.argv[1:cut]]
    json_path, plain, norwegian = map(pathlib.Path, sys.argv[cut + 1:])
    data = json.loads(json_path.read_text("utf-8"))
    check_about(data, worlds)
    check_rows(data, worlds)
    check_ranking(data, worlds)
    check_worlds(data, worlds)
    check_uncertainty(data, worlds)
    check_headline(data, worlds)
    check_csv(data, plain, norwegian)
    print(f"{checked} numbers and words are right")


main()
