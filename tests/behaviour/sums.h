/* What must add up in the results of any scenario whatsoever, exactly and in every period. Nothing is
 * asserted here: what does not add up is told, so that the caller can say in which scenario. */
#ifndef PLASSFLYT_TESTS_SUMS_H
#define PLASSFLYT_TESTS_SUMS_H

#include "observe/layout.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* The first thing that was found wrong; empty while nothing is. */
struct finding {
    char text[512];
};

__attribute__((format(printf, 2, 3))) static inline void find(struct finding *f, const char *format,
                                                              ...)
{
    if (f->text[0])
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(f->text, sizeof f->text, format, arguments);
    va_end(arguments);
}

/* Results of one scenario. */
struct results {
    const struct layout *layout;
    const int64_t *values; /* [layout->total] */
};

static inline size_t periods_in(const struct results *r, enum measure m)
{
    return layout_periods(r->layout, measure_table[m].layer);
}

/* A value of a measure; of a LEVEL its integral over the period (things × ms). */
static inline int64_t value_in(const struct results *r, enum measure m, size_t period, size_t cell)
{
    const struct layout *l = r->layout;
    return r->values[l->first[m] + period * l->cells[m] + cell];
}

/* A LEVEL at the end of a period. */
static inline int64_t end_in(const struct results *r, enum measure m, size_t period, size_t cell)
{
    const struct layout *l = r->layout;
    return r->values[l->end_first[m] + period * l->cells[m] + cell];
}

/* Sum over `n` cells from the first one. */
static inline int64_t sum_in(const struct results *r, enum measure m, size_t period, size_t first,
                             size_t n)
{
    int64_t sum = 0;
    for (size_t cell = first; cell < first + n; cell++)
        sum += value_in(r, m, period, cell);
    return sum;
}

static inline int64_t all_in(const struct results *r, enum measure m, size_t period)
{
    return sum_in(r, m, period, 0, r->layout->cells[m]);
}

static inline void expect_same(struct finding *f, int64_t a, int64_t b, const char *what,
                               size_t period)
{
    if (a != b)
        find(f, "%s: %" PRId64 " is not %" PRId64 " in period %zu", what, a, b, period);
}

/* ---- nothing is negative ---- */

/* The measure that a number of the results belongs to. */
static inline enum measure measure_at(const struct layout *l, size_t i)
{
    int m = N_MEASURES - 1;
    while (m > 0 && l->first[m] > i)
        m--;
    return (enum measure)m;
}

/* The cell of `coarse` that a cell of `fine`, which has all its dimensions, belongs to; the dimensions
 * may stand in another order. */
static inline size_t coarser_cell(const struct shape *fine, size_t cell, const struct shape *coarse)
{
    size_t category[N_DIMENSIONS] = {0}, at = 0;
    for (int d = fine->dimensions; d-- > 0;) {
        size_t count = (size_t)dimension_table[fine->dimension[d]].count;
        category[fine->dimension[d]] = cell % count;
        cell /= count;
    }
    for (int d = 0; d < coarse->dimensions; d++)
        at = at * (size_t)dimension_table[coarse->dimension[d]].count +
             category[coarse->dimension[d]];
    return at;
}

/* Fewer municipal positions than today are a saving. */
static inline bool may_be_negative(const struct layout *l, enum measure m, size_t i)
{
    const struct shape cost = {1, {DIMENSION_COST}};
    return measure_table[m].type == MONEY &&
           coarser_cell(&measure_table[m].shape, (i - l->first[m]) % l->cells[m], &cost) ==
               COST_MUNICIPAL_WORK;
}

static inline void check_signs(const struct results *r, struct finding *f)
{
    for (size_t i = 0; i < r->layout->total; i++) {
        enum measure m = measure_at(r->layout, i);
        if (r->values[i] < 0 && !may_be_negative(r->layout, m, i))
            find(f, "%s is %" PRId64, measure_table[m].name, r->values[i]);
    }
}

/* ---- what is told by area is what is told for the country ---- */

/* The twelve months of a measure against the year of the same by area, cell by cell. */
static inline void check_year_by_area(const struct results *r, enum measure monthly,
                                      enum measure by_area, struct finding *f)
{
    const struct shape *coarse = &measure_table[monthly].shape;
    for (size_t year = 0; year < periods_in(r, by_area); year++)
        for (size_t cell = 0; cell < r->layout->cells[monthly]; cell++) {
            int64_t months = 0, areas = 0;
            for (size_t month = 12 * year; month < 12 * year + 12 && month < periods_in(r, monthly);
                 month++)
                months += value_in(r, monthly, month, cell);
            for (size_t i = 0; i < r->layout->cells[by_area]; i++)
                if (coarser_cell(&measure_table[by_area].shape, i, coarse) == cell)
                    areas += value_in(r, by_area, year, i);
            expect_same(f, months, areas, measure_table[by_area].name, year);
        }
}

/* Every monthly measure that has a yearly twin called "…_area". Returns how many there are. */
static inline int check_areas(const struct results *r, struct finding *f)
{
    int found = 0;
    for (int m = 0; m < N_MEASURES; m++) {
        char name[96];
        snprintf(name, sizeof name, "%s_area", measure_table[m].name);
        int by_area = measure_find(name);
        if (measure_table[m].layer != MONTHLY || by_area < 0 ||
            measure_table[by_area].layer != YEARLY)
            continue;
        check_year_by_area(r, (enum measure)m, (enum measure)by_area, f);
        found++;
    }
    return found;
}

/* ---- children ---- */

/* Every child is somewhere all the time, the queue by need is the queue, and so on. */
static inline void check_months(const struct results *r, struct finding *f)
{
    for (size_t month = 0; month < periods_in(r, MEASURE_QUEUE); month++) {
        expect_same(f,
                    sum_in(r, MEASURE_QUEUE, month, CELL2(QUEUE, QUEUE_PAST_WISH, AREA, 0), N_AREA),
                    all_in(r, MEASURE_QUEUE_NEED, month), "queue (ii) and by need", month);
        int64_t foster = 0;
        for (size_t place = 0; place < N_PLACE; place++)
            foster += place_table[place].kind == PLACE_KIND_FOSTER
                          ? value_in(r, MEASURE_CHILDREN, month, place)
                          : 0;
        expect_same(f, foster, all_in(r, MEASURE_FOSTER_CHILDREN, month), "foster children", month);
        expect_same(f, value_in(r, MEASURE_FOSTER_CHILDREN, month, OF_AGE_CHILD),
                    all_in(r, MEASURE_FOSTER_MOVED, month), "foster children by moves", month);
        expect_same(f, value_in(r, MEASURE_FOSTER_CHILDREN, month, OF_AGE_CHILD),
                    all_in(r, MEASURE_FOSTER_MOVES, month), "foster children by number of moves",
                    month);
        expect_same(f, value_in(r, MEASURE_FOSTER_MOVED, month, MOVED_NEVER),
                    value_in(r, MEASURE_FOSTER_MOVES, month, MOVES_MADE_NONE),
                    "foster children who never moved", month);
        expect_same(f, value_in(r, MEASURE_CHILDREN, month, PLACE_EMERGENCY),
                    all_in(r, MEASURE_EMERGENCY_STAYS, month), "emergency stays", month);
    }
}

/* Moves and emergency stays of a year by their number are those of its months. */
static inline void check_chains(const struct results *r, struct finding *f)
{
    for (size_t year = 0; year < periods_in(r, MEASURE_MOVES_BY_NUMBER); year++) {
        int64_t moves = 0, stays = 0;
        for (size_t month = 12 * year;
             month < 12 * year + 12 && month < periods_in(r, MEASURE_MOVES); month++) {
            moves += all_in(r, MEASURE_MOVES, month);
            stays += value_in(r, MEASURE_PLACEMENTS, month, PLACE_EMERGENCY) +
                     value_in(r, MEASURE_PLACEMENTS, month, PLACE_OVERFLOW_EMERGENCY);
        }
        expect_same(f, moves, all_in(r, MEASURE_MOVES_BY_NUMBER, year), "moves by number", year);
        expect_same(f, stays, all_in(r, MEASURE_EMERGENCY_CHAINS, year), "emergency chains", year);
    }
}

/* Waiting time by reason is the time integral of queue (i), by month and by area. */
static inline void check_reasons(const struct results *r, struct finding *f)
{
    const size_t searched = CELL2(QUEUE, QUEUE_SEARCHED, AREA, 0);
    for (size_t month = 0; month < periods_in(r, MEASURE_QUEUE); month++)
        expect_same(f, sum_in(r, MEASURE_QUEUE, month, searched, N_AREA),
                    all_in(r, MEASURE_WAITING_TIME, month), "waiting and its reasons", month);
    for (size_t year = 0; year < periods_in(r, MEASURE_WAITING_TIME_AREA); year++)
        for (size_t area = 0; area < N_AREA; area++) {
            int64_t waited = 0;
            for (size_t month = 12 * year;
                 month < 12 * year + 12 && month < periods_in(r, MEASURE_QUEUE); month++)
                waited += value_in(r, MEASURE_QUEUE, month, searched + area);
            expect_same(
                f, waited,
                sum_in(r, MEASURE_WAITING_TIME_AREA, year, CELL2(AREA, area, REASON, 0), N_REASON),
                "waiting and its reasons by area", year);
        }
}

/* Children in care at a year's end: everywhere but back home, in one area. */
static inline int64_t in_care(const struct results *r, size_t year, size_t area)
{
    int64_t sum = 0;
    for (size_t place = 0; place < N_PLACE; place++)
        for (size_t need = 0; place_table[place].kind != PLACE_KIND_OUTSIDE && need < N_NEED;
             need++)
            sum +=
                end_in(r, MEASURE_CHILDREN_AREA, year, CELL3(AREA, area, PLACE, place, NEED, need));
    return sum;
}

/* Those who came less those who left are those who are there more than a year ago, by area. */
static inline void check_flows(const struct results *r, struct finding *f)
{
    for (size_t year = 1; year < periods_in(r, MEASURE_ARRIVALS); year++)
        for (size_t area = 0; area < N_AREA; area++) {
            int64_t came = value_in(r, MEASURE_REENTRIES, year, area) +
                           sum_in(r, MEASURE_ARRIVALS, year, CELL2(AREA, area, PATH, 0), N_PATH);
            int64_t left =
                sum_in(r, MEASURE_DEPARTURES, year, CELL2(AREA, area, DEPARTURE, 0), N_DEPARTURE);
            expect_same(f, in_care(r, year, area) - in_care(r, year - 1, area), came - left,
                        "children in less children out", year);
        }
}

/* All of the above. */
static inline void check_sums(const struct results *r, struct finding *f)
{
    check_signs(r, f);
    check_areas(r, f);
    check_months(r, f);
    check_chains(r, f);
    check_reasons(r, f);
    check_flows(r, f);
}

#endif
