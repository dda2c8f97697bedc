/* What scenarios are compared by: descriptions from indicators.def. Measures, axes and categories
 * are named as in the results file, so that an analysis needs nothing but the file. */
#ifndef PLASSFLYT_TABLES_INDICATORS_H
#define PLASSFLYT_TABLES_INDICATORS_H

#include "tables/kinds.h"

#include <stdbool.h>

enum statistic {
    STATISTIC_MEAN,
    STATISTIC_DAYS,
    STATISTIC_YEARLY,
    STATISTIC_MONEY,
    STATISTIC_WAIT_QUANTILE,
    STATISTIC_WAIT_LONGER,
    STATISTIC_WAIT_HOME,
    STATISTIC_WAIT_LONGEST,
    STATISTIC_SHARE,
    STATISTIC_SPREAD,
    STATISTIC_HIGHEST,
    STATISTIC_PRESENT_VALUE
};

enum indicator_unit {
    IN_CHILDREN,
    IN_CHILD_DAYS,
    IN_MILLION_KRONER,
    IN_WEEKS,
    IN_PERCENT, /* 0 to 100 */
    IN_A_YEAR,
    IN_NUMBER_OF_HOMES,
    IN_PERCENTAGE_POINTS,
    IN_PLACES,
    IN_MOVES,
    IN_MILLION_KRONER_IN_ALL,
    N_INDICATOR_UNITS
};
extern const char *const indicator_unit_name[N_INDICATOR_UNITS]; /* as in CSV and JSON */

/* Decimals that a number of the unit is shown with in a spreadsheet. */
extern const int indicator_unit_decimals[N_INDICATOR_UNITS];

/* Which way is better. */
enum better { BETTER_LOWER, BETTER_HIGHER, BETTER_NEITHER };
extern const char *const better_name[]; /* as in CSV and JSON: "lower", "higher", "neither" */

enum indicator_block {
#define BLOCK(ID, brief, en, nb, nn) BLOCK_##ID,
#define INDICATOR(BLOCK, name, measure, selection, each, statistic, argument, unit, better, en,    \
                  nb, nn)
#include "indicators.def"
#undef BLOCK
#undef INDICATOR
    N_BLOCKS
};
extern const char *const block_label[N_BLOCKS][N_LANGUAGES];
extern const bool block_is_brief[N_BLOCKS]; /* shown without being asked for */

enum indicator {
#define BLOCK(ID, brief, en, nb, nn)
#define INDICATOR(BLOCK, name, measure, selection, each, statistic, argument, unit, better, en,    \
                  nb, nn)                                                                          \
    INDICATOR_##name,
#include "indicators.def"
#undef BLOCK
#undef INDICATOR
    N_INDICATORS
};

struct indicator_row {
    enum indicator_block block;
    const char *name, *measure, *selection;
    const char *each; /* NULL: one number; of SPREAD and HIGHEST, also one */
    enum statistic statistic;
    double argument;
    enum indicator_unit unit;
    enum better better;
    const char *label[N_LANGUAGES];
};

extern const struct indicator_row indicator_table[N_INDICATORS];

#endif
