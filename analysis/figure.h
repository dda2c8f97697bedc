/* Figures of a results file: what is drawn, in words, in numbers and as a gnuplot script. */
#ifndef PLASSFLYT_ANALYSIS_FIGURE_H
#define PLASSFLYT_ANALYSIS_FIGURE_H

#include "analysis/figure_data.h"
#include "analysis/indicator.h"
#include "analysis/look.h"
#include "analysis/period.h"
#include "tables/figures.h"

struct figure_order {
    const struct results *results;
    enum language language;
    struct period period; /* of waits, reasons and means; series over time show every month */
    const struct results *const *more; /* [n_more] further files, shown beside the first by */
    size_t n_more;                     /* FIGURE_TARGETS alone */
    enum look_size size;
    enum look_theme theme;
    /* Of the same results, so that what one figure has read is there for the next; NULL: each reads
     * for itself. */
    struct indicator_source *source;
};

/* A figure before it is drawn; all of malloc. */
struct drawing {
    char *script;            /* for gnuplot, after canvas_heading (canvas.h); reads `csv` */
    struct figure_data data; /* the numbers shown, as a table */
    char *csv;               /* the same as text (figure_data_print) */
    double width, height;    /* cm that it is drawn in … */
    double scale;            /* … and how many times larger the picture is */
    char *title;             /* the finding */
    char *words;             /* what is shown and how it is counted: the caption */
    char *source;            /* source and digest */
    char *alternative;       /* instead of the picture: title, words and the main numbers */
    char *provenance;        /* JSON (provenance.h) */
};

/* Whether an order's file has what a figure shows; if not, *why says what is missing. */
bool figure_is_possible(enum figure figure, const struct figure_order *order, enum text *why);

/* Fills a drawing; false and a message if the file cannot give it. To be freed with
 * drawing_free. */
bool figure_make(enum figure figure, const struct figure_order *order, struct drawing *drawing,
                 struct messages *messages);
void drawing_free(struct drawing *drawing);

#endif
