/* What becomes of each child, as a table for programs and spreadsheets. */
#ifndef PLASSFLYT_ANALYSIS_TABLE_CHILDREN_H
#define PLASSFLYT_ANALYSIS_TABLE_CHILDREN_H

#include "analysis/child_comparison.h"
#include "analysis/table.h"

/* One row for each number: outcome, group, scenario and statistic. To be freed with table_free. */
struct table *table_of_children(const struct child_comparison *comparison, enum language language);

/* The children whose outcome (a number among comparison->outcome) changes most. */
struct table *table_of_extremes(const struct child_comparison *comparison, size_t outcome,
                                enum language language);

/* What a grouping is called: "need", as programs know it. */
const char *children_grouping_name(enum children_grouping grouping);

#endif
