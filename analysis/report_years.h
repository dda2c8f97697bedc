/* Numbers of single years, whole country and by area: what a report's tables over time and by area,
 * and its page, are made from. */
#ifndef PLASSFLYT_ANALYSIS_REPORT_YEARS_H
#define PLASSFLYT_ANALYSIS_REPORT_YEARS_H

#include "analysis/comparison.h"

/* One number of one year (or of the period) in one scenario. */
struct report_number {
    struct estimate level;
    struct paired change;   /* from scenario 0 */
    struct interval spread; /* where the middle 80 % of replications lie */
};

struct report_years {
    const struct results *results;
    struct indicator_item *items; /* [n_items] */
    size_t n_items;
    size_t
        places; /* 1 + areas: place 0 is the whole country, the others the categories of `area` */
    const struct results_axis *area;
    int first_year; /* calendar year of year 0 */
    size_t n_years; /* whole calendar years; number n_years is the period of the comparison */
    struct report_number *number; /* [n_items][places][n_years + 1][scenarios] */
};

/* Works them out for every indicator that the file can tell by area; to be freed. NULL and a message
 * if the file cannot give one. */
struct report_years *report_years_make(const struct comparison *comparison,
                                       struct messages *messages);
void report_years_free(struct report_years *years);

/* The number of an item, place, year (n_years: the period) and scenario. */
const struct report_number *report_years_at(const struct report_years *years, size_t item,
                                            size_t place, size_t year, size_t scenario);

/* Number of an indicator's item; n_items if it is not among them. */
size_t report_years_item(const struct report_years *years, enum indicator indicator);

#endif
