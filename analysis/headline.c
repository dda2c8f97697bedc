#include "analysis/headline.h"

#include "analysis/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double confidence = 0.95;

static struct paired change_of(const struct headline *h, size_t scenario, double with)
{
    size_t n = h->results->replications;
    return estimate_drawn_difference(h->values + scenario * n, h->values, h->results->draw, n,
                                     with);
}

static const char *title_of(const struct headline *h, size_t scenario)
{
    return h->results->scenario->category[scenario].label[h->language];
}

/* What may be said of a change, shown as headline_numbers shows it: that nothing differs in any
 * replication is a fact, however few they are. */
static enum finding said_of(const struct paired *change)
{
    if (finding_of(change) == FINDING_SAME)
        return FINDING_SAME;
    return finding_said(change, finding_decimals(change->difference.interval));
}

/* ---- title ---- */

static void title_of_level(const struct headline *h, const char *period, char *out)
{
    struct estimate level =
        estimate_drawn(h->values, h->results->draw, h->results->replications, confidence);
    char number[NUMBER_SIZE];
    number_plain(number, h->language, level.mean, finding_decimals(level.interval));
    text_format(out, HEADLINE_SIZE, h->language, TEXT_HEADLINE_LEVEL,
                ARGUMENTS(h->subject, number, period));
}

static enum text sentence_of(enum finding finding)
{
    switch (finding) {
    case FINDING_HIGHER:
    case FINDING_LOWER:
        return TEXT_HEADLINE_CHANGE;
    case FINDING_SAME:
        return TEXT_HEADLINE_SAME;
    case FINDING_UNKNOWN:
        return TEXT_HEADLINE_UNKNOWN;
    default:
        return TEXT_HEADLINE_NO_CHANGE;
    }
}

static void title_of_too_few(const struct headline *h, char *out)
{
    char replications[REPLICATIONS_SIZE];
    replications_words(replications, h->results->replications, h->results->n_draws, h->language);
    text_format(out, HEADLINE_SIZE, h->language, TEXT_HEADLINE_TOO_FEW,
                ARGUMENTS(h->subject, replications));
}

static void title_of_change(const struct headline *h, const char *period, char *out)
{
    struct paired change = change_of(h, 1, confidence);
    char number[NUMBER_SIZE];
    number_signed(number, h->language, change.difference.mean,
                  finding_decimals(change.difference.interval));
    if (said_of(&change) == FINDING_TOO_FEW)
        title_of_too_few(h, out);
    else
        text_format(out, HEADLINE_SIZE, h->language, sentence_of(said_of(&change)),
                    ARGUMENTS(h->subject, number, title_of(h, 1), title_of(h, 0), period));
}

void headline_add_count(enum language language, enum text text, size_t count,
                        char list[HEADLINE_SIZE])
{
    char number[32], part[128];
    size_t used = strlen(list);
    if (count == 0)
        return;
    snprintf(number, sizeof number, "%zu", count);
    text_format(part, sizeof part, language, text, ARGUMENTS(number));
    snprintf(list + used, HEADLINE_SIZE - used, "%s%s", used ? ", " : "", part);
}

static void title_of_many(const struct headline *h, const char *period, char *out)
{
    size_t others = h->results->scenarios - 1, count[FINDING_HIGHER + 1] = {0};
    double with = simultaneous_confidence(confidence, others);
    char list[HEADLINE_SIZE] = "", all[32];
    for (size_t s = 1; s <= others; s++) {
        struct paired change = change_of(h, s, with);
        count[said_of(&change)]++;
    }
    if (count[FINDING_TOO_FEW] > 0) {
        title_of_too_few(h, out);
        return;
    }
    headline_add_count(h->language, TEXT_HEADLINE_HIGHER, count[FINDING_HIGHER], list);
    headline_add_count(h->language, TEXT_HEADLINE_LOWER, count[FINDING_LOWER], list);
    headline_add_count(h->language, TEXT_HEADLINE_NOT_SHOWN,
                       others - count[FINDING_HIGHER] - count[FINDING_LOWER], list);
    snprintf(all, sizeof all, "%zu", others);
    text_format(out, HEADLINE_SIZE, h->language,
                count[FINDING_UNKNOWN] == others ? TEXT_HEADLINE_UNKNOWN : TEXT_HEADLINE_MANY,
                ARGUMENTS(h->subject, list, title_of(h, 0), period, all));
}

void headline_title(const struct headline *headline, char out[HEADLINE_SIZE])
{
    char period[PERIOD_LABEL_SIZE];
    period_label(period, headline->results, headline->period);
    if (headline->results->scenarios == 1)
        title_of_level(headline, period, out);
    else if (headline->results->scenarios == 2)
        title_of_change(headline, period, out);
    else
        title_of_many(headline, period, out);
}

/* ---- numbers ---- */

static void put_level(const struct headline *h, FILE *out)
{
    char number[NUMBER_SIZE], text[2 * HEADLINE_SIZE], period[PERIOD_LABEL_SIZE];
    struct estimate level =
        estimate_drawn(h->values, h->results->draw, h->results->replications, confidence);
    int decimals = finding_decimals(level.interval);
    if (isnan(level.interval.low))
        number_plain(number, h->language, level.mean, decimals);
    else
        number_interval(number, h->language, level.mean, level.interval.low, level.interval.high,
                        confidence, decimals);
    period_label(period, h->results, h->period);
    text_format(text, sizeof text, h->language, TEXT_HEADLINE_OF_BASE,
                ARGUMENTS(h->subject, period, title_of(h, 0), number));
    fputs(text, out);
}

/* "Bistandsplikt: +66,2 (62,4–70,0)", and in words where the interval does not exclude zero. */
static void put_change(const struct headline *h, size_t scenario, FILE *out)
{
    struct paired change = change_of(h, scenario, confidence);
    struct interval interval = change.difference.interval;
    enum finding finding = said_of(&change);
    int decimals = finding_decimals(interval);
    char number[NUMBER_SIZE], range[NUMBER_SIZE], text[2 * HEADLINE_SIZE];
    number_signed(number, h->language, change.difference.mean, decimals);
    number_range(range, h->language, interval.low, interval.high, decimals);
    text_format(
        text, sizeof text, h->language, TEXT_HEADLINE_OF_SCENARIO,
        ARGUMENTS(title_of(h, scenario), finding_words(finding, h->language), number, range));
    fprintf(out, " %s", text);
}

char *headline_numbers(const struct headline *headline)
{
    char *numbers = NULL;
    size_t length;
    FILE *out = open_memstream(&numbers, &length);
    if (!out)
        return NULL;
    put_level(headline, out);
    for (size_t s = 1; s < headline->results->scenarios; s++)
        put_change(headline, s, out);
    fclose(out);
    return numbers;
}
