/* What an interval allows to be said about a difference. No sentence, table or figure says more. */
#ifndef PLASSFLYT_ANALYSIS_FINDING_H
#define PLASSFLYT_ANALYSIS_FINDING_H

#include "analysis/statistics.h"

#include "tables/texts.h"

/* With fewer replications than this a warning goes along: Student's interval leans on the mean
 * being nearly normal, and its width is itself uncertain. */
#define REPLICATIONS_ENOUGH 30

/* With fewer of what the interval counts (replications, or draws where there are draws) no sentence
 * is made of a difference: the interval itself is then hardly known (with 10 its width has a standard
 * deviation of about a quarter). */
#define REPLICATIONS_LEAST 10

enum finding {
    FINDING_UNKNOWN,             /* no interval: fewer than two replications, or not known in all */
    FINDING_TOO_FEW,             /* of finding_said alone: too few replications for a sentence */
    FINDING_SAME,                /* every replication has exactly the same number in both */
    FINDING_NOT_DISTINGUISHABLE, /* the interval holds zero, or touches it */
    FINDING_LOWER,
    FINDING_HIGHER
};

enum finding finding_of(const struct paired *paired);

/* What a sentence or a cell of a report may say, where numbers are shown with so many decimals. The
 * rules, in this order:
 * 1. no interval: nothing is known
 * 2. fewer than REPLICATIONS_LEAST: nothing is said
 * 3. every replication the same: that is said
 * 4. an interval that holds zero or touches it, or does so as it is shown (0.004 to 0.5 with one
 *    decimal is 0.0 to 0.5): not distinguishable from zero. So no reader meets a sentence that the
 *    numbers in front of him do not bear out.
 * 5. else lower or higher. */
enum finding finding_said(const struct paired *paired, int decimals);

/* "not distinguishable from zero", "lower" … */
const char *finding_words(enum finding finding, enum language language);

/* As in CSV and JSON: "unknown", "too few", "same", "not distinguishable", "lower", "higher". */
const char *finding_name(enum finding finding);

/* "1 replication", "40 replications", "64 replications in 32 draws of uncertain values" (draws: 0
 * if there are none); into out[REPLICATIONS_SIZE]. */
#define REPLICATIONS_SIZE 128
const char *replications_words(char *out, size_t replications, size_t draws,
                               enum language language);

/* Decimals that show an interval with two digits of its half width, and more where a bound that is
 * not zero would look like it; at most 3; 0 where there is none. */
int finding_decimals(struct interval interval);

/* One fewer, for running text: "66 more children (62–70)"; not where a bound would look like zero. */
int finding_decimals_said(struct interval interval);

#endif
