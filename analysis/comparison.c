#include "analysis/comparison.h"

#include "output/results_file.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CATEGORIES = 64, MOST_ROWS = N_INDICATORS * MOST_CATEGORIES };

/* ---- rows ---- */

/* The items of every indicator that the file keeps; 0 and a message if there is none. */
static size_t list_items(const struct indicator_source *source, struct indicator_item *items)
{
    size_t n = 0;
    for (int i = 0; i < N_INDICATORS; i++) {
        if (!source->results->keeps_all && !indicator_is_kept(source->results, (enum indicator)i))
            continue;
        size_t more = indicator_items(source, (enum indicator)i, items + n, MOST_CATEGORIES);
        if (more == 0)
            return 0;
        n += more < MOST_CATEGORIES ? more : MOST_CATEGORIES;
    }
    if (n == 0)
        results_file_message(source->results->path, source->messages, TEXT_RESULTS_NO_INDICATOR,
                             NULL, NULL, NULL);
    return n;
}

static bool make_rows(struct comparison *comparison, const struct indicator_item *items, size_t n)
{
    size_t scenarios = comparison->results->scenarios;
    comparison->rows = calloc(n, sizeof *comparison->rows);
    comparison->values =
        calloc(n * scenarios * comparison->results->replications + 1, sizeof *comparison->values);
    if (!comparison->rows || !comparison->values)
        return false;
    comparison->n_rows = n;
    for (size_t i = 0; i < n; i++) {
        struct comparison_row *row = &comparison->rows[i];
        row->item = items[i];
        row->level = calloc(scenarios, sizeof *row->level);
        row->spread = calloc(scenarios, sizeof *row->spread);
        row->difference = calloc(scenarios, sizeof *row->difference);
        if (!row->level || !row->spread || !row->difference)
            return false;
    }
    return true;
}

/* ---- numbers ---- */

const double *comparison_values(const struct comparison *comparison,
                                const struct comparison_row *row, size_t scenario)
{
    const struct results *results = comparison->results;
    size_t at = (size_t)(row - comparison->rows) * results->scenarios + scenario;
    return comparison->values + at * results->replications;
}

static bool read_row(struct comparison *comparison, struct indicator_source *source, size_t i)
{
    const struct results *results = comparison->results;
    double *out = comparison->values + i * results->scenarios * results->replications;
    return indicator_values(source, &comparison->rows[i].item, comparison->order.period, out);
}

static bool all_known(const double *values, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (isnan(values[i]))
            return false;
    return true;
}

static struct spread estimate_spread(const struct comparison *comparison, const double *values,
                                     double *sorted)
{
    const struct results *results = comparison->results;
    const struct quantile_estimate none = {NAN, {NAN, NAN}};
    struct spread spread = {none, none, none};
    size_t n = results->replications;
    if (!all_known(values, n))
        return spread;
    struct quantile_estimate *quantile[] = {&spread.p10, &spread.median, &spread.p90};
    static const double p[] = {0.1, 0.5, 0.9};
    for (int i = 0; i < 3; i++) {
        *quantile[i] = estimate_quantile(values, 1, n, p[i], comparison->order.confidence, sorted);
        if (results->n_draws > 0)
            quantile[i]->interval = none.interval;
    }
    return spread;
}

static void estimate_row(struct comparison *comparison, struct comparison_row *row, double *sorted)
{
    const struct results *results = comparison->results;
    const double *base = comparison_values(comparison, row, comparison->order.base);
    for (size_t s = 0; s < results->scenarios; s++) {
        const double *values = comparison_values(comparison, row, s);
        row->level[s] = estimate_drawn(values, results->draw, results->replications,
                                       comparison->order.confidence);
        row->spread[s] = estimate_spread(comparison, values, sorted);
        row->difference[s] = estimate_drawn_difference(
            values, base, results->draw, results->replications, comparison->confidence);
    }
}

static const char *measure_of(const struct comparison *comparison, size_t row)
{
    return indicator_table[comparison->rows[row].item.indicator].measure;
}

/* Whether an earlier row is told by the same measure. */
static bool is_read(const struct comparison *comparison, size_t row)
{
    for (size_t i = 0; i < row; i++)
        if (strcmp(measure_of(comparison, i), measure_of(comparison, row)) == 0)
            return true;
    return false;
}

/* Reads all rows, those of one measure together: reading is what takes time. */
static bool read_rows(struct comparison *comparison, struct indicator_source *source)
{
    for (size_t first = 0; first < comparison->n_rows; first++)
        for (size_t i = first; !is_read(comparison, first) && i < comparison->n_rows; i++)
            if (strcmp(measure_of(comparison, i), measure_of(comparison, first)) == 0 &&
                !read_row(comparison, source, i))
                return false;
    return true;
}

static bool fill(struct comparison *comparison, struct indicator_source *source, double *sorted)
{
    size_t scenarios = comparison->results->scenarios;
    size_t pairs = comparison->order.all_pairs ? scenarios * (scenarios - 1) / 2 : scenarios - 1;
    comparison->intervals = comparison->n_rows * pairs;
    comparison->confidence = comparison->order.confidence;
    if (comparison->order.simultaneous)
        comparison->confidence =
            simultaneous_confidence(comparison->order.confidence, comparison->intervals);
    if (!read_rows(comparison, source))
        return false;
    for (size_t i = 0; i < comparison->n_rows; i++)
        estimate_row(comparison, &comparison->rows[i], sorted);
    return true;
}

static struct comparison *no_memory(const struct results *results, struct messages *messages)
{
    results_file_message(results->path, messages, TEXT_RESULTS_MEMORY, NULL, NULL, NULL);
    return NULL;
}

struct comparison *comparison_make(const struct results *results,
                                   const struct comparison_order *order, struct messages *messages)
{
    assert(order->base < results->scenarios);
    struct indicator_source source = {.results = results, .messages = messages};
    struct indicator_item *items = calloc(MOST_ROWS, sizeof *items);
    struct comparison *comparison = calloc(1, sizeof *comparison);
    if (!items || !comparison) {
        free(items);
        free(comparison);
        return no_memory(results, messages);
    }
    *comparison = (struct comparison){.results = results, .order = *order};
    size_t n = list_items(&source, items);
    double *sorted = calloc(results->replications + 1, sizeof *sorted);
    bool room = sorted && (n == 0 || make_rows(comparison, items, n));
    if (!room)
        no_memory(results, messages);
    bool good = n > 0 && room && fill(comparison, &source, sorted);
    indicator_source_free(&source);
    free(sorted);
    free(items);
    if (good)
        return comparison;
    comparison_free(comparison);
    return NULL;
}

void comparison_free(struct comparison *comparison)
{
    if (!comparison)
        return;
    for (size_t i = 0; i < comparison->n_rows; i++) {
        free(comparison->rows[i].level);
        free(comparison->rows[i].spread);
        free(comparison->rows[i].difference);
    }
    free(comparison->rows);
    free(comparison->values);
    free(comparison);
}

const struct comparison_row *comparison_find(const struct comparison *comparison,
                                             enum indicator indicator)
{
    for (size_t i = 0; i < comparison->n_rows; i++)
        if (comparison->rows[i].item.indicator == indicator &&
            comparison->rows[i].item.category < 0)
            return &comparison->rows[i];
    return NULL;
}

struct paired comparison_pair(const struct comparison *comparison, const struct comparison_row *row,
                              size_t of, size_t from)
{
    const struct results *results = comparison->results;
    return estimate_drawn_difference(comparison_values(comparison, row, of),
                                     comparison_values(comparison, row, from), results->draw,
                                     results->replications, comparison->confidence);
}

enum interval_kind comparison_kind(const struct comparison *comparison)
{
    return comparison->results->n_draws > 0 ? INTERVAL_PAIRED_DRAWS : INTERVAL_PAIRED;
}

const char *comparison_kind_name(const struct comparison *comparison)
{
    static const char *const names[N_INTERVAL_KINDS][2] = {
        [INTERVAL_PAIRED] = {"paired t", "paired t, Bonferroni"},
        [INTERVAL_PAIRED_DRAWS] = {"paired t over draws", "paired t over draws, Bonferroni"}};
    return names[comparison_kind(comparison)][comparison->order.simultaneous];
}
