#include "analysis/indicator.h"

#include "output/results_file.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double ms_per_day = 86400000.0, ore_per_million = 1e8;

void indicator_source_free(struct indicator_source *source)
{
    free(source->values);
    source->values = NULL;
    source->measure = NULL;
}

/* ---- measures ---- */

/* Makes `name` the measure at hand; false and a message if it cannot be. */
static bool take_measure(struct indicator_source *source, const char *name)
{
    if (source->measure && strcmp(source->measure->name, name) == 0)
        return true;
    indicator_source_free(source);
    const struct results_measure *measure =
        results_measure(source->results, name, source->messages);
    source->values = measure ? results_values(source->results, measure, source->messages) : NULL;
    source->measure = source->values ? measure : NULL;
    return source->measure != NULL;
}

static const struct results_axis *axis_of(const struct results_measure *measure, const char *name)
{
    for (int i = 3; i < measure->rank; i++)
        if (strcmp(measure->axis[i]->name, name) == 0)
            return measure->axis[i];
    return NULL;
}

/* ---- selections ---- */

/* Number of the category that a cell has on axis i of a measure. */
static size_t category_of(const struct results_measure *measure, int axis, size_t cell)
{
    size_t stride = 1;
    for (int i = measure->rank; --i > axis;)
        stride *= measure->axis[i]->count;
    return cell / stride % measure->axis[axis]->count;
}

/* Clears the cells whose category on the axis is not among names "a|b|c" (or is, if `excluded`).
 * False if a name is none of the axis. */
static bool keep(const struct results_measure *measure, const char *axis_name, size_t axis_length,
                 const char *names, size_t length, bool excluded, bool *chosen)
{
    int axis = 3;
    while (axis < measure->rank &&
           (strlen(measure->axis[axis]->name) != axis_length ||
            strncmp(measure->axis[axis]->name, axis_name, axis_length) != 0))
        axis++;
    if (axis == measure->rank)
        return false;
    bool named[64] = {false};
    assert(measure->axis[axis]->count <= sizeof named / sizeof named[0]);
    for (size_t at = 0; at < length;) {
        char name[64];
        size_t part = strcspn(names + at, "| ");
        assert(part < sizeof name);
        memcpy(name, names + at, part);
        name[part] = '\0';
        int category = results_category(measure->axis[axis], name);
        if (category < 0)
            return false;
        named[category] = true;
        at += part + 1;
    }
    for (size_t cell = 0; cell < measure->cells; cell++)
        chosen[cell] = chosen[cell] && named[category_of(measure, axis, cell)] != excluded;
    return true;
}

/* Which cells a selection means: "AXIS=a|b AXIS!=c". False if the file does not have them. */
static bool select_cells(const struct results_measure *measure, const char *selection, bool *chosen)
{
    for (size_t cell = 0; cell < measure->cells; cell++)
        chosen[cell] = true;
    for (const char *term = selection; *term;) {
        size_t axis = strcspn(term, "!=");
        bool excluded = term[axis] == '!';
        const char *names = term + axis + (excluded ? 2 : 1);
        size_t length = strcspn(names, " ");
        if (!keep(measure, term, axis, names, length, excluded, chosen))
            return false;
        term = names + length + (names[length] == ' ');
    }
    return true;
}

bool *indicator_cells(struct indicator_source *source, const char *measure, const char *selection)
{
    if (!take_measure(source, measure))
        return NULL;
    bool *chosen = calloc(source->measure->cells + 1, sizeof *chosen);
    if (chosen && select_cells(source->measure, selection, chosen))
        return chosen;
    results_file_message(source->results->path, source->messages,
                         chosen ? TEXT_RESULTS_NO_CELLS : TEXT_RESULTS_MEMORY, measure, selection,
                         NULL);
    free(chosen);
    return NULL;
}

/* The cells of an item, to be freed; NULL and a message. */
static bool *cells_of(struct indicator_source *source, const struct indicator_item *item)
{
    const struct indicator_row *row = &indicator_table[item->indicator];
    bool *chosen = indicator_cells(source, row->measure, row->selection);
    if (chosen && item->category >= 0)
        keep(source->measure, row->each, strlen(row->each), item->name, strlen(item->name), false,
             chosen);
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
    struct indicator_item one = {indicator, -1, row->name, {NULL}};
    memcpy(one.label, row->label, sizeof one.label);
    const struct results_axis *axis = row->each ? axis_of(measure, row->each) : NULL;
    if (row->each && (!axis || !axis->category)) {
        results_file_message(source->results->path, source->messages, TEXT_RESULTS_NO_CELLS,
                             row->measure, row->each, NULL);
        return 0;
    }
    size_t n = axis ? axis->count : 1;
    for (size_t i = 0; i < n && i < room; i++) {
        item[i] = one;
        if (!axis)
            continue;
        item[i].category = (int)i;
        item[i].name = axis->category[i].name;
        memcpy(item[i].label, axis->category[i].label, sizeof item[i].label);
    }
    return n;
}

/* ---- levels, times, counts and money ---- */

/* Sum of the chosen cells of one month. */
static double sum_cells(const double *cell, size_t n, const bool *chosen)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += chosen[i] ? cell[i] : 0;
    return sum;
}

/* Sum over the months of a period; of a level, of its days. */
static double sum_months(const struct indicator_source *source, const double *month,
                         struct period period, const bool *chosen)
{
    const struct results_measure *measure = source->measure;
    const double *edge = source->results->month_edges;
    bool level = strcmp(measure->type, "level") == 0;
    double sum = 0;
    for (size_t m = period.first; m < period.end; m++)
        sum += sum_cells(month + m * measure->cells, measure->cells, chosen) *
               (level ? edge[m + 1] - edge[m] : 1);
    return sum;
}

/* What a sum over a period is divided by. */
static double divisor(const struct indicator_source *source, enum statistic statistic,
                      struct period period)
{
    double years = period_years(period);
    switch (statistic) {
    case STATISTIC_MEAN:
        return period_days(source->results, period);
    case STATISTIC_DAYS:
        return strcmp(source->measure->type, "time") == 0 ? ms_per_day * years : years;
    case STATISTIC_MONEY:
        return ore_per_million * years;
    default:
        return years;
    }
}

static bool monthly_values(struct indicator_source *source, const struct indicator_item *item,
                           struct period period, double *out)
{
    bool *chosen = cells_of(source, item);
    if (!chosen)
        return false;
    const struct results_measure *measure = source->measure;
    double by = divisor(source, indicator_table[item->indicator].statistic, period);
    size_t runs = source->results->scenarios * source->results->replications;
    for (size_t i = 0; i < runs; i++)
        out[i] = sum_months(source, source->values + i * measure->periods * measure->cells, period,
                            chosen) /
                 by;
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
    size_t n = source->results->scenarios * source->results->replications * measure->periods;
    for (size_t i = 0; i < n; i++)
        out[i] = sum_cells(source->values + i * measure->cells, measure->cells, chosen);
    free(chosen);
    return true;
}

/* ---- waits ---- */

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
    const struct results_axis *week = axis_of(measure, "week"), *end = axis_of(measure, "wait_end");
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
    if (!take_measure(source, measure))
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
    default:
        return monthly_values(source, item, period, out);
    }
}
