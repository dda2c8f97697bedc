/* What several tests compare scenarios by: means over the months under a policy in tests/worlds/tenth.yaml. */
#ifndef PLASSFLYT_TESTS_FIGURES_H
#define PLASSFLYT_TESTS_FIGURES_H

#include "trials.h"

/* Months and years from the policy date to the end of a comparison. */
enum { POLICY = 36, END = 96, FIRST_YEAR = 3, LAST_YEAR = 8 };

typedef double figure(const struct trials *t, size_t scenario);

static inline double over_areas(const struct trials *t, size_t s, enum measure m, size_t first_cell)
{
    double sum = 0;
    for (size_t area = 0; area < N_AREA; area++)
        sum += mean_of(t, s, m, POLICY, END, first_cell + area);
    return sum;
}

/* Over areas and years, of a yearly measure by area and `n` categories. */
static inline double yearly_over_areas(const struct trials *t, size_t s, enum measure m, size_t n,
                                       size_t category)
{
    double sum = 0;
    for (size_t area = 0; area < N_AREA; area++)
        sum += sum_of(t, s, m, FIRST_YEAR, LAST_YEAR, area * n + category);
    return sum;
}

static inline double queue_i(const struct trials *t, size_t s)
{
    return over_areas(t, s, MEASURE_QUEUE, CELL2(QUEUE, QUEUE_SEARCHED, AREA, 0));
}

static inline double queue_ii(const struct trials *t, size_t s)
{
    return over_areas(t, s, MEASURE_QUEUE, CELL2(QUEUE, QUEUE_PAST_WISH, AREA, 0));
}

#endif
