/* One replication as the model leaves it, seen as if it had been read from a results file of that one
 * replication: so that indicators are computed by the code that `compare` uses, before there is a
 * file, and with the same numbers to the last bit. */
#ifndef PLASSFLYT_COMMAND_RAW_RESULTS_H
#define PLASSFLYT_COMMAND_RAW_RESULTS_H

#include "analysis/indicator.h"
#include "input/scenario.h"
#include "observe/layout.h"

struct raw_results;

/* layout: of what is kept of a replication. What the pointers lead to must stay. NULL if memory is
 * short. */
struct raw_results *raw_results_open(const struct study *study, const struct layout *layout);
void raw_results_close(struct raw_results *raw);

/* Whether what is kept tells an indicator. */
bool raw_results_has(const struct raw_results *raw, enum indicator indicator);

/* The item of an indicator that it has: the row itself, or its category of that name ("": the row). False and a
 * message if there is none. */
bool raw_results_item(struct raw_results *raw, enum indicator indicator, const char *category,
                      struct indicator_item *item, struct messages *messages);

/* The item's number over the period that `compare` takes if it is told none, from values
 * [scenarios][layout->total], into out [scenarios]. False and a message if it cannot be computed. */
bool raw_results_values(struct raw_results *raw, const struct indicator_item *item,
                        const int64_t *values, double *out, struct messages *messages);

#endif
