/* The same scenarios in several worlds: whether the worlds say the same of a change.
 *
 * A world is another set of assumptions, with its own history and its own null alternative, that
 * published figures do not tell from the first. So changes are taken within each and only then laid
 * beside each other; what each world allows to be said follows its own interval.
 */
#ifndef PLASSFLYT_ANALYSIS_AGREEMENT_H
#define PLASSFLYT_ANALYSIS_AGREEMENT_H

#include "analysis/comparison.h"

/* Whether worlds agree. The rule, in this order; compare, workbook and report all have it from here: */
enum agreement {
    AGREEMENT_UNKNOWN,  /* of one world nothing is said: no interval, or too few replications */
    AGREEMENT_OPPOSITE, /* higher in one and lower in another */
    AGREEMENT_NONE_DISTINGUISHABLE,
    AGREEMENT_SOME_ONLY,      /* distinguishable from zero in some of them, and there of one sign */
    AGREEMENT_SAME_SIGN,      /* higher in all or lower in all, by intervals that overlap */
    AGREEMENT_DIRECTION_ONLY, /* the same, but two of the intervals do not overlap */
    N_AGREEMENTS
};

/* Comparisons of the same scenarios in n worlds, each with its scenarios in its own order. */
struct worlds {
    const struct comparison *const *comparison; /* [n] */
    size_t n;
};

/* Number in world w of a scenario of the first world. */
size_t worlds_scenario(const struct worlds *worlds, size_t w, size_t scenario);

/* The row of world w for a row of the first. */
const struct comparison_row *worlds_row(const struct worlds *worlds, size_t w,
                                        const struct comparison_row *row);

/* Change of a scenario (as numbered in the first world) in world w. */
const struct paired *worlds_change(const struct worlds *worlds, size_t w,
                                   const struct comparison_row *row, size_t scenario);

/* The rule on what is said of one change, world by world: start, add each, ask. What is said is for
 * the caller to decide (finding_of or finding_said), so that agreement never says more than stands
 * beside it. */
struct agreeing {
    size_t n, higher, lower, silent;
    double highest_low, lowest_high; /* of the intervals */
};
struct agreeing agreeing_start(void);
void agreeing_add(struct agreeing *agreeing, enum finding finding, struct interval interval);
enum agreement agreeing_is(const struct agreeing *agreeing);

/* The same of a row and scenario (as numbered in the first world), by finding_of. */
enum agreement agreement_of(const struct worlds *worlds, const struct comparison_row *row,
                            size_t scenario);

/* What a change is uncertain by, as standard deviations in the indicator's unit. NaN: not known, or
 * none. */
struct split {
    double chance; /* of the mean over replications: shrinks as they become more */
    double values; /* between draws of the uncertain values: NaN without draws */
    double
        worlds; /* half of what lies between the lowest and the highest world: NaN for one world */
};

/* Chance and values are those of all worlds, put together by their mean squares. */
struct split uncertainty_of(const struct worlds *worlds, const struct comparison_row *row,
                            size_t scenario);

/* Whether there is anything to split: draws, or several worlds. */
bool worlds_have_split(const struct worlds *worlds);

/* Whether every comparison has the first one's scenarios, base, months and rows; else false and a
 * message that tells which has not. */
bool worlds_match(const struct worlds *worlds, struct messages *messages);

/* "the worlds agree", "opposite signs" … */
const char *agreement_words(enum agreement agreement, enum language language);

/* As in CSV and JSON: "unknown", "same sign", "same sign, other size", "opposite signs", "some only",
 * "none distinguishable". */
const char *agreement_name(enum agreement agreement);

#endif
