#include "analysis/agreement.h"

#include "output/results_file.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* ---- finding the same thing in another world ---- */

size_t worlds_scenario(const struct worlds *worlds, size_t w, size_t scenario)
{
    const struct results_axis *first = worlds->comparison[0]->results->scenario;
    int number =
        results_category(worlds->comparison[w]->results->scenario, first->category[scenario].name);
    assert(number >= 0);
    return (size_t)number;
}

static const struct comparison_row *find_row(const struct comparison *comparison,
                                             const struct comparison_row *row)
{
    for (size_t i = 0; i < comparison->n_rows; i++)
        if (comparison->rows[i].item.indicator == row->item.indicator &&
            strcmp(comparison->rows[i].item.name, row->item.name) == 0)
            return &comparison->rows[i];
    return NULL;
}

const struct comparison_row *worlds_row(const struct worlds *worlds, size_t w,
                                        const struct comparison_row *row)
{
    const struct comparison_row *found = find_row(worlds->comparison[w], row);
    assert(found);
    return found;
}

const struct paired *worlds_change(const struct worlds *worlds, size_t w,
                                   const struct comparison_row *row, size_t scenario)
{
    return &worlds_row(worlds, w, row)->difference[worlds_scenario(worlds, w, scenario)];
}

/* ---- agreement ---- */

static bool is_silent(enum finding finding)
{
    return finding == FINDING_UNKNOWN || finding == FINDING_TOO_FEW;
}

struct agreeing agreeing_start(void)
{
    return (struct agreeing){.highest_low = -INFINITY, .lowest_high = INFINITY};
}

void agreeing_add(struct agreeing *agreeing, enum finding finding, struct interval interval)
{
    agreeing->n++;
    agreeing->higher += finding == FINDING_HIGHER;
    agreeing->lower += finding == FINDING_LOWER;
    agreeing->silent += is_silent(finding);
    agreeing->highest_low = fmax(agreeing->highest_low, interval.low);
    agreeing->lowest_high = fmin(agreeing->lowest_high, interval.high);
}

enum agreement agreeing_is(const struct agreeing *agreeing)
{
    if (agreeing->silent > 0)
        return AGREEMENT_UNKNOWN;
    if (agreeing->higher > 0 && agreeing->lower > 0)
        return AGREEMENT_OPPOSITE;
    size_t distinguishable = agreeing->higher + agreeing->lower;
    if (distinguishable == 0)
        return AGREEMENT_NONE_DISTINGUISHABLE;
    if (distinguishable < agreeing->n)
        return AGREEMENT_SOME_ONLY;
    /* intervals that overlap two by two have a point in common */
    return agreeing->highest_low <= agreeing->lowest_high ? AGREEMENT_SAME_SIGN
                                                          : AGREEMENT_DIRECTION_ONLY;
}

enum agreement agreement_of(const struct worlds *worlds, const struct comparison_row *row,
                            size_t scenario)
{
    struct agreeing agreeing = agreeing_start();
    for (size_t w = 0; w < worlds->n; w++) {
        const struct paired *change = worlds_change(worlds, w, row, scenario);
        agreeing_add(&agreeing, finding_of(change), change->difference.interval);
    }
    return agreeing_is(&agreeing);
}

/* ---- uncertainty ---- */

/* Square of the standard error that replications alone make. */
static double chance_squared(const struct estimate *change)
{
    if (change->draws == 0)
        return change->error * change->error;
    return change->within * change->within / (double)change->n;
}

struct split uncertainty_of(const struct worlds *worlds, const struct comparison_row *row,
                            size_t scenario)
{
    double chance = 0, values = 0, low = INFINITY, high = -INFINITY, n = (double)worlds->n;
    bool known = worlds->n > 1; /* what lies between worlds: if each of them has a number */
    for (size_t w = 0; w < worlds->n; w++) {
        const struct estimate *change = &worlds_change(worlds, w, row, scenario)->difference;
        chance += chance_squared(change);
        values += change->between * change->between; /* NaN without draws */
        known = known && !isnan(change->mean);
        low = fmin(low, change->mean);
        high = fmax(high, change->mean);
    }
    return (struct split){sqrt(chance / n), sqrt(values / n), known ? (high - low) / 2 : NAN};
}

bool worlds_have_split(const struct worlds *worlds)
{
    for (size_t w = 0; w < worlds->n; w++)
        if (worlds->comparison[w]->results->n_draws > 0)
            return true;
    return worlds->n > 1;
}

/* ---- whether they can be laid beside each other ---- */

static const char *scenario_name(const struct comparison *comparison, size_t scenario)
{
    return comparison->results->scenario->category[scenario].name;
}

/* A scenario of one that the other has not; NULL if it has all. */
static const char *missing_scenario(const struct comparison *one, const struct comparison *other)
{
    for (size_t s = 0; s < one->results->scenarios; s++)
        if (results_category(other->results->scenario, scenario_name(one, s)) < 0)
            return scenario_name(one, s);
    return NULL;
}

static bool complain(const struct comparison *of, enum text text, const char *first,
                     const char *second, struct messages *messages)
{
    results_file_message(of->results->path, messages, text, first, second, NULL);
    return false;
}

static bool same_months(const struct comparison *one, const struct comparison *other)
{
    const struct results *a = one->results, *b = other->results;
    return period_year(a, one->order.period.first) == period_year(b, other->order.period.first) &&
           period_month(a, one->order.period.first) == period_month(b, other->order.period.first) &&
           period_year(a, one->order.period.end) == period_year(b, other->order.period.end) &&
           period_month(a, one->order.period.end) == period_month(b, other->order.period.end);
}

static bool match(const struct comparison *first, const struct comparison *other,
                  struct messages *messages)
{
    char own[PERIOD_LABEL_SIZE], theirs[PERIOD_LABEL_SIZE];
    const char *missing = missing_scenario(first, other), *extra = missing_scenario(other, first);
    if (missing)
        return complain(other, TEXT_WORLDS_SCENARIO, missing, first->results->path, messages);
    if (extra)
        return complain(first, TEXT_WORLDS_SCENARIO, extra, other->results->path, messages);
    if (strcmp(scenario_name(first, first->order.base), scenario_name(other, other->order.base)) !=
        0)
        return complain(other, TEXT_WORLDS_BASE, scenario_name(other, other->order.base),
                        scenario_name(first, first->order.base), messages);
    if (!same_months(first, other)) {
        period_label(own, other->results, other->order.period);
        period_label(theirs, first->results, first->order.period);
        return complain(other, TEXT_WORLDS_PERIOD, own, theirs, messages);
    }
    for (size_t i = 0; i < first->n_rows; i++)
        if (!find_row(other, &first->rows[i]))
            return complain(other, TEXT_WORLDS_ROW, first->rows[i].item.name, NULL, messages);
    return true;
}

bool worlds_match(const struct worlds *worlds, struct messages *messages)
{
    for (size_t w = 1; w < worlds->n; w++)
        if (!match(worlds->comparison[0], worlds->comparison[w], messages))
            return false;
    return true;
}

/* ---- words ---- */

const char *agreement_words(enum agreement agreement, enum language language)
{
    static const enum text words[] = {
        [AGREEMENT_UNKNOWN] = TEXT_FINDING_UNKNOWN,
        [AGREEMENT_SAME_SIGN] = TEXT_AGREEMENT_SAME_SIGN,
        [AGREEMENT_DIRECTION_ONLY] = TEXT_AGREEMENT_DIRECTION_ONLY,
        [AGREEMENT_OPPOSITE] = TEXT_AGREEMENT_OPPOSITE,
        [AGREEMENT_SOME_ONLY] = TEXT_AGREEMENT_SOME_ONLY,
        [AGREEMENT_NONE_DISTINGUISHABLE] = TEXT_AGREEMENT_NONE,
    };
    return text_table[words[agreement]][language];
}

const char *agreement_name(enum agreement agreement)
{
    static const char *const names[] = {[AGREEMENT_UNKNOWN] = "unknown",
                                        [AGREEMENT_SAME_SIGN] = "same sign",
                                        [AGREEMENT_DIRECTION_ONLY] = "same sign, other size",
                                        [AGREEMENT_OPPOSITE] = "opposite signs",
                                        [AGREEMENT_SOME_ONLY] = "some only",
                                        [AGREEMENT_NONE_DISTINGUISHABLE] = "none distinguishable"};
    return names[agreement];
}
