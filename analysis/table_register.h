/* Tables of what a run was told: the values of the world with range, status and source, what
 * scenarios change, and the documents. Those of several worlds follow each other, sources once. */
#ifndef PLASSFLYT_ANALYSIS_TABLE_REGISTER_H
#define PLASSFLYT_ANALYSIS_TABLE_REGISTER_H

#include "analysis/agreement.h"
#include "analysis/table.h"

struct table *table_of_assumptions(const struct worlds *worlds, enum language language);
struct table *table_of_measures(const struct worlds *worlds, enum language language);
struct table *table_of_sources(const struct worlds *worlds);

#endif
