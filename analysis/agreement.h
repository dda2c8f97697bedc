/* The same scenarios in several worlds: whether the worlds say the same of a change.
 *
 * A world is another set of assumptions, with its own history and its own null alternative, that
 * published figures do not tell from the first. So changes are taken within each and only then laid
 * beside each other; what each world allows to be said follows its own interval.
 */
#ifndef PLASSFLYT_ANALYSIS_AGREEMENT_H
#define PLASSFLYT_ANALYSIS_AGREEMENT_H

#include "analysis/comparison.h"

enum agreement {
    AGREEMENT_UNKNOWN,   /* a world has no interval */
    AGREEMENT_SAME_SIGN, /* higher in all, or lower in all */
    AGREEMENT_OPPOSITE,  /* higher in one and lower in another */
    AGREEMENT_SOME_ONLY, /* distinguishable from zero in some of them, and there of one sign */
    AGREEMENT_NONE_DISTINGUISHABLE
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

/* As in CSV and JSON: "unknown", "same sign", "opposite signs", "some only", "none
 * distinguishable". */
const char *agreement_name(enum agreement agreement);

#endif
