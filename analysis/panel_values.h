/* What small panels over time show: of every scenario and replication a number for each month, or for
 * each whole calendar year. */
#ifndef PLASSFLYT_ANALYSIS_PANEL_VALUES_H
#define PLASSFLYT_ANALYSIS_PANEL_VALUES_H

#include "analysis/indicator.h"

/* A second measure: subtracted, or what the first is divided by. */
enum panel_how { PANEL_ALONE, PANEL_LESS, PANEL_OVER };

/* Which cells of which measure; as the columns of indicators.def. */
struct panel_cells {
    const char *measure, *selection;
};

/* What a panel shows. */
struct panel_what {
    struct panel_cells cells, other;
    enum panel_how how;
    double times;
};

/* Numbers of a panel. A level has a point a month, its mean; what is counted or paid, and all that is
 * held against a yearly measure, a point a whole calendar year. */
struct panel_values {
    bool yearly;
    struct period points; /* of the months, or of the year axis */
    size_t n;             /* points.end − points.first */
    double *value;        /* [scenarios][replications][n] */
};

/* False and a message if the file cannot give them. To be freed with panel_values_free. */
bool panel_values_make(struct indicator_source *source, const struct panel_what *what,
                       struct panel_values *values);
void panel_values_free(struct panel_values *values);

/* The mean over the points of a period, each weighted by its days where it is a month, into
 * out[scenarios * replications]; NaN if no point lies in it. */
void panel_values_mean(const struct results *results, const struct panel_values *values,
                       struct period period, double *out);

#endif
