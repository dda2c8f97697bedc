"""What the numbers of an analysis must be, worked out from the results file alone with h5py, numpy and
scipy. Of the program only sim/tables/indicators.def is read: which cells a number is told by."""

import functools
import pathlib
import re

import h5py
import numpy
from scipy import stats

TABLES = pathlib.Path(__file__).resolve().parents[2] / "sim" / "tables"
CONFIDENCE = 0.95


class Indicator:
    def __init__(self, fields):
        (self.block, self.name, measure, selection, each, self.statistic, argument, self.unit,
         self.better) = fields
        self.measure, self.selection = measure.strip('"'), selection.strip('"')
        self.each = None if each == "NULL" else each.strip('"')
        self.argument = float(argument)

    def has_rows(self):
        return self.each and self.statistic not in ("SPREAD", "HIGHEST")


def indicators():
    text = (TABLES / "indicators.def").read_text(encoding="utf-8")
    rows = re.findall(r'^INDICATOR\((\w+), (\w+), ("[^"]*"), ("[^"]*"), ("[^"]*"|NULL), (\w+), '
                      r'([\d.]+), (\w+), (\w+), "', text, re.M)
    assert len(rows) == len(re.findall(r"^INDICATOR\(", text, re.M)) > 60
    return [Indicator(row) for row in rows]


class Measure:
    def __init__(self, data):
        self.group = data.parent.name.strip("/")
        self.type = data.attrs["measure_type"]
        axes = [list(axis.keys())[0] for axis in data.dims]
        assert axes[:2] == ["scenario", "replication"] and axes[2] in ("month", "year"), axes
        self.axes = axes[3:]
        self.values = data[...].astype(float)  # [scenario, replication, period, cell …]


class File:
    def __init__(self, path):
        self.h5 = h5py.File(path, "r")
        self.digest = self.h5.attrs["digest"]
        self.scenarios = self.names("scenario")
        self.months = self.h5["month_bounds"][...]
        self.years = self.h5["year_bounds"][...]
        self.year = [int(y) for y in self.h5["year"][...]]
        self.start = tuple(map(int, re.match(r"days since (\d+)-(\d+)",
                                             self.h5["month"].attrs["units"]).groups()))
        self.replications = self.h5["replication"].shape[0]
        self.draw = self.h5["draws/draw_number"][...] if "draws" in self.h5 else None
        self.read = {}

    def names(self, axis):
        return [name.decode() for name in self.h5[axis + "_name"][...]]

    def parameter(self, name):
        return float(self.h5["parameters/" + name][()])

    def keeps(self, indicator):
        """A file of little detail may lack a measure, or one of its axes."""
        if not any(indicator.measure in self.h5[group] for group in ("monthly", "yearly", "weeks")):
            return False
        wanted = set(re.findall(r"(\w+?)!?=", indicator.selection)) | {indicator.each} - {None}
        return wanted <= set(self.measure(indicator.measure).axes)

    def measure(self, name):
        if name not in self.read:
            found = [group for group in ("monthly", "yearly", "weeks") if name in self.h5[group]]
            self.read[name] = Measure(self.h5[found[0]][name])
        return self.read[name]

    def calendar(self, month):
        """Year and month (1 …) of a month of the file."""
        at = self.start[0] * 12 + self.start[1] - 1 + month
        return at // 12, at % 12 + 1

    def month_text(self, month):
        return "%04d-%02d" % self.calendar(month)

    # ---- periods: (first, end) ----

    def projection(self):
        first = numpy.datetime64("%04d-%02d-01" % self.start)
        policy = (numpy.datetime64("1970-01-01") + int(self.parameter("policy_date")) - first)
        return int(numpy.searchsorted(self.months[:, 0], policy.astype(int)))

    def default_period(self):
        end, first = len(self.months), self.projection()
        first = 0 if first == end else first
        return max(first, end - 60), end

    def whole_years(self, period):
        low, high = self.months[period[0], 0], self.months[period[1] - 1, 1]
        return [y for y, (a, b) in enumerate(self.years) if a >= low and b <= high and b - a >= 365]

    def wait_years(self, period):
        last = self.months[-1, 1]
        return [y for y in self.whole_years(period) if self.years[y, 1] + 730 <= last]

    # ---- cells ----

    def chosen(self, measure, selection):
        """For every axis of the measure which categories are meant."""
        chosen = {axis: numpy.ones(n, bool)
                  for axis, n in zip(measure.axes, measure.values.shape[3:])}
        for term in selection.split():
            axis, excluded, names = re.fullmatch(r"(\w+?)(!?)=(.+)", term).groups()
            named = numpy.isin(self.names(axis), names.split("|"))
            assert named.sum() == len(names.split("|")), term
            chosen[axis] &= ~named if excluded else named
        return [chosen[axis] for axis in measure.axes]

    def summed(self, measure, chosen, period):
        """Sum over cells and periods, of levels over days: [scenario, replication], and how many years
        and days that is."""
        if measure.group == "monthly":
            at, bounds = list(range(*period)), self.months
            years = len(at) / 12
        else:
            at, bounds = self.whole_years(period), self.years
            years = len(at)
        values = measure.values[:, :, at]
        for axis in reversed(range(len(chosen))):
            values = values.compress(chosen[axis], axis=3 + axis).sum(axis=3 + axis)
        days = bounds[at, 1] - bounds[at, 0]
        weight = days if measure.type == "level" else numpy.ones(len(at))
        return (values * weight).sum(axis=2), years, days.sum()

    # ---- one number a replication ----

    def rows(self, indicator):
        """Names of the rows of an indicator: None, or categories."""
        return self.names(indicator.each) if indicator.has_rows() else [None]

    def numbers(self, indicator, category, period):
        measure = self.measure(indicator.measure)
        if indicator.statistic.startswith("WAIT_"):
            return self.waits(indicator, measure, period)
        if indicator.statistic == "HIGHEST":
            used = measure.values[:, :, self.whole_years(period)].max(axis=2) > 0
            last = used.shape[2] - 1 - used[:, :, ::-1].argmax(axis=2)
            return numpy.where(used.any(axis=2), last, 0.0)
        if indicator.statistic in ("SHARE", "SPREAD"):
            return self.shares(indicator, measure, period)
        chosen = self.chosen(measure, indicator.selection)
        if category is not None:
            chosen[measure.axes.index(indicator.each)] &= numpy.array(
                self.names(indicator.each)) == category
        if indicator.statistic == "PRESENT_VALUE":
            return self.present_value(measure, chosen, period)
        total, years, days = self.summed(measure, chosen, period)
        by = {"MEAN": days, "MONEY": 1e8 * years, "YEARLY": years,
              "DAYS": years * (86400000 if measure.type == "time" else 1)}[indicator.statistic]
        return total / by if years else numpy.full(total.shape, numpy.nan)

    def present_value(self, measure, chosen, period):
        """Each month, or year where a file keeps only those, as paid in its middle."""
        rate, first, total = self.parameter("discount_rate"), self.projection(), 0
        length = 1 if measure.group == "monthly" else 12
        for month in range(first, period[1], length):
            paid, _, _ = self.summed(measure, chosen, (month, month + length))
            total = total + paid * (1 + rate) ** (-(month - first + length / 2) / 12)
        return total / 1e8

    def shares(self, indicator, measure, period):
        part, whole = (self.chosen(measure, text) for text in indicator.selection.split(" / ")
                       ) if not indicator.selection.endswith(" / ") else (
            self.chosen(measure, indicator.selection[:-3]), self.chosen(measure, ""))

        def share(extra=None):
            above, below = ([c.copy() for c in part], [c.copy() for c in whole])
            if extra:
                for cells in (above, below):
                    only = numpy.zeros_like(cells[extra[0]])
                    only[extra[1]] = True
                    cells[extra[0]] &= only
            a, b = self.summed(measure, above, period)[0], self.summed(measure, below, period)[0]
            return numpy.divide(100 * a, b, out=numpy.full(a.shape, numpy.nan), where=b > 0)

        if indicator.statistic == "SHARE":
            return share()
        axis = measure.axes.index(indicator.each)
        each = numpy.array([share((axis, c)) for c in range(measure.values.shape[3 + axis])])
        known = ~numpy.isnan(each).all(axis=0)
        return numpy.where(known, numpy.nanmax(numpy.where(known, each, 0), axis=0)
                           - numpy.nanmin(numpy.where(known, each, 0), axis=0), numpy.nan)

    # ---- waits ----

    def curves(self, measure, period, scenario, replication):
        """Shares still waiting, and moved into a home, after 0, 1 … weeks; and until when anybody was
        watched."""
        counts = measure.values[scenario, replication, self.wait_years(period)].sum(axis=0)
        ends = self.names("wait_end")
        cut = counts[:, ends.index("still_waiting")]
        home = sum(counts[:, ends.index(e)] for e in ("moved_in", "kin", "municipal"))
        ended = counts.sum(axis=1) - cut
        waiting, moved, watched = [1.0], [0.0], 0
        left = counts.sum()
        for week in range(len(counts) - 1):
            exposed = left - cut[week] / 2
            rate = ended[week] / exposed if left > 0 else 0
            moved.append(moved[-1] + (waiting[-1] * home[week] / exposed if left > 0 else 0))
            waiting.append(waiting[-1] * (1 - rate))
            watched = week + 1 if left > 0 else watched
            left -= counts[week].sum()
        return numpy.array(waiting), numpy.array(moved), watched, counts.sum()

    def waits(self, indicator, measure, period):
        out = numpy.full(measure.values.shape[:2], numpy.nan)
        years = self.wait_years(period)
        for s, r in numpy.ndindex(*out.shape):
            if indicator.statistic == "WAIT_LONGEST":
                counts = measure.values[s, r, years].sum(axis=(0, 2)) if years else numpy.zeros(1)
                longest = numpy.flatnonzero(counts)[-1] if counts.any() else numpy.nan
                out[s, r] = longest if longest < len(counts) - 1 else numpy.nan
                continue
            waiting, moved, watched, n = self.curves(measure, period, s, r)
            if n > 0:
                out[s, r] = wait_number(indicator, waiting, moved, watched)
        return out


def wait_number(indicator, waiting, moved, watched):
    if indicator.statistic == "WAIT_QUANTILE":
        left = 1 - indicator.argument
        for t in range(len(waiting) - 1):
            if waiting[t + 1] <= left:
                slope = waiting[t] - waiting[t + 1]
                return t + ((waiting[t] - left) / slope if waiting[t] > left else 0)
        return numpy.nan
    weeks = int(indicator.argument)
    if weeks > watched and waiting[watched] > 0:
        return numpy.nan
    return 100 * (waiting if indicator.statistic == "WAIT_LONGER" else moved)[weeks]


# ---- statistics ----

@functools.lru_cache
def student(p, freedom):
    return stats.t.ppf(p, freedom)


class Estimate:
    """Mean and t interval over replications, or over draws where replications share them."""

    def __init__(self, x, draw=None, confidence=CONFIDENCE):
        self.draws, self.between, self.within, self.above, self.below = (None,) * 5
        self.unsure = 0.0
        units = x
        if draw is not None:
            groups = [x[draw == d] for d in numpy.unique(draw)]
            units = numpy.array([g.mean() for g in groups])
            spare = len(x) - len(groups)
            within = sum(((g - g.mean()) ** 2).sum() for g in groups) / spare
            chance = within * numpy.mean([1 / len(g) for g in groups])
            self.draws, self.within = len(groups), within ** 0.5
            between = units.var(ddof=1) - chance
            self.between = max(between, 0) ** 0.5 if not numpy.isnan(between) else numpy.nan
            self.above, self.below = (units > 0).mean(), (units < 0).mean()
            # zero but for the last digit, where the order of a sum decides
            self.unsure = (abs(units) < 1e-12 * max(1.0, abs(x).max())).mean()
        n = len(units)
        self.mean = units.mean()
        self.half = student((1 + confidence) / 2, n - 1) * units.std(ddof=1) / n ** 0.5
        if numpy.ptp(x) == 0:
            self.mean, self.half = x[0], 0.0
        self.low, self.high = self.mean - self.half, self.mean + self.half


def reduction(x, base):
    d = x - base
    if numpy.ptp(d) == 0:
        return numpy.inf if numpy.ptp(x) > 0 or numpy.ptp(base) > 0 else numpy.nan
    factor = (x.var(ddof=1) + base.var(ddof=1)) / d.var(ddof=1)
    return numpy.inf if factor > 1e20 else factor  # the same but for rounding


def finding(e):
    if numpy.isnan(e.low):
        return "unknown"
    if e.low > 0:
        return "higher"
    if e.high < 0:
        return "lower"
    return "same" if e.low == 0 and e.high == 0 else "not distinguishable"


@functools.lru_cache
def bounds(n, p):
    """Order statistics (1 …) between which the interval for a quantile lies; None: there is none."""
    tail = (1 - CONFIDENCE) / 2
    below = stats.binom.cdf(numpy.arange(n), n, p)  # P(B ≤ 0), P(B ≤ 1) …
    lower = numpy.flatnonzero(below <= tail) + 1
    upper = numpy.flatnonzero(below >= 1 - tail) + 1
    return lower[-1] if len(lower) else None, upper[0] if len(upper) else None


def quantile(x, p, draw=None):
    """Value and interval between order statistics; unknown where a replication's number is."""
    if numpy.isnan(x).any():
        return numpy.nan, numpy.nan, numpy.nan
    value = numpy.quantile(x, p)
    if draw is not None:
        return value, numpy.nan, numpy.nan
    ordered, (lower, upper) = numpy.sort(x), bounds(len(x), p)
    return (value, ordered[lower - 1] if lower else -numpy.inf,
            ordered[upper - 1] if upper else numpy.inf)


def ranking(values, better, draw):
    """Verdicts and constrained intervals of multiple comparisons with the best: values [scenario]
    [replication]."""
    k, sign = len(values), 1 if better == "lower" else -1
    confidence = 1 - 2 * (1 - CONFIDENCE) / (k - 1)
    pair = [[Estimate(sign * (a - b), draw, confidence) for b in values] for a in values]
    others = [[l for l in range(k) if l != i] for i in range(k)]
    may = [all(pair[i][l].mean <= pair[i][l].half for l in others[i]) for i in range(k)]
    out = []
    for i in range(k):
        low = min(0, max(pair[i][l].mean - pair[i][l].half for l in others[i])) if may[i] else 0
        high = max([0] + [pair[i][l].mean + pair[i][l].half for l in others[i] if may[l]])
        margin = max(pair[i][l].mean for l in others[i])
        verdict = "worse" if not may[i] else "best" if sum(may) == 1 else "among best"
        out.append((verdict, sign * margin, *sorted((sign * low, sign * high))))
    return out
