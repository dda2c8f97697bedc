/* Scenarios ranked by one indicator: which may be the best, said so that it holds for all of them
 * together.
 *
 * Multiple comparisons with the best (Hsu, Ann. Stat. 12, 1984), for each scenario the interval of
 * its difference from the best of the others, with widths of its own for each pair (Edwards and Hsu,
 * J. Am. Stat. Assoc. 78, 1983). Scenarios share random numbers, so each pair has its paired t
 * interval, and Bonferroni's inequality joins the k − 1 comparisons with whichever is the best (as
 * Yang and Nelson, Oper. Res. 39, 1991, for common random numbers; Nelson and Matejcik, Manag. Sci.
 * 41, 1995, have narrower intervals where all differences vary alike, which policies do not).
 *
 * With lower better, D(i,l) the mean difference of i from l and h(i,l) the one-sided t width at
 * 1 − α/(k − 1): i may be the best if D(i,l) ≤ h(i,l) for every l. Let G be those. The difference
 * of i from the best of the others then lies, for all i together with confidence 1 − α, between
 *   0 if i is not in G, else the lesser of 0 and the largest D(i,l) − h(i,l) over all l, and
 *   the greater of 0 and the largest D(i,l) + h(i,l) over the l in G (0 if there is none).
 */
#ifndef PLASSFLYT_ANALYSIS_RANKING_H
#define PLASSFLYT_ANALYSIS_RANKING_H

#include "analysis/comparison.h"

enum verdict {
    VERDICT_UNKNOWN,    /* no interval: too few replications, or not known in all */
    VERDICT_BEST,       /* better than every other */
    VERDICT_AMONG_BEST, /* not distinguishable from the best */
    VERDICT_WORSE       /* than the best, whichever that is */
};

struct ranked {
    size_t scenario;
    enum verdict verdict;
    double margin;            /* mean difference from the best of the others */
    struct interval interval; /* of that; one end is 0 unless the scenario may be the best */
};

struct ranking {
    const struct comparison_row *row;
    enum better better;
    double confidence;     /* of all verdicts together */
    size_t n;              /* scenarios */
    struct ranked *ranked; /* [n] the best mean first */
};

/* What is ranked where nothing else is asked for; gives how many: none where there are fewer than three
 * scenarios, and of the usual ones those that the file keeps. */
enum { RANKING_ALWAYS = 3 };
size_t ranking_always(const struct results *results, enum indicator always[RANKING_ALWAYS]);

/* Ranks a comparison's scenarios, with its order's confidence; better is not BETTER_NEITHER. False
 * if there is no memory. */
bool ranking_make(const struct comparison *comparison, const struct comparison_row *row,
                  enum better better, struct ranking *ranking);
void ranking_free(struct ranking *ranking);

/* "best", "not distinguishable from the best" … */
const char *verdict_words(enum verdict verdict, enum language language);

/* As in CSV and JSON: "unknown", "best", "among best", "worse". */
const char *verdict_name(enum verdict verdict);

#endif
