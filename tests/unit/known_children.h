/* A results file whose children are known, so that what they come to can be worked out by hand. */
#ifndef PLASSFLYT_TESTS_KNOWN_CHILDREN_H
#define PLASSFLYT_TESTS_KNOWN_CHILDREN_H

#include "results_place.h"
#include "sample_study.h"

#define DAY  INT64_C(86400000)
#define NONE (-1) /* not in that scenario */

struct known {
    double base, scenario; /* days waited */
    int need, entry;
    int stays[2], left[2]; /* begun in foster homes; how care ended */
};

static const struct known known[] = {
    {10, 5, NEED_ORDINARY, CHILD_ENTRY_THERE, {1, 1}, {0, -1}},
    {0, 0, NEED_ORDINARY, CHILD_ENTRY_THERE, {0, 0}, {-1, -1}},
    {20, 20, NEED_ORDINARY, CHILD_ENTRY_THERE, {0, 0}, {-1, -1}},
    {20, 20.5, NEED_ORDINARY, CHILD_ENTRY_ARRIVED, {0, 0}, {-1, -1}},
    {5, 6, NEED_ORDINARY, CHILD_ENTRY_ARRIVED, {0, 0}, {3, 3}},
    {0, 40, NEED_SPECIALISED, CHILD_ENTRY_ARRIVED, {0, 1}, {-1, 2}},
    {7, NONE, NEED_ORDINARY, CHILD_ENTRY_ARRIVED, {1, 0}, {-1, -1}},
    {NONE, 3, NEED_ORDINARY, CHILD_ENTRY_CAME_BACK, {0, 1}, {-1, -1}},
    {100, 0, NEED_ORDINARY, CHILD_ENTRY_THERE, {1, 0}, {-1, -1}},
};
enum { KNOWN = sizeof known / sizeof *known, REPLICATIONS = 4 };

/* In replication r there are r more children like the first, and the one with specialised need waits r
 * days longer in the second scenario. */
static inline void fill_row(int64_t *row, size_t i, int32_t r, bool alike)
{
    const struct known *k = i < KNOWN ? &known[i] : &known[0];
    row[FACT_NUMBER] = INT64_C(100000000000010) + 10 * (int64_t)i;
    row[FACT_AREA] = (int64_t)i % N_AREA;
    row[FACT_NEED] = k->need;
    row[FACT_AGE] = 2 + (int64_t)i; /* 2 … */
    row[FACT_PATH] = 0;
    row[FACT_ENTRY] = k->entry;
    row[FACT_ENTERED] = 0;
    for (size_t s = 0; s < 2; s++) {
        int64_t *outcome = row + N_CHILD_FACTS + s * N_OUTCOMES;
        bool second = s == 1 && !alike;
        double waited = second ? k->scenario : k->base;
        for (int o = 0; o < N_OUTCOMES; o++)
            outcome[o] = waited < 0 ? CHILD_NOTHING : 0;
        if (waited < 0)
            continue;
        outcome[OUTCOME_WAITED] =
            (int64_t)(waited * (double)DAY) + (second && i == 5 ? r * DAY : 0);
        outcome[OUTCOME_FOSTER_STAYS] = k->stays[second];
        outcome[OUTCOME_LEFT_HOW] = k->left[second];
        outcome[OUTCOME_LEFT_DAY] = k->left[second] < 0 ? CHILD_NOTHING : 400 * DAY;
        outcome[OUTCOME_MOVES] = second ? 2 : 3;
    }
}

/* A file in which the first `kept` replications keep their children; `wrong`: one is of no area. */
static inline bool write_children(const char *path, int32_t kept, bool alike, bool wrong)
{
    static int64_t rows[(KNOWN + REPLICATIONS) * (N_CHILD_FACTS + 2 * N_OUTCOMES)];
    struct sample *sample = sample_make(5, 2, 14, REPLICATIONS);
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    sample->header.children = kept;
    for (int32_t r = 0; r < kept; r++)
        sample->header.child_rows += KNOWN + (size_t)r;
    struct results_writer *writer = results_create(path, &sample->header, &messages);
    for (int32_t r = 0; r < REPLICATIONS; r++) {
        size_t n = KNOWN + (size_t)r;
        for (size_t i = 0; i < n; i++)
            fill_row(rows + i * child_row_width(2), i, r, alike);
        if (wrong)
            rows[FACT_AREA] = N_AREA;
        assert_true(results_add(writer, r, sample_fill(sample, r), &messages));
        if (r < kept)
            assert_true(results_add_children(writer, r, rows, n, &messages));
    }
    char digest[DIGEST_LENGTH + 1];
    bool good = results_close(writer, digest, &messages);
    messages_free(&messages);
    sample_free(sample);
    return good;
}

#endif
