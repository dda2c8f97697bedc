/* Computing the numbers of indicators.def from a results file, replication by replication. */
#ifndef PLASSFLYT_ANALYSIS_INDICATOR_H
#define PLASSFLYT_ANALYSIS_INDICATOR_H

#include "analysis/period.h"
#include "analysis/statistics_waits.h"
#include "tables/indicators.h"

/* A measure that has been read. */
struct indicator_read {
    const struct results_measure *measure;
    double *values;
};

/* Where values come from. What has been read is kept for who asks again, as much as INDICATOR_KEEPS
 * bytes of it, that read last the longest. */
#define INDICATOR_KEEPS ((size_t)512 << 20)
enum { INDICATOR_MOST_READ = 32 };
struct indicator_source {
    const struct results *results;
    struct messages *messages;
    const struct results_measure *measure; /* of `values`; NULL: nothing read yet */
    double *values;
    struct indicator_read read[INDICATOR_MOST_READ]; /* [n_read] `values` among them */
    size_t n_read;
};

void indicator_source_free(struct indicator_source *source);

/* A row of indicator_table, or one category of one that has a row for each. */
struct indicator_item {
    enum indicator indicator;
    int category;     /* −1: the row is one number */
    const char *name; /* the category's, or the row's */
    const char *label[N_LANGUAGES];
    const char *area; /* only this area's; NULL: the whole country */
};

/* Whether the file keeps what a row, or "AXIS=a|b AXIS!=c" of a measure, is told by. A file that does
 * not keep all may lack a measure, or one of its axes; in one that does (results->keeps_all), what is
 * lacking is wrong. */
bool indicator_is_kept(const struct results *results, enum indicator indicator);
bool indicator_keeps_cells(const struct results *results, const char *measure,
                           const char *selection);

/* Whether an indicator can be told by area: what is summed, not shares and waits. Its numbers then
 * come from the measure itself, or from the yearly one that has areas ("costs_area"). */
bool indicator_has_areas(const struct indicator_source *source, enum indicator indicator);

/* The items of a row: 1, or as many as its axis has categories; 0 and a message if the file lacks
 * the measure or the axis. `item` [room] takes at most `room` of them. */
size_t indicator_items(const struct indicator_source *source, enum indicator indicator,
                       struct indicator_item *item, size_t room);

/* Makes `measure` the source's (its values are then at hand) and says which of its cells a
 * selection means, "AXIS=a|b AXIS!=c": one flag for each, to be freed. NULL and a message if the
 * file does not have them. */
bool *indicator_cells(struct indicator_source *source, const char *measure, const char *selection);

/* The number of every replication over a period, in the row's unit, into
 * out[scenarios * replications]. NaN where it cannot be known (a quantile of waits beyond what was
 * watched, or no wait to count). False and a message if the file cannot give it. */
bool indicator_values(struct indicator_source *source, const struct indicator_item *item,
                      struct period period, double *out);

/* The monthly numbers of a row with statistic MEAN into out[scenarios * replications * months]; of a
 * measure that is kept by year, each month has its year's. */
bool indicator_series(struct indicator_source *source, const struct indicator_item *item,
                      double *out);

/* Curves of waiting of one scenario and replication of a measure of waits; see period_wait_years.
 * To be freed with wait_curves_free; NULL and a message if it cannot be made. */
struct wait_curves *indicator_waits(struct indicator_source *source, const char *measure,
                                    struct period period, size_t scenario, size_t replication);

#endif
