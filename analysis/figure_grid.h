/* Panels beside each other and below each other that share the labels of their rows. */
#ifndef PLASSFLYT_ANALYSIS_FIGURE_GRID_H
#define PLASSFLYT_ANALYSIS_FIGURE_GRID_H

#include "analysis/figure_parts.h"

struct row_grid {
    const char *const *row; /* [n_rows] labels, from above */
    size_t n_rows;
    const char *const *heading; /* [n_panels] */
    size_t n_panels;
    size_t across[N_LOOK_SIZES];
    /* Keys that stand for the labels in a column, which has no room for them: 'a' for a, b …, '1'
     * for 1, 2 … grid_legend tells what they are. */
    char first_key;
    double more; /* that rows are higher than their labels: grid_fill */
};

/* Makes the rows of a slide higher, so that the panels fill it. */
void grid_fill(const struct page *page, struct row_grid *grid);

/* How high all panels are. */
double grid_height(const struct page *page, const struct row_grid *grid);

/* Where a panel is; its y axis counts centimetres from its bottom. */
struct panel grid_panel(const struct page *page, const struct row_grid *grid, size_t number);

/* Middle and height of a row on the axis of a panel. */
double grid_middle(const struct page *page, const struct row_grid *grid, size_t row);
double grid_row_height(const struct page *page, const struct row_grid *grid, size_t row);

/* Writes the heading of a panel, and the labels left of the first in each line of panels. */
void grid_write(struct page *page, const struct row_grid *grid, size_t number);

/* What the keys stand for, where there are keys. */
void grid_legend(struct page *page, const struct row_grid *grid);

#endif
