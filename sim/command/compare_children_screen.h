/* What the parts of compare --children share on a screen. */
#ifndef PLASSFLYT_COMMAND_COMPARE_CHILDREN_SCREEN_H
#define PLASSFLYT_COMMAND_COMPARE_CHILDREN_SCREEN_H

#include "command/compare.h"
#include "command/compare_children.h"

struct screen {
    const struct compared_children *compared;
    const struct child_comparison *comparison;
    const struct child_changes *changes; /* of the outcome and scenario told */
    struct arena *arena;
    enum language language;
    struct compared style; /* width and language of sentences */
};

/* A sentence of texts.def as a paragraph. */
#define SAY(screen, text, ...) compare_say(&(screen)->style, text, ARGUMENTS(__VA_ARGS__))

/* ---- words and numbers; they live in the arena ---- */

const char *screen_text(const struct screen *screen, const char *text);

/* A mean with no more decimals than its interval bears, and at most one. */
const char *screen_count(const struct screen *screen, const struct estimate *estimate);

/* A change, with its sign and at most so many decimals. */
const char *screen_change(const struct screen *screen, const struct estimate *estimate, int most);

/* "12 %", "12 % (10–14)" */
const char *screen_share(const struct screen *screen, const struct estimate *share);

/* How the share with more less the share with less reads, in few words. */
const char *screen_net(const struct screen *screen, const struct child_split *split);

/* Outcome number i of those compared; its label with a capital letter; whether it is a time. */
const struct children_outcome *screen_outcome(const struct screen *screen, size_t i);
const char *screen_label(const struct screen *screen, size_t i);
bool screen_is_time(const struct screen *screen, size_t i);

/* Unit of the outcome told: days or times. */
const char *screen_unit(const struct screen *screen);

const char *screen_scenario(const struct screen *screen, size_t scenario);

/* "Need: specialised" */
const char *screen_group(const struct screen *screen, const struct child_split *split);

/* ---- tables (compare_children_tables.c) ---- */

enum { CELL_WHO, CELL_CHILDREN, CELL_LESS, CELL_SAME, CELL_MORE, CELL_MEAN, CELL_READS, N_CELLS };

/* A table of splits, headed as of times or not; columns must stay as long as it does. */
struct grid *screen_splits(const struct screen *screen, bool times,
                           struct grid_column columns[N_CELLS]);
/* outcome: number of that which the split is of. */
void screen_add_split(const struct screen *screen, struct grid *grid, const char *label,
                      size_t outcome, const struct child_split *split);

/* A text of texts.def with up to two arguments. */
const char *screen_heading(const struct screen *screen, enum text text, const char *first,
                           const char *second);

/* Whether a column had to be left out for want of room. */
bool screen_print_outcomes(const struct screen *screen);
bool screen_print_groups(const struct screen *screen);
void screen_print_quantiles(const struct screen *screen);
void screen_print_bins(const struct screen *screen);
void screen_print_extremes(const struct screen *screen);

#endif
