/* Running what was asked for, and what is said of it meanwhile and in the end. */
#ifndef PLASSFLYT_COMMAND_RUN_TOLD_H
#define PLASSFLYT_COMMAND_RUN_TOLD_H

#include "command/command.h"
#include "command/run_precision.h"
#include "experiment/many.h"

/* Runs an order, with report, tell, context and stop of its own. precision: the order's, of
 * no figures where it has none. Gives the exit status. */
int run_and_tell(const struct invocation *invocation, const struct many_order *asked,
                 const struct run_precision *precision);

/* Runs one replication of an order alone and says what came of it. Gives the exit status. */
int run_one_and_tell(const struct invocation *invocation, const struct many_order *order,
                     int32_t number);

#endif
