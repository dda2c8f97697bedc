/* What the verb compare has found out, and the ways in which it is shown. */
#ifndef PLASSFLYT_COMMAND_COMPARE_H
#define PLASSFLYT_COMMAND_COMPARE_H

#include "analysis/table_comparison.h"
#include "analysis/warning.h"
#include "command/command.h"
#include "command/grid.h"

/* One results file, or several: the same scenarios in other worlds. */
struct compared {
    const struct invocation *invocation;
    struct results **results;       /* [n] */
    struct comparison **comparison; /* [n] */
    struct warnings *warnings;      /* [n] */
    size_t n;
    struct worlds worlds;         /* the same comparisons */
    struct ranked_world *ranking; /* [n_rankings] by world, then by measure */
    size_t n_rankings;
    size_t width; /* of the screen */
};

/* ---- on a screen, in lines of at most compared->width characters where that can be done ---- */

/* What is compared, the tables, the warnings. */
void compare_print(const struct compared *compared);

/* Queue, place against need and money side by side, in one world. */
void compare_print_overview(const struct compared *compared, size_t w);

/* Rankings. */
void compare_print_ranking(const struct compared *compared);

/* What the headline's changes are uncertain by: chance, uncertain values, worlds. Nothing without draws
 * and for one world. */
void compare_print_uncertainty(const struct compared *compared);

/* Every scenario against every other: the headline's indicators in one world. */
void compare_print_pairs(const struct compared *compared, size_t w);

/* Tables for each block of indicators: levels and changes of one world; changes in several. True if
 * a column was left out for want of room. */
bool compare_print_blocks(const struct compared *compared);
bool compare_print_worlds(const struct compared *compared);

/* Whether a block is shown: the brief ones, or all with --all. */
bool compare_shows(const struct compared *compared, int block);

/* A sentence of texts.def as a paragraph. */
void compare_say(const struct compared *compared, enum text text, const char *const *arguments,
                 int n_arguments);

/* "95 %", "99.95 %". */
const char *compare_percent(const struct compared *compared, struct arena *arena,
                            double confidence);

/* "−67.0 to −56.3" with the decimals that it needs; a dash where there is none. */
const char *compare_interval(const struct compared *compared, struct arena *arena,
                             struct interval interval);

/* A finding in few words. */
const char *compare_finding(enum finding finding, enum language language);

/* ---- in files ---- */

/* Writes the files that --csv, --csv-norwegian and --xlsx name; false after a message. */
bool compare_write_files(const struct compared *compared);

/* Writes a table into the CSV that an option names. True if it names none; false after a message. */
bool compare_write_table(const struct invocation *invocation, const char *option,
                         enum sheet_form form, const struct table *table);

void compare_print_json(const struct compared *compared);

#endif
