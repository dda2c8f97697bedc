/* What the files of indicators share: the measure at hand and which of its cells are meant. */
#ifndef PLASSFLYT_ANALYSIS_INDICATOR_PARTS_H
#define PLASSFLYT_ANALYSIS_INDICATOR_PARTS_H

#include "analysis/indicator.h"

/* Makes `name` the measure at hand; false and a message if it cannot be. */
bool indicator_take(struct indicator_source *source, const char *name);

/* The measure's own axis of that name; NULL if it has none. */
const struct results_axis *indicator_axis(const struct results_measure *measure, const char *name);

/* Number of the category that a cell has on axis i of a measure. */
size_t indicator_category_of(const struct results_measure *measure, int axis, size_t cell);

/* Clears the cells whose category on the axis is not among names "a|b|c" (or is, if `excluded`).
 * False if a name is none of the axis. */
bool indicator_keep(const struct results_measure *measure, const char *axis_name,
                    size_t axis_length, const char *names, size_t length, bool excluded,
                    bool *chosen);

#endif
