/* How a comparison is shown on a screen. */
#ifndef PLASSFLYT_COMMAND_COMPARE_H
#define PLASSFLYT_COMMAND_COMPARE_H

#include "analysis/comparison.h"
#include "analysis/warning.h"
#include "command/command.h"

/* Prints what is compared, a table for each block of indicators, and the warnings, in lines of at
 * most `width` characters where that can be done. */
void compare_print(const struct invocation *invocation, const struct comparison *comparison,
                   const struct warnings *warnings, size_t width);

/* Columns of the terminal that `out` is; else of the environment's COLUMNS; else 100. */
size_t terminal_width(FILE *out);

#endif
