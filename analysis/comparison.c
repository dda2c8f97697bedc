#include "analysis/comparison.h"

#include "output/results_file.h"

#include <assert.h>
#include <stdlib.h>

enum { MOST_CATEGORIES = 64, MOST_ROWS = N_INDICATORS * MOST_CATEGORIES };

/* ---- rows ---- */

/* The items of every indicator that the file keeps; 0 and a message if there is none. */
static size_t list_items(const struct indicator_source *source, struct indicator_item *items)
{
    size_t n = 0;
    for (int i = 0; i < N_INDICATORS; i++) {
        if (!indicator_is_kept(source->results, (enum indicator)i))
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
        row->difference = calloc(scenarios, sizeof *row->difference);
        if (!row->level || !row->difference)
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

static void estimate_row(struct comparison *comparison, struct comparison_row *row)
{
    const struct results *results = comparison->results;
    const double *base = comparison_values(comparison, row, comparison->order.base);
    for (size_t s = 0; s < results->scenarios; s++) {
        const double *values = comparison_values(comparison, row, s);
        row->level[s] = estimate_drawn(values, results->draw, results->replications,
                                       comparison->order.confidence);
        row->difference[s] = estimate_drawn_difference(
            values, base, results->draw, results->replications, comparison->confidence);
    }
}

static bool fill(struct comparison *comparison, struct indicator_source *source)
{
    size_t others = comparison->results->scenarios - 1;
    comparison->intervals = comparison->n_rows * others;
    comparison->confidence = comparison->order.confidence;
    if (comparison->order.simultaneous)
        comparison->confidence =
            simultaneous_confidence(comparison->order.confidence, comparison->intervals);
    for (size_t i = 0; i < comparison->n_rows; i++) {
        if (!read_row(comparison, source, i))
            return false;
        estimate_row(comparison, &comparison->rows[i]);
    }
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
    bool room = n == 0 || make_rows(comparison, items, n);
    if (!room)
        no_memory(results, messages);
    bool good = n > 0 && room && fill(comparison, &source);
    indicator_source_free(&source);
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
