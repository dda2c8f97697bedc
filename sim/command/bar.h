/* The progress bar: how much is done and how long it will take. Silent when it would last less than two
 * seconds, and when not a terminal. */
#ifndef PLASSFLYT_COMMAND_BAR_H
#define PLASSFLYT_COMMAND_BAR_H

#include "command/command.h"

struct bar {
    const struct invocation *invocation;
    bool terminal; /* else nothing is shown */
    bool shown;
    long begun;       /* so many were done before the first second */
    double drawn;     /* seconds at the last drawing */
    const char *more; /* what stands after it; or NULL */
};

struct bar bar_make(const struct invocation *invocation);

/* Draws the bar at `done` of `wanted` after `seconds`. */
void bar_draw(struct bar *bar, long done, long wanted, double seconds);

/* Takes the bar away. */
void bar_clear(struct bar *bar);

#endif
