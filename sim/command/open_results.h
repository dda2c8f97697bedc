/* A results file that numbers are to be taken from. */
#ifndef PLASSFLYT_COMMAND_OPEN_RESULTS_H
#define PLASSFLYT_COMMAND_OPEN_RESULTS_H

#include "analysis/period.h"
#include "command/command.h"

/* Opens the file that the first operand names, and reads the period that --from and --to name. A
 * file that is damaged, foreign, cut short, changed since it was written or without a replication
 * is refused. NULL after messages on invocation->err; else to be freed with results_free. */
struct results *open_results(const struct invocation *invocation, struct period *period);

/* The same of any file. */
struct results *open_results_for(const struct invocation *invocation, const char *path,
                                 struct period *period);

/* The same of any file, for its whole length. */
struct results *open_results_at(const struct invocation *invocation, const char *path);

#endif
