#include "analysis/ranking.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

/* Differences of every scenario from every other, turned so that lower is better. */
struct pairs {
    size_t n;
    double *mean, *half; /* [n][n]; half: one-sided width */
    bool *possible;      /* [n] which may be the best */
};

static size_t at(const struct pairs *pairs, size_t i, size_t l)
{
    return i * pairs->n + l;
}

/* ---- pairs ---- */

static void fill_pairs(struct pairs *pairs, const struct comparison *comparison,
                       const struct ranking *ranking)
{
    const struct results *results = comparison->results;
    double others = (double)(pairs->n - 1), alpha = 1 - ranking->confidence;
    double two_sided = 1 - 2 * alpha / others, sign = ranking->better == BETTER_LOWER ? 1 : -1;
    for (size_t i = 0; i < pairs->n; i++)
        for (size_t l = 0; l < pairs->n; l++) {
            struct paired paired =
                estimate_drawn_difference(comparison_values(comparison, ranking->row, i),
                                          comparison_values(comparison, ranking->row, l),
                                          results->draw, results->replications, two_sided);
            const struct interval *interval = &paired.difference.interval;
            pairs->mean[at(pairs, i, l)] = sign * paired.difference.mean;
            pairs->half[at(pairs, i, l)] = (interval->high - interval->low) / 2;
        }
}

/* Whether every pair has an interval. */
static bool all_known(const struct pairs *pairs)
{
    for (size_t i = 0; i < pairs->n * pairs->n; i++)
        if (isnan(pairs->mean[i]) || isnan(pairs->half[i]))
            return false;
    return true;
}

static void find_possible(struct pairs *pairs)
{
    for (size_t i = 0; i < pairs->n; i++) {
        pairs->possible[i] = true;
        for (size_t l = 0; l < pairs->n; l++)
            if (l != i && pairs->mean[at(pairs, i, l)] > pairs->half[at(pairs, i, l)])
                pairs->possible[i] = false;
    }
}

/* ---- verdicts ---- */

/* The bounds for scenario i, lower being better; see ranking.h. */
static struct interval bounds(const struct pairs *pairs, size_t i)
{
    double low = -INFINITY, high = 0;
    for (size_t l = 0; l < pairs->n; l++) {
        if (l == i)
            continue;
        double mean = pairs->mean[at(pairs, i, l)], half = pairs->half[at(pairs, i, l)];
        low = fmax(low, mean - half);
        if (pairs->possible[l])
            high = fmax(high, mean + half);
    }
    return (struct interval){pairs->possible[i] ? fmin(0, low) : 0, high};
}

/* How far scenario i is from the best of the others, lower being better. */
static double margin(const struct pairs *pairs, size_t i)
{
    double worst = -INFINITY;
    for (size_t l = 0; l < pairs->n; l++)
        if (l != i)
            worst = fmax(worst, pairs->mean[at(pairs, i, l)]);
    return worst;
}

static bool is_alone(const struct pairs *pairs, size_t i)
{
    for (size_t l = 0; l < pairs->n; l++)
        if (pairs->possible[l] != (l == i))
            return false;
    return true;
}

static void judge(const struct pairs *pairs, struct ranked *ranked, enum better better)
{
    size_t i = ranked->scenario;
    struct interval interval = bounds(pairs, i);
    double distance = margin(pairs, i);
    ranked->verdict = is_alone(pairs, i)   ? VERDICT_BEST
                      : pairs->possible[i] ? VERDICT_AMONG_BEST
                                           : VERDICT_WORSE;
    bool lower = better == BETTER_LOWER;
    ranked->margin = lower ? distance : -distance;
    ranked->interval = lower ? interval : (struct interval){0 - interval.high, 0 - interval.low};
}

/* ---- the order ---- */

/* Puts the best mean first; those that are equal stay as they stood. */
static void sort(struct ranking *ranking)
{
    for (size_t i = 1; i < ranking->n; i++) {
        struct ranked one = ranking->ranked[i];
        size_t j = i;
        double own = ranking->row->level[one.scenario].mean;
        for (; j > 0; j--) {
            double before = ranking->row->level[ranking->ranked[j - 1].scenario].mean;
            if (ranking->better == BETTER_LOWER ? !(own < before) : !(own > before))
                break;
            ranking->ranked[j] = ranking->ranked[j - 1];
        }
        ranking->ranked[j] = one;
    }
}

static void judge_all(struct ranking *ranking, struct pairs *pairs)
{
    bool known = pairs->n > 1 && all_known(pairs);
    find_possible(pairs);
    for (size_t i = 0; i < ranking->n; i++) {
        ranking->ranked[i] = (struct ranked){i, VERDICT_UNKNOWN, NAN, {NAN, NAN}};
        if (known)
            judge(pairs, &ranking->ranked[i], ranking->better);
    }
    sort(ranking);
}

bool ranking_make(const struct comparison *comparison, const struct comparison_row *row,
                  enum better better, struct ranking *ranking)
{
    assert(better != BETTER_NEITHER);
    size_t n = comparison->results->scenarios;
    *ranking = (struct ranking){row, better, comparison->order.confidence, n, NULL};
    struct pairs pairs = {n, calloc(n * n, sizeof(double)), calloc(n * n, sizeof(double)),
                          calloc(n, sizeof(bool))};
    ranking->ranked = calloc(n, sizeof *ranking->ranked);
    bool room = pairs.mean && pairs.half && pairs.possible && ranking->ranked;
    if (room) {
        if (n > 1)
            fill_pairs(&pairs, comparison, ranking);
        judge_all(ranking, &pairs);
    }
    free(pairs.mean);
    free(pairs.half);
    free(pairs.possible);
    return room;
}

size_t ranking_always(const struct results *results, enum indicator always[RANKING_ALWAYS])
{
    static const enum indicator usual[RANKING_ALWAYS] = {
        INDICATOR_queue_past_wish, INDICATOR_days_below_need, INDICATOR_cost_total};
    enum { WORTH_RANKING = 3 };
    size_t n = 0;
    for (size_t i = 0; i < RANKING_ALWAYS && results->scenarios >= WORTH_RANKING; i++)
        if (indicator_is_kept(results, usual[i]))
            always[n++] = usual[i];
    return n;
}

void ranking_free(struct ranking *ranking)
{
    free(ranking->ranked);
    ranking->ranked = NULL;
}

/* ---- words ---- */

const char *verdict_words(enum verdict verdict, enum language language)
{
    static const enum text words[] = {
        [VERDICT_UNKNOWN] = TEXT_FINDING_UNKNOWN,
        [VERDICT_BEST] = TEXT_VERDICT_BEST,
        [VERDICT_AMONG_BEST] = TEXT_VERDICT_AMONG_BEST,
        [VERDICT_WORSE] = TEXT_VERDICT_WORSE,
    };
    return text_table[words[verdict]][language];
}

const char *verdict_name(enum verdict verdict)
{
    static const char *const names[] = {[VERDICT_UNKNOWN] = "unknown",
                                        [VERDICT_BEST] = "best",
                                        [VERDICT_AMONG_BEST] = "among best",
                                        [VERDICT_WORSE] = "worse"};
    return names[verdict];
}
