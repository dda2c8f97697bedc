/* Progress: a bar on a terminal, plain lines with the time elsewhere. */
#ifndef PLASSFLYT_COMMAND_BAR_H
#define PLASSFLYT_COMMAND_BAR_H

#include "command/command.h"

struct bar {
    const struct invocation *invocation;
    bool silent; /* nothing is shown */
    bool
        terminal; /* a bar, from two seconds on; else lines, the first after ten seconds, each after
                    * twice as long as the one before, at most five minutes */
    bool shown;   /* the bar is there now */
    long begun;   /* so many were done before the first second */
    double drawn; /* seconds at the last drawing or line */
    const char *more; /* is said after it; or NULL */
};

struct bar bar_make(const struct invocation *invocation);

/* Shows the progress at `done` of `wanted` after `seconds`. */
void bar_draw(struct bar *bar, long done, long wanted, double seconds);

/* "120/300, about 0:05 left" in the invocation's language. */
void bar_sentence(const struct bar *bar, long done, long wanted, double seconds, char *text,
                  size_t size);

/* Takes the bar away. */
void bar_clear(struct bar *bar);

#endif
