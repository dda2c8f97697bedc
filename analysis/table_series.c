#include "analysis/table_series.h"

#include "analysis/table_comparison.h"

#include "output/results_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A table being filled with one world's rows. */
struct series {
    struct table *table;
    const struct comparison *comparison;
    const struct results *results;
    enum language language;
    struct indicator_source source;
    double *values,
        *sorted; /* room for one number of every replication and scenario; for sorting */
};

typedef bool series_fill(struct series *series);

/* ---- making ---- */

static bool fill_world(struct table *table, const struct comparison *comparison,
                       enum language language, struct messages *messages, series_fill *fill)
{
    const struct results *results = comparison->results;
    struct series series = {.table = table,
                            .comparison = comparison,
                            .results = results,
                            .language = language,
                            .source = {.results = results, .messages = messages}};
    size_t runs = results->scenarios * results->replications;
    series.values = calloc(runs * results->months + 1, sizeof *series.values);
    series.sorted = calloc(results->replications + 1, sizeof *series.sorted);
    bool room = series.values && series.sorted;
    if (!room)
        results_file_message(results->path, messages, TEXT_RESULTS_MEMORY, NULL, NULL, NULL);
    bool good = room && fill(&series);
    indicator_source_free(&series.source);
    free(series.values);
    free(series.sorted);
    return good;
}

static struct table *make(enum answer answer, const enum field *fields, size_t n,
                          const struct worlds *worlds, enum language language,
                          struct messages *messages, series_fill *fill)
{
    struct table *table = table_make(answer, fields, n);
    for (size_t w = 0; w < worlds->n; w++)
        if (!fill_world(table, worlds->comparison[w], language, messages, fill)) {
            table_free(table);
            return NULL;
        }
    return table;
}

/* world, scenario, scenario_title, replications */
static void add_scenario(const struct series *series, size_t scenario)
{
    const struct results_category *category = &series->results->scenario->category[scenario];
    table_text(series->table, series->results->world);
    table_text(series->table, category->name);
    table_text(series->table, category->label[series->language]);
    table_whole(series->table, series->results->replications);
}

static bool all_known(const double *values, size_t stride, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (isnan(values[i * stride]))
            return false;
    return true;
}

static double quantile(const struct series *series, const double *values, size_t stride, double p)
{
    size_t n = series->results->replications;
    if (!all_known(values, stride, n))
        return NAN;
    return estimate_quantile(values, stride, n, p, series->comparison->order.confidence,
                             series->sorted)
        .value;
}

/* Mean of what every replication gives, with its interval; elements are `stride` apart. */
static struct estimate estimate(const struct series *series, const double *values, size_t stride)
{
    const struct results *results = series->results;
    for (size_t r = 0; r < results->replications; r++)
        series->sorted[r] = values[r * stride];
    return estimate_drawn(series->sorted, results->draw, results->replications,
                          series->comparison->order.confidence);
}

/* ---- waits ---- */

static const char wait_measure[] = "wait_from_request";
/* Two years: as long as every wait that is counted has been followed. */
enum { WAIT_POINTS = 105 };
static const int share_decimals = 3;

static const enum field wait_fields[] = {
    FIELD_first_month,    FIELD_last_month,   FIELD_world,    FIELD_scenario,
    FIELD_scenario_title, FIELD_replications, FIELD_week,     FIELD_waiting,
    FIELD_waiting_p10,    FIELD_waiting_p90,  FIELD_moved_in, FIELD_moved_in_p10,
    FIELD_moved_in_p90,   FIELD_digest};

/* Shares of one scenario: [replications][WAIT_POINTS] still waiting, and as many moved in. */
static bool read_waits(struct series *series, size_t scenario, double *waiting, double *moved_in)
{
    for (size_t r = 0; r < series->results->replications; r++) {
        struct wait_curves *curves = indicator_waits(&series->source, wait_measure,
                                                     series->comparison->order.period, scenario, r);
        if (!curves)
            return false;
        for (size_t t = 0; t < WAIT_POINTS; t++) {
            bool known = curves->waits > 0 && t <= curves->watched && t < curves->points;
            waiting[r * WAIT_POINTS + t] = known ? curves->waiting[t] : NAN;
            moved_in[r * WAIT_POINTS + t] = known ? curves->wished[t] : NAN;
        }
        wait_curves_free(curves);
    }
    return true;
}

static void add_month(const struct series *series, size_t month)
{
    table_month(series->table, period_year(series->results, month),
                period_month(series->results, month));
}

/* Mean, P10, P90. */
static void add_share(const struct series *series, const double *values)
{
    table_number(series->table, estimate(series, values, WAIT_POINTS).mean, share_decimals);
    table_number(series->table, quantile(series, values, WAIT_POINTS, 0.1), share_decimals);
    table_number(series->table, quantile(series, values, WAIT_POINTS, 0.9), share_decimals);
}

/* The years in which the waits counted began: their first and last month. */
static void add_wait_years(const struct series *series, struct period years)
{
    const int32_t *year = series->results->year->number;
    table_month(series->table, year[years.first], 1);
    table_month(series->table, year[years.end - 1], 12);
}

static void add_waits(const struct series *series, size_t scenario, struct period years,
                      const double *waiting, const double *moved_in)
{
    for (size_t t = 0; t < WAIT_POINTS; t++) {
        add_wait_years(series, years);
        add_scenario(series, scenario);
        table_whole(series->table, t);
        add_share(series, waiting + t);
        add_share(series, moved_in + t);
        table_text(series->table, series->results->digest);
    }
}

static bool fill_waits(struct series *series)
{
    const struct results *results = series->results;
    struct period years = period_wait_years(results, series->comparison->order.period);
    if (years.first == years.end || !indicator_is_kept(results, INDICATOR_wait_from_request_p50))
        return true;
    size_t n = results->replications * WAIT_POINTS;
    double *shares = calloc(2 * n + 1, sizeof *shares);
    bool good = shares != NULL;
    for (size_t s = 0; good && s < results->scenarios; s++) {
        good = read_waits(series, s, shares, shares + n);
        if (good)
            add_waits(series, s, years, shares, shares + n);
    }
    free(shares);
    return good;
}

struct table *table_of_waits(const struct worlds *worlds, enum language language,
                             struct messages *messages)
{
    return make(ANSWER_waits, wait_fields, sizeof wait_fields / sizeof *wait_fields, worlds,
                language, messages, fill_waits);
}

/* ---- the queue ---- */

static const enum indicator queues[] = {INDICATOR_queue_past_wish, INDICATOR_queue_searched,
                                        INDICATOR_queue_past_six_weeks};

static const enum field queue_fields[] = {
    FIELD_indicator,      FIELD_label,        FIELD_unit,      FIELD_world,     FIELD_scenario,
    FIELD_scenario_title, FIELD_replications, FIELD_month,     FIELD_level,     FIELD_level_low,
    FIELD_level_high,     FIELD_level_median, FIELD_level_p10, FIELD_level_p90, FIELD_digest};

/* indicator, label, unit */
static void add_indicator(const struct series *series, enum indicator indicator)
{
    const struct indicator_row *row = &indicator_table[indicator];
    table_text(series->table, row->name);
    table_text(series->table, row->label[series->language]);
    table_words(series->table, indicator_unit_name[row->unit],
                unit_words(row->unit, series->language));
}

/* level with interval, median, P10, P90, digest */
static void add_level(const struct series *series, const double *values, size_t stride)
{
    struct estimate level = estimate(series, values, stride);
    int decimals = finding_decimals(level.interval);
    table_number(series->table, level.mean, decimals);
    table_number(series->table, level.interval.low, decimals);
    table_number(series->table, level.interval.high, decimals);
    table_number(series->table, quantile(series, values, stride, 0.5), decimals);
    table_number(series->table, quantile(series, values, stride, 0.1), decimals);
    table_number(series->table, quantile(series, values, stride, 0.9), decimals);
    table_text(series->table, series->results->digest);
}

static void add_queue(const struct series *series, enum indicator indicator, size_t scenario)
{
    const struct results *results = series->results;
    const double *values = series->values + scenario * results->replications * results->months;
    for (size_t m = 0; m < results->months; m++) {
        add_indicator(series, indicator);
        add_scenario(series, scenario);
        add_month(series, m);
        add_level(series, values + m, results->months);
    }
}

static bool fill_queue(struct series *series)
{
    for (size_t i = 0; i < sizeof queues / sizeof *queues; i++) {
        struct indicator_item item;
        if (!indicator_is_kept(series->results, queues[i]))
            continue;
        if (indicator_items(&series->source, queues[i], &item, 1) != 1 ||
            !indicator_series(&series->source, &item, series->values))
            return false;
        for (size_t s = 0; s < series->results->scenarios; s++)
            add_queue(series, queues[i], s);
    }
    return true;
}

struct table *table_of_queue(const struct worlds *worlds, enum language language,
                             struct messages *messages)
{
    return make(ANSWER_queue, queue_fields, sizeof queue_fields / sizeof *queue_fields, worlds,
                language, messages, fill_queue);
}

/* ---- by year ---- */

static const enum field year_fields[] = {
    FIELD_indicator,      FIELD_label,        FIELD_unit,      FIELD_world,     FIELD_scenario,
    FIELD_scenario_title, FIELD_replications, FIELD_year,      FIELD_level,     FIELD_level_low,
    FIELD_level_high,     FIELD_level_median, FIELD_level_p10, FIELD_level_p90, FIELD_digest};

/* The months of a calendar year of the file; empty if some of them are not in it. */
static struct period months_of(const struct results *results, size_t year)
{
    struct period period = {0, 0};
    for (size_t m = 0; m < results->months; m++)
        if (period_year(results, m) == results->year->number[year]) {
            period.first = period.end > period.first ? period.first : m;
            period.end = m + 1;
        }
    return period.end - period.first == 12 ? period : (struct period){0, 0};
}

/* Numbers of every year, scenario and replication: [years][scenarios][replications]. */
static bool read_years(struct series *series, const struct indicator_item *item, double *values)
{
    const struct results *results = series->results;
    size_t runs = results->scenarios * results->replications;
    for (size_t y = 0; y < results->years; y++) {
        struct period period = months_of(results, y);
        if (period.end > period.first &&
            !indicator_values(&series->source, item, period, values + y * runs))
            return false;
    }
    return true;
}

static void add_years(const struct series *series, enum indicator indicator, const double *values)
{
    const struct results *results = series->results;
    for (size_t s = 0; s < results->scenarios; s++)
        for (size_t y = 0; y < results->years; y++) {
            struct period period = months_of(results, y);
            if (period.end == period.first)
                continue;
            add_indicator(series, indicator);
            add_scenario(series, s);
            table_number(series->table, results->year->number[y], -1);
            add_level(series, values + (y * results->scenarios + s) * results->replications, 1);
        }
}

static bool fill_years(struct series *series, enum indicator indicator)
{
    const struct results *results = series->results;
    struct indicator_item item;
    if (!indicator_is_kept(results, indicator))
        return true;
    if (indicator_items(&series->source, indicator, &item, 1) != 1)
        return false;
    double *values =
        calloc(results->years * results->scenarios * results->replications + 1, sizeof *values);
    bool good = values && read_years(series, &item, values);
    if (good)
        add_years(series, indicator, values);
    free(values);
    return good;
}

static bool fill_places(struct series *series)
{
    for (int i = 0; i < N_INDICATORS; i++)
        if (indicator_table[i].block == BLOCK_PLACES &&
            strcmp(indicator_table[i].measure, "children") == 0 &&
            !fill_years(series, (enum indicator)i))
            return false;
    return true;
}

static bool fill_money(struct series *series)
{
    return fill_years(series, INDICATOR_cost_state) &&
           fill_years(series, INDICATOR_cost_municipality) &&
           fill_years(series, INDICATOR_cost_total);
}

struct table *table_of_places(const struct worlds *worlds, enum language language,
                              struct messages *messages)
{
    return make(ANSWER_places, year_fields, sizeof year_fields / sizeof *year_fields, worlds,
                language, messages, fill_places);
}

struct table *table_of_money(const struct worlds *worlds, enum language language,
                             struct messages *messages)
{
    return make(ANSWER_money, year_fields, sizeof year_fields / sizeof *year_fields, worlds,
                language, messages, fill_money);
}
