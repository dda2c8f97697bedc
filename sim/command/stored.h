/* What is to be stored: the options --detail and --measures. */
#ifndef PLASSFLYT_COMMAND_STORED_H
#define PLASSFLYT_COMMAND_STORED_H

#include "command/command.h"
#include "observe/detail.h"

/* Reads them; without, `standard` and all that it keeps. False after a message. */
bool stored_read(const struct invocation *invocation, struct detail *detail);

#endif
