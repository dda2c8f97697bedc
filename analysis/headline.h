/* What a figure's title and text alternative say: the finding on its main number, never more than
 * the intervals allow (finding.h). */
#ifndef PLASSFLYT_ANALYSIS_HEADLINE_H
#define PLASSFLYT_ANALYSIS_HEADLINE_H

#include "analysis/finding.h"
#include "analysis/period.h"

/* A number of every replication over a period, and what it is called with its unit. */
struct headline {
    const struct results *results;
    enum language language;
    struct period period;
    const char *subject;  /* "Children in the queue for a foster home" */
    const double *values; /* [scenarios][replications] */
};

#define HEADLINE_SIZE 512

/* One scenario: its mean. Two: the change, or that there is none to be told. Of more it is counted
 * in how many the number is higher or lower; the intervals counted hold together with 95 % (Bonferroni).
 */
void headline_title(const struct headline *headline, char out[HEADLINE_SIZE]);

/* The base's mean and every other scenario's change, each with its own 95 % interval. To be freed;
 * NULL if there is no memory. */
char *headline_numbers(const struct headline *headline);

/* Adds "higher in 3" to a list, if there are any: text with {1} for how many. */
void headline_add_count(enum language language, enum text text, size_t count,
                        char list[HEADLINE_SIZE]);

#endif
