"""Opens a results file with xarray: named, labelled axes, times, and the values that were written."""
import sys
import warnings

import numpy
import xarray

engine, path, cells = sys.argv[1:]
__import__({"netcdf4": "netCDF4", "h5netcdf": "h5netcdf"}[engine])  # whose import may warn
warnings.simplefilter("error")


def group(name):
    return xarray.open_dataset(path, engine=engine, group=name)


# Cells named by their indices.
groups = {name: group(name) for name in ("monthly", "yearly", "weeks", "children")}
with open(cells, encoding="utf-8") as lines:
    expected = [line.split() for line in lines]
assert len(expected) > 100
for place, *index, value in expected:
    name, variable = place.split("/")
    found = groups[name][variable].values[tuple(map(int, index))]
    assert found == float(value), (place, index, value, found)

# Cells named by their labels.
queue = groups["monthly"].queue
assert queue.dims == ("scenario", "replication", "month", "queue_category", "area")
assert queue.month.dtype.kind == "M" and str(queue.month.values[13])[:10] == "2019-02-01"
assert list(queue.scenario_name.values) == ["nullalternativ", "bistandsplikt", "rammeavtale"]
assert list(queue.area_name.values) == ["nord", "midt", "vest", "sor", "ost", "oslo"]
assert 2 not in queue.replication and 33 not in queue.replication and 34 in queue.replication
chosen = queue.set_index(area="area_name").sel(area="oslo", month="2018-03-01", replication=35)
assert chosen.shape == (3, 3)
assert (chosen.values == queue.values[:, 33, 2, :, 5]).all()
assert queue.attrs["long_name_nb"] == "barn som venter på fosterhjem"
assert groups["monthly"].waiting_time.dtype == numpy.float64, "a sum of ms is no timedelta"
assert groups["monthly"].moves.dtype == numpy.int32

root = group("/")
assert root.attrs["Conventions"] == "CF-1.10" and root.attrs["plassflyt_schema"] == "1.3"
assert list(root.area_label_nn.values) == ["Nord", "Midt", "Vest", "Sør", "Aust", "Oslo"]
assert list(root.year.values) == [2018, 2019]
assert (root.month_bounds.values[1:, 0] == root.month_bounds.values[:-1, 1]).all()

# Children: rows that are tidy, and missing where there is no such child.
children = groups["children"]
assert children.waited.dims == ("scenario", "child_row") and children.child_number.dims == ("child_row",)
assert list(numpy.unique(children.replication_number)) == [0, 1, 3, 4]
first = children.isel(child_row=children.replication_number.values == 0)
assert list(numpy.isnan(first.waited.values[:, :4]).tolist()) == [
    [False, True, False, False], [True, False, False, False], [True, True, False, False]]
assert (numpy.isnan(children.moves.values) == numpy.isnan(children.waited.values)).all()
assert children.child_entered.dtype.kind == "M" and children.left_day.dtype == numpy.float64
assert (children.waited.isel(scenario=2) - children.waited.isel(scenario=0)).values[3] == 0

parameters = group("parameters")
assert parameters.breakdown.dims == ("home_kind", "stay_year")
assert list(parameters.breakdown.stay_year_name.values) == ["first", "second_third", "later"]
assert parameters.policy_date.dtype.kind == "M"
assert group("parameters/sources").title.values[0] == "Kø og ventetid"
assert list(group("scenarios").title_en.values)[1] == "Duty of assistance"
assert "køen – ærlig" in group("scenarios/files").text.values[2]
assert list(group("failures").replication_number.values) == [2, 33]
