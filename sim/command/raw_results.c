#include "command/raw_results.h"

#include "engine/date.h"
#include "output/schema.h"
#include "tables/measures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MS_PER_DAY 86400000.0

enum { MOST_ITEMS = 64 };

/* The parameters that indicators look at. */
static const enum parameter looked_at[] = {PARAMETER_history_start, PARAMETER_policy_date,
                                           PARAMETER_discount_rate};
enum { N_LOOKED_AT = sizeof looked_at / sizeof *looked_at };

struct raw_results {
    const struct layout *layout;
    struct results results;
    struct period period;
    struct results_axis scenario, replication, month, year, week;
    struct results_axis axis[N_DIMENSIONS];
    char axis_name[N_DIMENSIONS][48];
    struct results_category *category[N_DIMENSIONS];
    struct results_measure measure[N_MEASURES]; /* [n_measures] that are kept */
    size_t n_measures;
    struct results_parameter parameter[N_LOOKED_AT];
    double *month_edges, *year_edges;
    char time_units[48];
    double *values; /* of one measure: [scenarios][periods][cells] */
};

/* ---- axes and measures ---- */

/* As sim/output/results_axes.c names them. */
static void name_axis(struct raw_results *raw, int d)
{
    const char *name = dimension_table[d].name;
    bool borne = measure_find(name) >= 0 || parameter_find(name) >= 0;
    snprintf(raw->axis_name[d], sizeof raw->axis_name[d], "%s%s", name,
             borne ? CATEGORY_ENDING : "");
}

static bool make_axis(struct raw_results *raw, int d)
{
    const struct dimension_row *row = &dimension_table[d];
    size_t n = (size_t)row->count;
    raw->category[d] = calloc(n + 1, sizeof *raw->category[d]);
    if (!raw->category[d])
        return false;
    for (size_t i = 0; i < n; i++) {
        raw->category[d][i].name = row->category[i].name;
        memcpy(raw->category[d][i].label, row->category[i].label, sizeof raw->category[d][i].label);
    }
    name_axis(raw, d);
    raw->axis[d] =
        (struct results_axis){.name = raw->axis_name[d], .count = n, .category = raw->category[d]};
    return true;
}

/* As sim/output/results_measures.c lays them out. */
static void add_measure(struct raw_results *raw, enum measure m)
{
    static const char *const type[] = {
        [COUNT] = "count", [LEVEL] = "level", [TIME] = "time", [MONEY] = "money"};
    static const char *const group[N_LAYERS] = {
        [MONTHLY] = GROUP_MONTHLY, [YEARLY] = GROUP_YEARLY, [WEEKS] = GROUP_WEEKS};
    const struct layout *layout = raw->layout;
    const struct shape *shape = &layout->shape[m];
    struct results_measure *measure = &raw->measure[raw->n_measures++];
    *measure = (struct results_measure){.name = measure_table[m].name,
                                        .group = group[layout->layer[m]],
                                        .type = type[measure_table[m].type],
                                        .periods = layout_periods(layout, layout->layer[m]),
                                        .cells = layout->cells[m]};
    const struct results_axis **axis = measure->axis;
    axis[measure->rank++] = &raw->scenario;
    axis[measure->rank++] = &raw->replication;
    axis[measure->rank++] = layout->layer[m] == MONTHLY ? &raw->month : &raw->year;
    if (layout->layer[m] == WEEKS)
        axis[measure->rank++] = &raw->week;
    for (int i = 0; i < shape->dimensions; i++)
        axis[measure->rank++] = &raw->axis[shape->dimension[i]];
}

/* ---- time ---- */

/* Days since the start at which each period begins, and after the last, where it ends. */
static double *make_edges(const struct layout *layout, enum layer layer)
{
    size_t n = layout_periods(layout, layer);
    double *edge = calloc(n + 1, sizeof *edge);
    int64_t ms = 0;
    for (size_t i = 0; edge && i < n; i++) {
        ms += layout_period_ms(layout, layer, i);
        edge[i + 1] = (double)ms / MS_PER_DAY;
    }
    return edge;
}

static void make_parameters(struct raw_results *raw, const struct study *study)
{
    for (size_t i = 0; i < N_LOOKED_AT; i++)
        raw->parameter[i] =
            (struct results_parameter){.name = parameter_table[looked_at[i]].name,
                                       .count = 1,
                                       .value = parameter_cells_const(&study->value, looked_at[i])};
}

/* ---- all ---- */

static bool make_parts(struct raw_results *raw, const struct study *study)
{
    const struct layout *layout = raw->layout;
    size_t longest = 0;
    for (int d = 0; d < N_DIMENSIONS; d++)
        if (!make_axis(raw, d))
            return false;
    for (int m = 0; m < N_MEASURES; m++) {
        size_t length = layout->cells[m] * layout_periods(layout, layout->layer[m]);
        longest = length > longest ? length : longest;
        if (layout->is_kept[m])
            add_measure(raw, (enum measure)m);
    }
    make_parameters(raw, study);
    raw->month_edges = make_edges(layout, MONTHLY);
    raw->year_edges = make_edges(layout, YEARLY);
    raw->values = calloc(study->n_policies * longest + 1, sizeof *raw->values);
    return raw->month_edges && raw->year_edges && raw->values;
}

static void make_results(struct raw_results *raw, const struct study *study)
{
    const struct layout *layout = raw->layout;
    struct date start = date_of_days(layout->start_day);
    snprintf(raw->time_units, sizeof raw->time_units, "days since %04d-%02d-%02d", start.year,
             start.month, start.day);
    raw->scenario = (struct results_axis){.name = "scenario", .count = study->n_policies};
    raw->replication = (struct results_axis){.name = "replication", .count = 1};
    raw->month = (struct results_axis){.name = "month", .count = (size_t)layout->months};
    raw->year = (struct results_axis){.name = "year", .count = (size_t)layout->years};
    raw->week = (struct results_axis){.name = "week", .count = N_WEEKS};
    raw->results = (struct results){
        .path = study->world_name,
        .scenarios = study->n_policies,
        .replications = 1,
        .months = (size_t)layout->months,
        .years = (size_t)layout->years,
        .time_units = raw->time_units,
        .month_edges = raw->month_edges,
        .year_edges = raw->year_edges,
        .measures = raw->measure,
        .n_measures = raw->n_measures,
        .parameters = raw->parameter,
        .n_parameters = N_LOOKED_AT,
    };
    raw->period = period_default(&raw->results);
}

struct raw_results *raw_results_open(const struct study *study, const struct layout *layout)
{
    struct raw_results *raw = calloc(1, sizeof *raw);
    if (!raw)
        return NULL;
    raw->layout = layout;
    if (!make_parts(raw, study)) {
        raw_results_close(raw);
        return NULL;
    }
    make_results(raw, study);
    return raw;
}

void raw_results_close(struct raw_results *raw)
{
    if (!raw)
        return;
    for (int d = 0; d < N_DIMENSIONS; d++)
        free(raw->category[d]);
    free(raw->month_edges);
    free(raw->year_edges);
    free(raw->values);
    free(raw);
}

/* ---- numbers ---- */

bool raw_results_item(struct raw_results *raw, enum indicator indicator, const char *category,
                      struct indicator_item *item, struct messages *messages)
{
    struct indicator_item items[MOST_ITEMS];
    struct indicator_source source = {.results = &raw->results, .messages = messages};
    size_t n = indicator_items(&source, indicator, items, MOST_ITEMS);
    for (size_t i = 0; i < n && i < MOST_ITEMS; i++)
        if (items[i].category < 0 || strcmp(items[i].name, category) == 0) {
            *item = items[i];
            return true;
        }
    return false;
}

/* As sim/output/results_measures.c stores them: counts and sums as they are, of levels the mean. */
static void take_measure(struct raw_results *raw, const struct results_measure *measure,
                         const int64_t *values)
{
    const struct layout *layout = raw->layout;
    int m = measure_find(measure->name);
    bool level = measure_table[m].type == LEVEL;
    double *out = raw->values;
    for (size_t s = 0; s < raw->results.scenarios; s++)
        for (size_t p = 0; p < measure->periods; p++) {
            const int64_t *from =
                values + s * layout->total + layout->first[m] + p * measure->cells;
            double divisor = level ? (double)layout_period_ms(layout, layout->layer[m], p) : 1.0;
            for (size_t cell = 0; cell < measure->cells; cell++)
                *out++ = (double)from[cell] / divisor;
        }
}

bool raw_results_values(struct raw_results *raw, const struct indicator_item *item,
                        const int64_t *values, double *out, struct messages *messages)
{
    const char *name = indicator_table[item->indicator].measure;
    const struct results_measure *measure = results_measure(&raw->results, name, messages);
    if (!measure)
        return false;
    take_measure(raw, measure, values);
    /* the measure is at hand: nothing is read */
    struct indicator_source source = {
        .results = &raw->results, .messages = messages, .measure = measure, .values = raw->values};
    return indicator_values(&source, item, raw->period, out);
}

bool raw_results_has(const struct raw_results *raw, enum indicator indicator)
{
    return indicator_is_kept(&raw->results, indicator);
}
