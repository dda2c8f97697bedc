/* The story of a child: what happens to it, line by line, as the model tells it.
 *
 * A story follows one child, or all, and keeps only the kinds of lines asked for. It is written by
 * the model and read by nobody there: with or without one a replication is the same.
 */
#ifndef PLASSFLYT_OBSERVE_STORY_H
#define PLASSFLYT_OBSERVE_STORY_H

#include "engine/tick.h"
#include "tables/story.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Instead of a child's number. */
#define STORY_OF_ALL UINT64_MAX

struct story_line {
    uint64_t child;
    tick when;
    int64_t detail[STORY_DETAILS]; /* as story.def says; 0 where a row has none */
    enum story what;
};

struct story_book {
    uint64_t child;          /* the number of the one followed, or STORY_OF_ALL */
    bool dropped[N_STORIES]; /* these lines are not kept */
    tick from;               /* nor those before */
    struct story_line *line; /* [n], in the order of time */
    size_t n, room;
    uint64_t before, after; /* nearest numbers of other children who came; 0: none */
    bool torn;              /* memory was short: lines are missing */
};

/* An empty book about one child, or all, that keeps every line. To be closed. */
struct story_book story_open(uint64_t child);
void story_close(struct story_book *book);

/* Makes `to`, which is open, an exact copy of `from`. */
void story_copy(struct story_book *to, const struct story_book *from);

/* Keeps none of these lines but `what`; may be called for several. */
void story_only(struct story_book *book, const enum story *what, size_t n);

/* Adds a line, if the book is about this child. */
void story_tell(struct story_book *book, tick when, uint64_t child, enum story what,
                const int64_t detail[STORY_DETAILS]);

#endif
