#include "output/results_parts.h"

#include "output/schema.h"

#include <stdlib.h>

enum {
    NAME,
    TITLE_EN,
    TITLE_NB,
    TITLE_NN,
    WHEN,
    STATISTIC,
    SCENARIO,
    COUNTED,
    OF,
    UNIT,
    KIND,
    USE,
    SOURCE,
    NOTE,
    N_WORDS
};
enum { VALUE, LOW, HIGH, TIMES, SHARE, HELD_BACK, N_NUMBERS };

static const char *const word_name[N_WORDS] = {
    "target", "title_en", "title_nb", "title_nn", "when", "statistic", "scenario",
    "count",  "of",       "unit",     "kind",     "use",  "source",    "note"};
static const char *const number_name[N_NUMBERS] = {"value", "low",   "high",
                                                   "times", "share", "held_back"};

static void put_words(const struct target *t, size_t n, size_t i, const char **words)
{
    const char *const given[N_WORDS] = {t->id,
                                        t->title[LANGUAGE_EN],
                                        t->title[LANGUAGE_NB],
                                        t->title[LANGUAGE_NN],
                                        t->when,
                                        t->statistic,
                                        t->scenario,
                                        t->count,
                                        t->of,
                                        t->unit,
                                        t->kind,
                                        t->use,
                                        t->source,
                                        t->note};
    for (size_t w = 0; w < N_WORDS; w++)
        words[w * n + i] = given[w];
}

static void put_numbers(const struct target *t, size_t n, size_t i, double *numbers)
{
    const double given[N_NUMBERS] = {t->value, t->low,   t->high,
                                     t->times, t->share, t->held_back ? 1 : 0};
    for (size_t k = 0; k < N_NUMBERS; k++)
        numbers[k * n + i] = given[k];
}

void results_write_targets(struct netcdf *netcdf, const struct study *study)
{
    size_t n = study->n_targets;
    hid_t group = netcdf_group(netcdf, netcdf->file, GROUP_TARGETS);
    const char **words = netcdf_memory(netcdf, n * N_WORDS, sizeof *words);
    double *numbers = netcdf_memory(netcdf, n * N_NUMBERS, sizeof *numbers);
    struct table_column columns[N_WORDS + N_NUMBERS];
    for (size_t i = 0; i < n && !netcdf->failed; i++) {
        put_words(&study->targets[i], n, i, words);
        put_numbers(&study->targets[i], n, i, numbers);
    }
    for (size_t w = 0; w < N_WORDS && !netcdf->failed; w++)
        columns[w] = (struct table_column){word_name[w], NETCDF_TEXT, words + w * n};
    for (size_t k = 0; k < N_NUMBERS && !netcdf->failed; k++)
        columns[N_WORDS + k] =
            (struct table_column){number_name[k], NETCDF_FLOAT64, numbers + k * n};
    if (!netcdf->failed)
        results_write_table(netcdf, group, "target_row", n, columns, N_WORDS + N_NUMBERS);
    free(words);
    free(numbers);
}
