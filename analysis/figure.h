/* Figures of a results file: what is drawn, in words and as a gnuplot script. */
#ifndef PLASSFLYT_ANALYSIS_FIGURE_H
#define PLASSFLYT_ANALYSIS_FIGURE_H

#include "analysis/period.h"
#include "tables/figures.h"

struct figure_order {
    const struct results *results;
    enum language language;
    struct period period; /* of waits, reasons and means; series over time show every month */
    const struct results *const *more; /* [n_more] further files, shown beside the first by */
    size_t n_more;                     /* FIGURE_TARGETS alone */
};

/* A figure before it is drawn; all of malloc. */
struct drawing {
    char *script;         /* for gnuplot, after canvas_heading (canvas.h) */
    double width, height; /* cm */
    char *title, *words, *source;
};

/* Fills a drawing; false and a message if the file cannot give it. To be freed with
 * drawing_free. */
bool figure_make(enum figure figure, const struct figure_order *order, struct drawing *drawing,
                 struct messages *messages);
void drawing_free(struct drawing *drawing);

#endif
