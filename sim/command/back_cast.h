/* plassflyt back-cast: what the model would have said of years that have passed since. */
#ifndef PLASSFLYT_COMMAND_BACK_CAST_H
#define PLASSFLYT_COMMAND_BACK_CAST_H

#include "command/command.h"
#include "input/arena.h"

/* Rows of the answer, of all cuts. */
struct back_cast {
    const struct invocation *invocation;
    struct sheet *sheet;
    size_t asked, inside; /* figures that the run could tell, and of these inside the interval */
};

struct back_cast back_cast_open(const struct invocation *invocation);

/* Adds what a results file, simulated as if nothing were known after a day (written as in ISO 8601),
 * says of each figure. False after messages. */
bool back_cast_add(struct back_cast *answer, const char *path, const char *cut);

/* Prints the rows so far and forgets them. */
void back_cast_print(struct back_cast *answer);

/* Published figures that hold for a time after `year`, as targets to be asked for: into out [room];
 * returns how many. `texts` gives memory for what they say. */
size_t published_as_targets(const struct study *study, int year, struct arena *texts,
                            struct target *out, size_t room);

#endif
