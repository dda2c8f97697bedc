/* How wide the screen is. */
#ifndef PLASSFLYT_COMMAND_TERMINAL_H
#define PLASSFLYT_COMMAND_TERMINAL_H

#include <stddef.h>
#include <stdio.h>

/* Columns of the terminal that `out` is; else of the environment's COLUMNS; else 100. At least 60. */
size_t terminal_width(FILE *out);

#endif
