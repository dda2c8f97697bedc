/* What becomes of each child of one scenario, from the policy date to the end: a row for every child
 * who is in care or waits at some time in between.
 *
 * It is told by the model at the very places where the measures are, and in the same way (counts,
 * and levels integrated exactly), so that the rows add up to the measures. Like a story (story.h) it
 * is written by the model and read by nobody there.
 */
#ifndef PLASSFLYT_OBSERVE_CHILD_BOOK_H
#define PLASSFLYT_OBSERVE_CHILD_BOOK_H

#include "engine/tick.h"
#include "observe/level.h"
#include "tables/outcomes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Instead of an outcome or a day that there is none of. */
#define CHILD_NOTHING INT64_MIN

struct child_row {
    int64_t fact[N_CHILD_FACTS];
    struct level time[N_OUTCOME_TIMES]; /* while the book is written … */
    int64_t outcome[N_OUTCOMES];        /* … and all outcomes once it is closed */
};

struct child_book {
    struct child_row *row; /* [n], in the order in which they began */
    size_t n, room;
    uint32_t *row_of; /* [children] row + 1 of the child in each row of the model; 0: none */
    size_t children;
    bool open; /* the policy date has come: what is told is noted */
    bool torn; /* memory was short: rows are missing */
};

void child_book_free(struct child_book *book);

/* An empty book that is not yet open; keeps its memory for the next scenario. */
void child_book_clear(struct child_book *book);

/* Begins a row for the child in row `id` of the model, which now holds this one. */
void child_book_enter(struct child_book *book, uint32_t id, const int64_t fact[N_CHILD_FACTS]);

/* The row of the child in row `id` of the model; NULL if it has none. */
struct child_row *child_book_row(struct child_book *book, uint32_t id);

/* The simulation ends: the times of what goes on are taken, and the rows are sorted by number. */
void child_book_end(struct child_book *book, tick now);

#endif
