"""Compares every number of two scenarios: FILE SCENARIO same|other FILE SCENARIO."""

import sys

import h5py
import numpy


def numbers_of(path, scenario):
    """Every result by scenario, as {path: array}; what only describes the scenario is no result."""
    with h5py.File(path, "r") as file:
        names = [n.decode() if isinstance(n, bytes) else n for n in file["scenario_name"][:]]
        at = names.index(scenario)
        found = {}

        def take(name, data):
            if not isinstance(data, h5py.Dataset) or data.ndim < 3:
                return
            if [list(d.keys()) for d in data.dims][:2] == [["scenario"], ["replication"]]:
                found[name] = data[at]

        file.visititems(take)
        return found


def main():
    first, second = numbers_of(*sys.argv[1:3]), numbers_of(*sys.argv[4:6])
    if first.keys() != second.keys() or len(first) < 40:
        sys.exit(f"not the same measures, or too few: {len(first)} and {len(second)}")
    wrong = {n: numpy.count_nonzero(first[n] != second[n]) for n in first}
    differing = sum(wrong.values())
    print(f"{differing} of {sum(a.size for a in first.values())} numbers differ")
    print({n: c for n, c in wrong.items() if c})
    if (differing == 0) != (sys.argv[3] == "same"):
        sys.exit(1)


main()
