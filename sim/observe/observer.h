/* Collectors: what the model reports while it runs. Write-only for the model.
 *
 * Counts, times and money are added to the running month or year; levels are integrated over time
 * exactly (things × ms) and read off at each period's end. Before the history starts (the fill)
 * levels are kept but nothing is reported.
 */
#ifndef PLASSFLYT_OBSERVE_OBSERVER_H
#define PLASSFLYT_OBSERVE_OBSERVER_H

#include "engine/tick.h"
#include "observe/child_book.h"
#include "observe/layout.h"
#include "observe/level.h"
#include "observe/story.h"

#include <stdbool.h>

struct observer {
    const struct layout *layout;
    int month, year;     /* running period; -1 before the history */
    struct level *level; /* all cells of all LEVEL measures */
    int64_t *value;      /* [layout->total] */
    size_t first_level[N_MEASURES];
    size_t levels;
    struct story_book *story;    /* to be told what happens to a child; NULL: nobody listens */
    struct child_book *children; /* to note what becomes of each child; NULL: nobody asks */
};

/* Makes an observer for results of this layout. False if memory is short. */
bool observer_open(struct observer *observer, const struct layout *layout);
void observer_close(struct observer *observer);

/* Makes `to` (of the same layout) an exact copy of `from`, but for who listens and who asks. */
void observer_copy(struct observer *to, const struct observer *from);

/* Starts the first month and year at the history's start. */
void observer_start(struct observer *observer, tick now);

/* Notes the levels as those that it starts with, if the layout has room for them. */
void observer_note_start(struct observer *observer);

/* Ends the running month, and the year if asked, and starts the next. */
void observer_end_month(struct observer *observer, tick now);
void observer_end_year(struct observer *observer, tick now);

/* Adds to a COUNT, TIME or MONEY measure of the running period. */
static inline void observe_add(struct observer *o, enum measure m, size_t cell, int64_t amount)
{
    int period = measure_table[m].layer == MONTHLY ? o->month : o->year;
    if (period >= 0)
        o->value[o->layout->first[m] + (size_t)period * o->layout->cells[m] + cell] += amount;
}

/* Changes how many there are of a LEVEL. */
static inline void observe_level(struct observer *o, tick now, enum measure m, size_t cell,
                                 int64_t change)
{
    level_change(&o->level[o->first_level[m] + cell], now, change);
}

/* How many there are now. */
static inline int64_t observed_level(const struct observer *o, enum measure m, size_t cell)
{
    return o->level[o->first_level[m] + cell].count;
}

/* Adds to a WEEKS measure: reporting year (0 …), completed weeks, cell. Nothing for year < 0. */
void observe_weeks(struct observer *observer, enum measure m, int year, int64_t weeks, size_t cell,
                   int64_t amount);

#endif
