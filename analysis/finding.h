/* What an interval allows to be said about a difference. No sentence, table or figure says more. */
#ifndef PLASSFLYT_ANALYSIS_FINDING_H
#define PLASSFLYT_ANALYSIS_FINDING_H

#include "analysis/statistics.h"

#include "tables/texts.h"

/* With fewer replications than this a warning goes along: Student's interval leans on the mean
 * being nearly normal, and its width is itself uncertain. */
#define REPLICATIONS_ENOUGH 30

enum finding {
    FINDING_UNKNOWN,             /* no interval: fewer than two replications, or not known in all */
    FINDING_SAME,                /* every replication has exactly the same number in both */
    FINDING_NOT_DISTINGUISHABLE, /* the interval holds zero, or touches it */
    FINDING_LOWER,
    FINDING_HIGHER
};

enum finding finding_of(const struct paired *paired);

/* "not distinguishable from zero", "lower" … */
const char *finding_words(enum finding finding, enum language language);

/* As in CSV and JSON: "unknown", "same", "not distinguishable", "lower", "higher". */
const char *finding_name(enum finding finding);

/* "1 replication", "40 replications", "64 replications in 32 draws of uncertain values" (draws: 0
 * if there are none); into out[REPLICATIONS_SIZE]. */
#define REPLICATIONS_SIZE 128
const char *replications_words(char *out, size_t replications, size_t draws,
                               enum language language);

/* Decimals that show an interval with two digits of its half width, and more where a bound that is
 * not zero would look like it; at most 3; 0 where there is none. */
int finding_decimals(struct interval interval);

#endif
