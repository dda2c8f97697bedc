#include "analysis/finding.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

enum finding finding_of(const struct paired *paired)
{
    struct interval interval = paired->difference.interval;
    if (isnan(interval.low) || isnan(interval.high))
        return FINDING_UNKNOWN;
    if (interval.low > 0)
        return FINDING_HIGHER;
    if (interval.high < 0)
        return FINDING_LOWER;
    bool nothing = !(interval.low < 0) && !(interval.high > 0);
    return nothing ? FINDING_SAME : FINDING_NOT_DISTINGUISHABLE;
}

const char *finding_words(enum finding finding, enum language language)
{
    static const enum text words[] = {
        [FINDING_UNKNOWN] = TEXT_FINDING_UNKNOWN,
        [FINDING_SAME] = TEXT_FINDING_SAME,
        [FINDING_NOT_DISTINGUISHABLE] = TEXT_FINDING_NOT_DISTINGUISHABLE,
        [FINDING_LOWER] = TEXT_FINDING_LOWER,
        [FINDING_HIGHER] = TEXT_FINDING_HIGHER,
    };
    return text_table[words[finding]][language];
}

const char *finding_name(enum finding finding)
{
    static const char *const names[] = {[FINDING_UNKNOWN] = "unknown",
                                        [FINDING_SAME] = "same",
                                        [FINDING_NOT_DISTINGUISHABLE] = "not distinguishable",
                                        [FINDING_LOWER] = "lower",
                                        [FINDING_HIGHER] = "higher"};
    return names[finding];
}

const char *replications_words(char *out, size_t replications, size_t draws, enum language language)
{
    char number[32], of_draws[32];
    snprintf(number, sizeof number, "%zu", replications);
    snprintf(of_draws, sizeof of_draws, "%zu", draws);
    enum text text = draws               ? TEXT_DRAWN_REPLICATIONS
                     : replications == 1 ? TEXT_ONE_REPLICATION
                                         : TEXT_SOME_REPLICATIONS;
    text_format(out, REPLICATIONS_SIZE, language, text, (const char *const[]){number, of_draws}, 2);
    return out;
}

/* Whether the bound nearer to zero looks like zero with so many decimals though it is not. */
static bool hides_zero(struct interval interval, int decimals)
{
    double nearer = interval.low > 0 ? interval.low : -interval.high;
    return nearer > 0 && nearer < 0.5 * pow(10, -decimals);
}

int finding_decimals(struct interval interval)
{
    enum { MOST = 3 };
    double half = (interval.high - interval.low) / 2;
    if (!(half > 0) || isinf(half))
        return 0;
    double wanted = ceil(1 - log10(half));
    int decimals = wanted < 0 ? 0 : wanted > MOST ? MOST : (int)wanted;
    while (decimals < MOST && hides_zero(interval, decimals))
        decimals++;
    return decimals;
}
