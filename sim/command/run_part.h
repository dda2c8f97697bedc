/* run --part K/N: which part of a run is computed. */
#ifndef PLASSFLYT_COMMAND_RUN_PART_H
#define PLASSFLYT_COMMAND_RUN_PART_H

#include "command/command.h"
#include "experiment/many.h"

/* Reads --part into the order. Parts need a file each, so --output must be given too. False and a
 * message on invocation->err if it cannot be. */
bool run_part_read(const struct invocation *invocation, struct many_order *order);

#endif
