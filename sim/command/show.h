/* How values, ranges and changes are written for people. Numbers are written as in files, with a
 * decimal point, so that they can be put into one, and rounded to ten digits. */
#ifndef PLASSFLYT_COMMAND_SHOW_H
#define PLASSFLYT_COMMAND_SHOW_H

#include "input/arena.h"
#include "input/scenario.h"

/* All results live in the arena. */

/* "2027-01-01". */
const char *show_day(struct arena *arena, int64_t day);

/* One value of a parameter: a number, a date, or yes or no. */
const char *show_value(struct arena *arena, enum parameter parameter, double value,
                       enum language language);

/* One value for machines: a number that reads back as the same one (a switch: 0 or 1), or a date.
 */
const char *show_exactly(struct arena *arena, enum parameter parameter, double value);

/* All values of a parameter in short: "12", or "0.02–0.3" when they differ. */
const char *show_values(struct arena *arena, enum parameter parameter, const double *cells,
                        enum language language);

/* "0.1–0.3", "× 0.6–1.6", or "" for evidence without a range. */
const char *show_range(struct arena *arena, enum parameter parameter,
                       const struct evidence *evidence, enum language language);

/* "path × area", "" for a single value. */
const char *show_shape(struct arena *arena, const struct shape *shape);

/* "uncertain, lever", or "fixed". */
const char *show_role(struct arena *arena, unsigned role);

/* "board_days × 0.9 (path: care_order, voluntary)". */
const char *show_change(struct arena *arena, const struct change *change, enum language language);

/* "2027-01-01, over 24 months, until 2030-01-01". */
const char *show_dates(struct arena *arena, const struct change *change, enum language language);

#endif
