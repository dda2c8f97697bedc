/* The tables of a comparison: every number that `compare` shows, in the order of indicators.def. */
#ifndef PLASSFLYT_ANALYSIS_TABLE_COMPARISON_H
#define PLASSFLYT_ANALYSIS_TABLE_COMPARISON_H

#include "analysis/agreement.h"
#include "analysis/ranking.h"
#include "analysis/table.h"

/* Which scenarios a row's change is from: for every scenario the base; and with order.all_pairs each
 * other scenario that stands before it. */

/* Levels and changes in one table, one row an indicator, scenario and scenario compared with: the
 * CSV and JSON of `compare`. The base's own row has no change. Rows of several worlds follow each
 * other. */
struct table *table_of_all(const struct worlds *worlds, enum language language);

/* Levels; changes (without the base's own rows). */
struct table *table_of_levels(const struct worlds *worlds, enum language language);
struct table *table_of_changes(const struct worlds *worlds, enum language language);

/* Rankings [n], one after the other; of several worlds' each with its comparison. */
struct ranked_world {
    const struct comparison *comparison;
    struct ranking ranking;
};
struct table *table_of_ranking(const struct ranked_world *rankings, size_t n,
                               enum language language);

/* Changes of every world beside each other, and whether they agree; no rows for one world. */
struct table *table_of_worlds(const struct worlds *worlds, enum language language);

/* What each change is uncertain by; no rows without draws and for one world. */
struct table *table_of_uncertainty(const struct worlds *worlds, enum language language);

/* A unit in a language: "barn". */
const char *unit_words(enum indicator_unit unit, enum language language);

/* Which way is better, in a language. */
const char *better_words(enum better better, enum language language);

/* How the intervals of changes are made, in a language. */
const char *comparison_kind_words(const struct comparison *comparison, enum language language);

#endif
