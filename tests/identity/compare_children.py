"""Recomputes what `plassflyt compare --children --csv` says from the results file.

    compare_children.py RESULTS CSV
"""

import collections
import csv
import sys

import h5py
import numpy

DAY = 86400000.0
T95 = {2: 12.706204736, 3: 4.302652730, 4: 3.182446305}  # Student's t, 97.5 per cent, n - 1

file = h5py.File(sys.argv[1], "r")
children = file["children"]
replication = children["replication_number"][:]
kept = numpy.unique(replication)
scenarios = [name.decode() for name in file["scenario_name"][:]]
needs = [name.decode() for name in file["need_name"][:]]
areas = [name.decode() for name in file["area_name"][:]]
entries = [name.decode() for name in file["child_entry_category_name"][:]]
age = children["child_age"][:]
groups = {("all", ""): numpy.ones(len(age), bool)}
groups |= {("need", n): children["child_need"][:] == i for i, n in enumerate(needs)}
groups |= {("area", n): children["child_area"][:] == i for i, n in enumerate(areas)}
groups |= {("child_entry", n): children["child_entry"][:] == i for i, n in enumerate(entries)}
groups |= {
    ("age_band", "0_5"): age < 6,
    ("age_band", "6_12"): (age >= 6) & (age < 13),
    ("age_band", "13_17"): age >= 13,
}


def values(outcome, scenario):
    column = children[outcome]
    value = column[scenario].astype(float)
    if column.dtype == numpy.int32:
        value[column[scenario] == -(2**31)] = numpy.nan
        return value
    return value / DAY


def statistics(outcome, scenario, where):
    """What each replication has of a group."""
    base, other = values(outcome, 0), values(outcome, scenario)
    paired = ~numpy.isnan(base) & ~numpy.isnan(other)
    margin = 1 if children[outcome].dtype != numpy.int32 else 0.5
    sums = collections.defaultdict(list)
    for r in kept:
        own = where & (replication == r)
        pair = own & paired
        change = (other - base)[pair & ((base > 0) | (other > 0))]
        n, less, more = len(change), (change <= -margin).sum(), (change >= margin).sum()
        sums["pairs"].append(pair.sum())
        sums["concerned"].append(n)
        for name, count in ("less", less), ("same", n - less - more), ("more", more):
            sums[name].append(count)
            sums["share_" + name].append(count / n if n else numpy.nan)
        sums["share_more_less_share_less"].append((more - less) / n if n else numpy.nan)
        sums["mean_change"].append(change.mean() if n else numpy.nan)
        sums["only_in_base"].append((own & ~numpy.isnan(base) & numpy.isnan(other)).sum())
        sums["only_in_scenario"].append((own & numpy.isnan(base) & ~numpy.isnan(other)).sum())
        sums["identical"].append((pair & (base == other)).sum())
        if n:
            sums["change_p25"].append(numpy.quantile(change, 0.25))
    return {name: numpy.array(x, float)[~numpy.isnan(x)] for name, x in sums.items()}


checked = 0
known = {}
with open(sys.argv[2], encoding="utf-8") as rows:
    for row in csv.DictReader(rows):
        group = (row["group"], row["group_category"])
        if row["outcome"] not in children or group not in groups:
            continue
        key = (row["outcome"], row["scenario"], group)
        if key not in known:
            known[key] = statistics(row["outcome"], scenarios.index(row["scenario"]), groups[group])
        if row["statistic"] not in known[key]:
            continue
        x = known[key][row["statistic"]]
        where = f"{key} {row['statistic']}: {row['estimate']}, not {x}"
        if not len(x):
            assert row["estimate"] == "", where
            continue
        assert numpy.isclose(float(row["estimate"]), x.mean(), rtol=1e-9, atol=1e-9), where
        if row["estimate_low"] and row["estimate_confidence"] == "0.95":
            half = T95[len(x)] * x.std(ddof=1) / len(x) ** 0.5
            assert numpy.isclose(float(row["estimate_low"]), x.mean() - half, rtol=1e-6, atol=1e-6)
        checked += 1
assert checked > 4000, checked
print(checked, "numbers")
