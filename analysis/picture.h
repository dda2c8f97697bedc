/* What a picture carries besides what is seen: title, text alternative, source and provenance in the
 * format's own fields, so that a figure on its own can be traced to its results file. Nothing in it
 * depends on when it was drawn. */
#ifndef PLASSFLYT_ANALYSIS_PICTURE_H
#define PLASSFLYT_ANALYSIS_PICTURE_H

#include "analysis/canvas.h"
#include "analysis/figure.h"
#include "analysis/gnuplot.h"

/* Puts the drawing's words into a picture that gnuplot made: title, desc and metadata of an SVG;
 * Title, Description, Source and `plassflyt` of a PNG (with its dots per inch); Title, Subject,
 * Keywords and `plassflyt` of a PDF, dated by the results (`date`: "2026-11-22T08:00:00Z", "" not
 * known). False if there is no memory or the picture is not as gnuplot makes them. */
bool picture_sign(struct picture *picture, enum canvas_format format, const struct drawing *drawing,
                  const char *date);

/* Whether bytes of a file are a picture signed by Plassflyt, or nothing. */
bool picture_is_signed(const unsigned char *bytes, size_t n);

#endif
