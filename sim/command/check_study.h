/* What `check` says of how scenarios are to be run. */
#ifndef PLASSFLYT_COMMAND_CHECK_STUDY_H
#define PLASSFLYT_COMMAND_CHECK_STUDY_H

#include "command/run_worlds.h"

/* Says how often or how precisely, in which draws and where to; nothing where scenarios were named
 * without options about it. False after a message. */
bool check_study(const struct asked *asked, const struct run_worlds *worlds, long replications);

#endif
