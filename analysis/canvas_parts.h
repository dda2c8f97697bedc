/* What the files of the canvas share. */
#ifndef PLASSFLYT_ANALYSIS_CANVAS_PARTS_H
#define PLASSFLYT_ANALYSIS_CANVAS_PARTS_H

#include "analysis/canvas.h"

/* gnuplot's words for a line, and for a fill. A pattern has a border, since it may be empty; what is
 * solid has none. */
void canvas_print_pen(const struct pen *pen, FILE *out);
void canvas_print_pattern(struct fill fill, FILE *out);

#endif
