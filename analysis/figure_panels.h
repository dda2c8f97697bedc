/* Figures that are small panels over time, a line a scenario: what each of them shows. */
#ifndef PLASSFLYT_ANALYSIS_FIGURE_PANELS_H
#define PLASSFLYT_ANALYSIS_FIGURE_PANELS_H

#include "analysis/panel_values.h"
#include "tables/figures.h"

/* One panel: an indicator's cells and label, or with NO_INDICATOR its own. */
struct panel_row {
    int indicator;
    const char *name; /* as in the data */
    enum text heading;
    struct panel_what what;
    const char *published; /* series "a|b" of published figures drawn with it; NULL none */
};
#define NO_INDICATOR (-1)

struct panels_row {
    enum figure figure;
    enum text subject, words; /* what its main number is called, with unit; what is shown */
    size_t main;              /* panel of the main number */
    size_t across;            /* panels beside each other on a page */
    const struct panel_row *panel;
    size_t n;
    const char *each; /* a panel for each category of this axis of the only row's measure; NULL */
};

/* Whether a file has what a panel shows, as far as it keeps less than all. */
bool panel_is_kept(const struct results *results, const struct panel_row *row);

/* NULL if the figure is of another kind. */
const struct panels_row *panels_row(enum figure figure);

#endif
