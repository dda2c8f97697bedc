/* Histories that are simulated for their own sake, as far as figures reach and no further: what calibrate
 * and back-cast share. */
#ifndef PLASSFLYT_COMMAND_HISTORY_CUT_H
#define PLASSFLYT_COMMAND_HISTORY_CUT_H

#include "command/command.h"

/* The last year of a figure's time: of "2022", "2021-2025" or "2023-12-31". */
int target_last_year(const struct target *target);

/* Ends the run with this year, if it would go on for longer; the policy date gives way. */
void history_ends_after(struct parameters *p, int last_year);

/* Gives all that is told by calendar year, after this year, the values of this year. */
void freeze_indices(struct parameters *p, int year);

/* A new folder for files that nobody keeps; to be removed and freed. NULL after a message. */
char *temporary_folder(const struct invocation *invocation);

#endif
