/* Where each measure lies in the results of one replication and scenario: a flat array of int64.
 *
 * For a measure with C cells:
 *   MONTHLY  [months][C]      YEARLY  [years][C]      WEEKS  [years][N_WEEKS][C]
 * A LEVEL has two such blocks: the time integral (things × ms) and the number at the period's end.
 *
 * The model reports all measures as measure_table has them. What is stored may be less (detail.h):
 * then layer, shape and blocks are those of the layout, not of the table.
 */
#ifndef PLASSFLYT_OBSERVE_LAYOUT_H
#define PLASSFLYT_OBSERVE_LAYOUT_H

#include "tables/measures.h"

#include <stdbool.h>
#include <stdint.h>

struct layout {
    int months, years;        /* reported, from the history's start; years = calendar years begun */
    int64_t start_day;        /* first day reported, days since 1970-01-01 */
    int64_t end_day;          /* first day no longer reported */
    int64_t policy_day;       /* first day on which scenarios may differ */
    bool is_kept[N_MEASURES]; /* false: the measure is not there, and has no cells */
    enum layer layer[N_MEASURES];
    struct shape shape[N_MEASURES];
    bool has_end[N_MEASURES];       /* LEVEL: the numbers at the period's end are there */
    size_t cells[N_MEASURES];       /* cells of one period, weeks included */
    size_t first[N_MEASURES];       /* index of the measure's block */
    size_t end_first[N_MEASURES];   /* has_end: index of the block of numbers at the period's end */
    bool has_start;                 /* LEVEL: also the numbers that it starts with … */
    size_t start_first[N_MEASURES]; /* … in a block [C] */
    size_t total;                   /* length of the array */
};

/* Layout of all results from start_day to end_day (both firsts of a month, end after start);
 * policy_day is start_day. */
void layout_make(struct layout *layout, int64_t start_day, int64_t end_day);

/* Adds room for the numbers that the levels start with. */
void layout_add_start(struct layout *layout);

/* Sets months and years for a first day that is no longer the same, or another end. */
void layout_count_periods(struct layout *layout);

/* Lays out anew what is_kept, layer, shape, has_end and has_start say. */
void layout_place(struct layout *layout);

/* The year (0 …) that a month belongs to. */
int layout_year_of_month(const struct layout *layout, int month);

/* Number of periods of a layer. */
size_t layout_periods(const struct layout *layout, enum layer layer);

/* Length in ms of period number `period` of a layer (MONTHLY or YEARLY; a year may be cut by the
 * end). */
int64_t layout_period_ms(const struct layout *layout, enum layer layer, size_t period);

#endif
