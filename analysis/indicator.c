#include "analysis/indicator_parts.h"

#include "output/results_file.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double ms_per_day = 86400000.0, ore_per_million = 1e8;

/* ---- areas ---- */

enum { MEASURE_NAME = 64 };
static const char area_axis[] = "area";

static const struct results_measure *measure_named(const struct results *results, const char *name)
{
    for (size_t i = 0; i < results->n_measures; i++)
        if (strcmp(results->measures[i].name, name) == 0)
            return &results->measures[i];
    return NULL;
}

/* The measure that has a row's numbers by area: into out; NULL if there is none. */
static const char *measure_by_area(const struct results *results, const char *name,
                                   char out[MEASURE_NAME])
{
    static const char *const endings[] = {"", "_area"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        snprintf(out, MEASURE_NAME, "%s%s", name, endings[i]);
        const struct results_measure *measure = measure_named(results, out);
        if (measure && indicator_axis(measure, area_axis))
            return out;
    }
    return NULL;
}

bool indicator_has_areas(const struct indicator_source *source, enum indicator indicator)
{
    char name[MEASURE_NAME];
    const struct indicator_row *row = &indicator_table[indicator];
    bool summed = row->statistic <= STATISTIC_MONEY;
    return summed && !row->each && measure_by_area(source->results, row->measure, name);
}

/* The cells of an item, to be freed; NULL and a message. */
static bool *cells_of(struct indicator_source *source, const struct indicator_item *item)
{
    const struct indicator_row *row = &indicator_table[item->indicator];
    char name[MEASURE_NAME];
    const char *by_area = item->area ? measure_by_area(source->results, row->measure, name) : NULL;
    bool *chosen = indicator_cells(source, by_area ? by_area : row->measure, row->selection);
    if (chosen && by_area)
        indicator_keep(source->measure, area_axis, strlen(area_axis), item->area,
                       strlen(item->area), false, chosen);
    if (chosen && item->category >= 0)
        indicator_keep(source->measure, row->each, strlen(row->each), item->name,
                       strlen(item->name), false, chosen);
    return chosen;
}

size_t indicator_items(const struct indicator_source *source, enum indicator indicator,
                       struct indicator_item *item, size_t room)
{
    const struct indicator_row *row = &indicator_table[indicator];
    const struct results_measure *measure =
        results_measure(source->results, row->measure, source->messages);
    if (!measure)
        return 0;
    struct indicator_item one = {.indicator = indicator, .category = -1, .name = row->name};
    memcpy(one.label, row->label, sizeof one.label);
    const struct results_axis *axis = row->each ? indicator_axis(measure, row->each) : NULL;
    if (row->each && (!axis || !axis->category)) {
        results_file_message(source->results->path, source->messages, TEXT_RESULTS_NO_CELLS,
                             row->measure, row->each, NULL);
        return 0;
    }
    bool rows = axis && row->statistic != STATISTIC_SPREAD && row->statistic != STATISTIC_HIGHEST;
    size_t n = rows ? axis->count : 1;
    for (size_t i = 0; i < n && i < room; i++) {
        item[i] = one;
        if (!rows)
            continue;
        item[i].category = (int)i;
        item[i].name = axis->category[i].name;
        memcpy(item[i].label, axis->category[i].label, sizeof item[i].label);
    }
    return n;
}

/* ---- levels, times, counts and money ---- */

/* Sum of the chosen cells of one period. */
static double sum_cells(const double *cell, size_t n, const bool *chosen)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += chosen[i] ? cell[i] : 0;
    return sum;
}

/* The periods of the measure at hand that are counted, and where they begin and end. */
struct counted {
    struct period own;
    const double *edge; /* days */
    double years;
};

static bool is_yearly(const struct results_measure *measure)
{
    return strcmp(measure->group, "yearly") == 0;
}

/* The year of the file that a month of it lies in. */
static size_t year_of_month(const struct results *results, size_t month)
{
    return (size_t)(period_year(results, month) - period_year(results, 0));
}

/* A monthly measure has the months themselves, a yearly one the whole calendar years in them. */
static struct counted counted_periods(const struct indicator_source *source, struct period period)
{
    const struct results *results = source->results;
    if (!is_yearly(source->measure))
        return (struct counted){period, results->month_edges, period_years(period)};
    struct period years = period_whole_years(results, period);
    return (struct counted){years, results->year_edges, (double)(years.end - years.first)};
}

/* Sum over the periods counted; of a level, of its days. */
static double sum_periods(const struct indicator_source *source, const double *value,
                          const struct counted *counted, const bool *chosen)
{
    const struct results_measure *measure = source->measure;
    const double *edge = counted->edge;
    bool level = strcmp(measure->type, "level") == 0;
    double sum = 0;
    for (size_t i = counted->own.first; i < counted->own.end; i++)
        sum += sum_cells(value + i * measure->cells, measure->cells, chosen) *
               (level ? edge[i + 1] - edge[i] : 1);
    return sum;
}

/* What a sum over a period is divided by. */
static double divisor(const struct indicator_source *source, enum statistic statistic,
                      const struct counted *counted)
{
    switch (statistic) {
    case STATISTIC_MEAN:
        return counted->edge[counted->own.end] - counted->edge[counted->own.first];
    case STATISTIC_DAYS:
        return strcmp(source->measure->type, "time") == 0 ? ms_per_day * counted->years
                                                          : counted->years;
    case STATISTIC_MONEY:
        return ore_per_million * counted->years;
    default:
        return counted->years;
    }
}

/* Values of replication number `run` of all scenarios'. */
static const double *values_of_run(const struct indicator_source *source, size_t run)
{
    return source->values + run * source->measure->periods * source->measure->cells;
}

static size_t runs_of(const struct indicator_source *source)
{
    return source->results->scenarios * source->results->replications;
}

static bool summed_values(struct indicator_source *source, const struct indicator_item *item,
                          struct period period, double *out)
{
    bool *chosen = cells_of(source, item);
    if (!chosen)
        return false;
    struct counted counted = counted_periods(source, period);
    double by = divisor(source, indicator_table[item->indicator].statistic, &counted);
    for (size_t i = 0; i < runs_of(source); i++)
        out[i] = counted.own.end > counted.own.first
                     ? sum_periods(source, values_of_run(source, i), &counted, chosen) / by
                     : NAN;
    free(chosen);
    return true;
}

bool indicator_series(struct indicator_source *source, const struct indicator_item *item,
                      double *out)
{
    assert(indicator_table[item->indicator].statistic == STATISTIC_MEAN);
    bool *chosen = cells_of(source, item);
    if (!chosen)
        return false;
    const struct results_measure *measure = source->measure;
    for (size_t run = 0; run < runs_of(source); run++)
        for (size_t m = 0; m < source->results->months; m++) {
            size_t period = is_yearly(measure) ? year_of_month(source->results, m) : m;
            *out++ = sum_cells(values_of_run(source, run) + period * measure->cells, measure->cells,
                               chosen);
        }
    free(chosen);
    return true;
}

/* ---- present value ---- */

/* Of the chosen cells from month paid.first on, each period's sum as paid in its middle. */
static double present_value(const struct indicator_source *source, const double *value,
                            struct period paid, double rate, const bool *chosen)
{
    struct counted counted = counted_periods(source, paid);
    size_t cells = source->measure->cells;
    double sum = 0, length = is_yearly(source->measure) ? 12 : 1;
    for (size_t p = counted.own.first; p < counted.own.end; p++) {
        double months = length * ((double)(p - counted.own.first) + 0.5);
        sum += sum_cells(value + p * cells, cells, chosen) * pow(1 + rate, -months / 12);
    }
    return sum / ore_per_million;
}

static bool present_values(struct indicator_source *source, const struct indicator_item *item,
                           struct period period, double *out)
{
    const struct results_parameter *rate = results_parameter(source->results, "discount_rate");
    struct period paid = {period_projection(source->results), period.end};
    bool *chosen = cells_of(source, item);
    if (!chosen)
        return false;
    for (size_t i = 0; i < runs_of(source); i++)
        out[i] = rate && paid.end > paid.first
                     ? present_value(source, values_of_run(source, i), paid, rate->value[0], chosen)
                     : NAN;
    free(chosen);
    return true;
}

/* ---- the highest ---- */

static bool highest_values(struct indicator_source *source, const struct indicator_item *item,
                           struct period period, double *out)
{
    if (!indicator_take(source, indicator_table[item->indicator].measure))
        return false;
    struct counted counted = counted_periods(source, period);
    const struct results_measure *measure = source->measure;
    for (size_t i = 0; i < runs_of(source); i++) {
        size_t highest = 0;
        for (size_t p = counted.own.first; p < counted.own.end; p++)
            for (size_t cell = highest + 1; cell < measure->cells; cell++)
                if (values_of_run(source, i)[p * measure->cells + cell] > 0)
                    highest = cell;
        out[i] = counted.own.end > counted.own.first ? (double)highest : NAN;
    }
    return true;
}

/* ---- shares ---- */

/* The cells of "A / B": A's, and B's. */
struct share_cells {
    bool *part, *whole;
};

static bool share_cells(struct indicator_source *source, const struct indicator_row *row,
                        struct share_cells *cells)
{
    char part[256];
    const char *bar = strstr(row->selection, " / ");
    assert(bar && (size_t)(bar - row->selection) < sizeof part);
    memcpy(part, row->selection, (size_t)(bar - row->selection));
    part[bar - row->selection] = '\0';
    cells->part = indicator_cells(source, row->measure, part);
    cells->whole = cells->part ? indicator_cells(source, row->measure, bar + strlen(" / ")) : NULL;
    if (!cells->whole)
        free(cells->part);
    return cells->whole != NULL;
}

static double share_in(const struct indicator_source *source, const double *value,
                       const struct counted *counted, struct share_cells cells)
{
    double whole = sum_periods(source, value, counted, cells.whole);
    return whole > 0 ? 100 * sum_periods(source, value, counted, cells.part) / whole : NAN;
}

/* Cells that have this category on the axis. */
static void narrow(const bool *all, const struct results_measure *measure, int axis,
                   size_t category, bool *chosen)
{
    for (size_t cell = 0; cell < measure->cells; cell++)
        chosen[cell] = all[cell] && indicator_category_of(measure, axis, cell) == category;
}

/* Highest less lowest share among the categories of the axis in which there is anything. */
static double spread_in(const struct indicator_source *source, const double *value,
                        const struct counted *counted, struct share_cells all,
                        struct share_cells own, int axis)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t c = 0; c < source->measure->axis[axis]->count; c++) {
        narrow(all.part, source->measure, axis, c, own.part);
        narrow(all.whole, source->measure, axis, c, own.whole);
        double share = share_in(source, value, counted, own);
        if (isnan(share))
            continue;
        low = fmin(low, share);
        high = fmax(high, share);
    }
    return high >= low ? high - low : NAN;
}

static bool spread_values(struct indicator_source *source, const char *each,
                          const struct counted *counted, struct share_cells all, double *out)
{
    size_t cells = source->measure->cells;
    int axis = 3;
    while (axis < source->measure->rank && strcmp(source->measure->axis[axis]->name, each) != 0)
        axis++;
    assert(axis < source->measure->rank);
    bool *room = calloc(2 * cells + 1, sizeof *room);
    for (size_t i = 0; room && i < runs_of(source); i++)
        out[i] = spread_in(source, values_of_run(source, i), counted, all,
                           (struct share_cells){room, room + cells}, axis);
    if (!room)
        results_file_message(source->results->path, source->messages, TEXT_RESULTS_MEMORY,
                             source->measure->name, NULL, NULL);
    free(room);
    return room != NULL;
}

static bool share_values(struct indicator_source *source, const struct indicator_item *item,
                         struct period period, double *out)
{
    const struct indicator_row *row = &indicator_table[item->indicator];
    struct share_cells cells;
    if (!share_cells(source, row, &cells))
        return false;
    struct counted counted = counted_periods(source, period);
    bool good = true;
    if (row->statistic == STATISTIC_SPREAD)
        good = spread_values(source, row->each, &counted, cells, out);
    else
        for (size_t i = 0; i < runs_of(source); i++)
            out[i] = share_in(source, values_of_run(source, i), &counted, cells);
    free(cells.part);
    free(cells.whole);
    return good;
}

/* ---- waits ---- */

/* The most completed weeks of any wait counted, those still waiting at the end included; NaN where
 * there is none, or one in the last week, which holds all that are longer. */
static double longest_wait(const struct indicator_source *source, struct period years, size_t run)
{
    const struct results_measure *measure = source->measure;
    const struct results_axis *week = indicator_axis(measure, "week");
    size_t per_week = week ? measure->cells / week->count : measure->cells;
    double longest = NAN;
    for (size_t y = years.first; y < years.end; y++)
        for (size_t cell = 0; cell < measure->cells; cell++)
            if (values_of_run(source, run)[y * measure->cells + cell] > 0)
                longest = fmax(longest, (double)(cell / per_week)); /* fmax passes over NaN */
    bool open = week && longest >= (double)(week->count - 1);
    return open ? NAN : longest;
}

static bool longest_values(struct indicator_source *source, const struct indicator_item *item,
                           struct period period, double *out)
{
    if (!indicator_take(source, indicator_table[item->indicator].measure))
        return false;
    struct period years = period_wait_years(source->results, period);
    for (size_t i = 0; i < runs_of(source); i++)
        out[i] = longest_wait(source, years, i);
    return true;
}

/* What an end of waiting is when the question is how long it takes to get a foster home. */
static enum wait_role role_of(const char *end)
{
    static const char *const homes[] = {"moved_in", "kin", "municipal"};
    for (size_t i = 0; i < sizeof homes / sizeof homes[0]; i++)
        if (strcmp(end, homes[i]) == 0)
            return WAIT_WISHED;
    return strcmp(end, "still_waiting") == 0 ? WAIT_CUT_OFF : WAIT_OTHER;
}

static struct wait_curves *make_curves(const struct indicator_source *source, struct period years,
                                       size_t run)
{
    const struct results_measure *measure = source->measure;
    const struct results_axis *week = indicator_axis(measure, "week"),
                              *end = indicator_axis(measure, "wait_end");
    enum wait_role role[64];
    if (!week || !end || !end->category || end->count > sizeof role / sizeof role[0])
        return NULL;
    for (size_t e = 0; e < end->count; e++)
        role[e] = role_of(end->category[e].name);
    double *counts = calloc(measure->cells + 1, sizeof *counts);
    const double *year = source->values + run * measure->periods * measure->cells;
    for (size_t y = years.first; counts && y < years.end; y++)
        for (size_t cell = 0; cell < measure->cells; cell++)
            counts[cell] += year[y * measure->cells + cell];
    struct wait_curves *curves =
        counts ? wait_curves_make(counts, week->count, end->count, role) : NULL;
    free(counts);
    return curves;
}

struct wait_curves *indicator_waits(struct indicator_source *source, const char *measure,
                                    struct period period, size_t scenario, size_t replication)
{
    if (!indicator_take(source, measure))
        return NULL;
    size_t run = scenario * source->results->replications + replication;
    struct period years = period_wait_years(source->results, period);
    struct wait_curves *curves = make_curves(source, years, run);
    if (!curves)
        results_file_message(source->results->path, source->messages, TEXT_RESULTS_TYPE, measure,
                             NULL, NULL);
    return curves;
}

static double wait_number(const struct wait_curves *curves, const struct indicator_row *row)
{
    size_t weeks = (size_t)row->argument;
    if (!(curves->waits > 0))
        return NAN;
    switch (row->statistic) {
    case STATISTIC_WAIT_QUANTILE:
        return wait_quantile(curves, row->argument);
    case STATISTIC_WAIT_LONGER:
        return 100 * wait_longer_than(curves, weeks);
    default: /* unknown from the same week on as the share that is still waiting */
        return isnan(wait_longer_than(curves, weeks)) ? NAN : 100 * curves->wished[weeks];
    }
}

static bool wait_values(struct indicator_source *source, const struct indicator_item *item,
                        struct period period, double *out)
{
    const struct results *results = source->results;
    const struct indicator_row *row = &indicator_table[item->indicator];
    for (size_t s = 0; s < results->scenarios; s++)
        for (size_t r = 0; r < results->replications; r++) {
            struct wait_curves *curves = indicator_waits(source, row->measure, period, s, r);
            if (!curves)
                return false;
            out[s * results->replications + r] = wait_number(curves, row);
            wait_curves_free(curves);
        }
    return true;
}

bool indicator_values(struct indicator_source *source, const struct indicator_item *item,
                      struct period period, double *out)
{
    switch (indicator_table[item->indicator].statistic) {
    case STATISTIC_WAIT_QUANTILE:
    case STATISTIC_WAIT_LONGER:
    case STATISTIC_WAIT_HOME:
        return wait_values(source, item, period, out);
    case STATISTIC_WAIT_LONGEST:
        return longest_values(source, item, period, out);
    case STATISTIC_HIGHEST:
        return highest_values(source, item, period, out);
    case STATISTIC_PRESENT_VALUE:
        return present_values(source, item, period, out);
    case STATISTIC_SHARE:
    case STATISTIC_SPREAD:
        return share_values(source, item, period, out);
    default:
        return summed_values(source, item, period, out);
    }
}
