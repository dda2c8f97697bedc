#!/usr/bin/env python3
"""The figure `ko` (the queue over time) made from a results file by xarray and matplotlib.

    python3 analysis/examples/queue.py results/hovedstudie.h5 queue

writes queue.png and queue.csv, whose numbers are those of ko.csv beside `plassflyt figure`'s own picture.
Debian: python3-xarray python3-netcdf4 python3-matplotlib
"""
import csv
import sys

import matplotlib
import xarray

matplotlib.use("Agg")
from matplotlib import pyplot

file, out = sys.argv[1:]
queue = xarray.open_dataset(file, group="monthly").queue
queue = queue.set_index(scenario="scenario_name", queue_category="queue_category_name")

# The country: the six areas together. One number a scenario, replication and month.
country = queue.sel(queue_category="past_wish").sum("area")

# Replications are equally likely courses: the middle one, and where 95 of 100 of them lie.
bands = country.quantile([0.5, 0.025, 0.975], dim="replication")

with open(out + ".csv", "w", newline="") as stream:
    rows = csv.writer(stream)
    rows.writerow(["scenario", "month", "median", "low", "high"])
    for scenario in bands.scenario.values:
        for month in bands.month.values:
            value = bands.sel(scenario=scenario, month=month).values
            rows.writerow([scenario, str(month)[:7], *(repr(float(v)) for v in value)])

for scenario in bands.scenario.values:
    line = bands.sel(scenario=scenario)
    pyplot.plot(line.month, line.sel(quantile=0.5), label=scenario)
    pyplot.fill_between(line.month, line.sel(quantile=0.025), line.sel(quantile=0.975), alpha=0.2)
pyplot.ylabel("children past the wished date")
pyplot.ylim(bottom=0)
pyplot.legend()
digest = xarray.open_dataset(file).attrs["digest"]
pyplot.figtext(0.01, 0.01, "Plassflyt, simulated; " + digest, size=6)
pyplot.savefig(out + ".png", dpi=150)
