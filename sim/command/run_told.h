/* Running what was asked for, and what is said of it meanwhile and in the end. */
#ifndef PLASSFLYT_COMMAND_RUN_TOLD_H
#define PLASSFLYT_COMMAND_RUN_TOLD_H

#include "command/command.h"
#include "experiment/many.h"

/* Runs an order whose report, tell, context and stop are still to be set. Gives the exit status. */
int run_and_tell(const struct invocation *invocation, struct many_order *order);

/* Runs one replication of an order alone and says what came of it. Gives the exit status. */
int run_one_and_tell(const struct invocation *invocation, const struct many_order *order,
                     int32_t number);

#endif
