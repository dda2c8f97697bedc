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

/* What the interval is an interval of. */
static size_t counted(const struct estimate *estimate)
{
    return estimate->draws ? estimate->draws : estimate->n;
}

/* A number as it is shown with so many decimals. */
static double shown(double number, int decimals)
{
    double scale = pow(10, decimals);
    return round(number * scale) / scale;
}

enum finding finding_said(const struct paired *paired, int decimals)
{
    enum finding finding = finding_of(paired);
    struct interval interval = paired->difference.interval;
    if (finding == FINDING_UNKNOWN)
        return finding;
    if (counted(&paired->difference) < REPLICATIONS_LEAST)
        return FINDING_TOO_FEW;
    if (finding == FINDING_HIGHER && !(shown(interval.low, decimals) > 0))
        return FINDING_NOT_DISTINGUISHABLE;
    if (finding == FINDING_LOWER && !(shown(interval.high, decimals) < 0))
        return FINDING_NOT_DISTINGUISHABLE;
    return finding;
}

const char *finding_words(enum finding finding, enum language language)
{
    static const enum text words[] = {
        [FINDING_UNKNOWN] = TEXT_FINDING_UNKNOWN,
        [FINDING_TOO_FEW] = TEXT_FINDING_TOO_FEW,
        [FINDING_SAME] = TEXT_FINDING_SAME,
        [FINDING_NOT_DISTINGUISHABLE] = TEXT_FINDING_NOT_DISTINGUISHABLE,
        [FINDING_LOWER] = TEXT_FINDING_LOWER,
        [FINDING_HIGHER] = TEXT_FINDING_HIGHER,
    };
    return text_table[words[finding]][language];
}

const char *finding_name(enum finding finding)
{
    static const char *const names[] = {
        [FINDING_UNKNOWN] = "unknown", [FINDING_TOO_FEW] = "too few",
        [FINDING_SAME] = "same",       [FINDING_NOT_DISTINGUISHABLE] = "not distinguishable",
        [FINDING_LOWER] = "lower",     [FINDING_HIGHER] = "higher"};
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

int finding_decimals_said(struct interval interval)
{
    int decimals = finding_decimals(interval);
    bool fewer = decimals > 0 && !hides_zero(interval, decimals - 1);
    return fewer ? decimals - 1 : decimals;
}
