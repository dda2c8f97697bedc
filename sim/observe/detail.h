/* How much is stored of a replication: which measures, over which periods and dimensions, and how
 * finely. The model always reports all (the full layout); what is kept is copied into an array with
 * a layout of its own, and that is what goes to the journal and the results file. */
#ifndef PLASSFLYT_OBSERVE_DETAIL_H
#define PLASSFLYT_OBSERVE_DETAIL_H

#include "observe/layout.h"
#include "tables/details.h"

/* What is kept of one measure. */
struct kept {
    enum kept_periods periods;
    bool ends;  /* of a LEVEL: the numbers at the periods' ends too */
    int summed; /* place in its shape of the dimension that it is summed over; -1: none */
};

struct detail {
    enum detail_name name;
    struct kept kept[N_MEASURES];
    bool chosen;   /* only measures that were named are kept */
    bool projects; /* nothing is kept of the years before the one in which policies begin */
};

/* What details.def says of a detail. */
void detail_make(struct detail *detail, enum detail_name name);

/* Keeps the measures wanted and no others. One that the detail keeps nothing of is kept as it is,
 * for it was asked for. */
void detail_only(struct detail *detail, const bool wanted[N_MEASURES]);

/* The layout of what is kept of results in the layout `full`: a measure that is not kept has no
 * cells, and its first day is the first that is kept. */
void detail_layout(const struct detail *detail, const struct layout *full, struct layout *kept);

/* Copies what is kept of values [full->total] into out [kept->total], summed where it is to be, and
 * rounded to the steps of detail_step. Exact otherwise. */
void detail_keep(const struct detail *detail, const struct layout *full, const int64_t *values,
                 const struct layout *kept, int64_t *out);

/* Results are multiples of this, in the unit stored: the mean of a level to 1/1024 of a thing unless
 * all is kept; where little is kept, times to 2^23 ms (2.3 hours) and money to 2^20 øre (10 486
 * kroner). 0: exact. */
double detail_step(const struct detail *detail, enum measure_type type);

#endif
