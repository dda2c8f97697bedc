/* Groups of cells that the tables of comparisons share. */
#ifndef PLASSFLYT_ANALYSIS_TABLE_PARTS_H
#define PLASSFLYT_ANALYSIS_TABLE_PARTS_H

#include "analysis/table_comparison.h"

/* A table being filled with one world's rows. */
struct maker {
    struct table *table;
    const struct comparison *comparison;
    enum language language;
};

const struct results_category *maker_category(const struct maker *maker, size_t scenario);

/* indicator, category, block, label, unit */
void maker_indicator(const struct maker *maker, const struct comparison_row *row);

/* first_month, last_month */
void maker_period(const struct maker *maker);

/* scenario, scenario_title, replications */
void maker_scenario(const struct maker *maker, size_t scenario);

/* change, change_low, change_high, change_confidence, finding, variance_reduction */
void maker_change(const struct maker *maker, const struct paired *paired);

#endif
