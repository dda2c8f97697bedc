#include "analysis/target.h"

#include "analysis/indicator.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MONTHS_PER_YEAR = 12, TERM_SIZE = 512 };

/* A statistic that compares a scenario with the null alternative. */
static const char added[] = "added";

/* When a target holds, in the file's calendar. */
struct when {
    int first_year, last_year;
    bool at_end; /* of `month` */
    size_t month;
};

/* ---- time ---- */

/* How the time lies to the file's. What is older than the history is compared with its first year;
 * what lies, even in part, after its last whole month or year cannot be told, and of a file that
 * keeps no history nothing that is older. */
enum reach { INSIDE, OLDER, NOT_REACHED };

static enum reach read_when(const struct results *results, const char *text, struct when *when)
{
    int first = 0, last = 0, month = 0, day = 0;
    int start = period_year(results, 0), whole_years = (int)results->months / MONTHS_PER_YEAR;
    when->at_end = sscanf(text, "%4d-%2d-%2d", &first, &month, &day) == 3;
    if (when->at_end || sscanf(text, "%4d-%4d", &first, &last) != 2)
        last = first;
    when->first_year = first < start ? start : first;
    when->last_year = last < start ? start : last;
    if (when->at_end)
        when->month = (size_t)((when->first_year - start) * MONTHS_PER_YEAR + month - 1);
    bool reached =
        when->at_end ? when->month < results->months : when->last_year < start + whole_years;
    if (!reached || (first < start && strcmp(results->detail, "large") == 0))
        return NOT_REACHED;
    return first < start ? OLDER : INSIDE;
}

static bool is_monthly(const struct results_measure *measure)
{
    return strcmp(measure->group, "monthly") == 0;
}

/* The periods of a measure that lie in the years. */
static struct period periods_of(const struct results *results,
                                const struct results_measure *measure, int first, int last)
{
    int start = period_year(results, 0);
    size_t each = is_monthly(measure) ? MONTHS_PER_YEAR : 1;
    struct period period = {(size_t)(first - start) * each, (size_t)(last + 1 - start) * each};
    if (period.end > measure->periods)
        period.end = measure->periods;
    return period;
}

/* ---- one term: cells of a measure ---- */

struct term {
    const struct results *results;
    const struct results_measure *measure;
    const double *values; /* of one replication: [periods][cells] */
    const bool *chosen;
};

static double in_period(const struct term *term, size_t period)
{
    double sum = 0;
    for (size_t c = 0; c < term->measure->cells; c++)
        if (term->chosen[c])
            sum += term->values[period * term->measure->cells + c];
    return sum;
}

/* Over whole years: the mean of a level; what happened, a year. */
static double over_years(const struct term *term, int first, int last)
{
    const struct results *results = term->results;
    bool level = strcmp(term->measure->type, "level") == 0;
    const double *edge = is_monthly(term->measure) ? results->month_edges : results->year_edges;
    struct period period = periods_of(results, term->measure, first, last);
    double sum = 0, days = 0;
    for (size_t p = period.first; p < period.end; p++) {
        double length = edge[p + 1] - edge[p];
        sum += in_period(term, p) * (level ? length : 1);
        days += length;
    }
    return sum / (level ? days : last - first + 1);
}

static double highest(const struct term *term, int first, int last)
{
    struct period period = periods_of(term->results, term->measure, first, last);
    double most = -INFINITY;
    for (size_t p = period.first; p < period.end; p++)
        most = fmax(most, in_period(term, p));
    return most;
}

static double yearly_change(const struct term *term, int first, int last)
{
    return pow(over_years(term, last, last) / over_years(term, first, first),
               1.0 / (last - first)) -
           1;
}

static double term_value(const struct term *term, const char *statistic, const struct when *when)
{
    if (when->at_end)
        return in_period(term, when->month);
    if (strcmp(statistic, "maximum") == 0)
        return highest(term, when->first_year, when->last_year);
    if (strcmp(statistic, "yearly_change") == 0)
        return yearly_change(term, when->first_year, when->last_year);
    return over_years(term, when->first_year, when->last_year);
}

/* What a stored number is divided by: øre are told in kroner, milliseconds in days. */
static double unit_of(const struct results_measure *measure)
{
    return strcmp(measure->type, "money") == 0  ? 100
           : strcmp(measure->type, "time") == 0 ? 86400000.0
                                                : 1;
}

/* Takes "MEASURE SELECTION" apart; gives the selection. */
static const char *take_apart(const char *text, const struct when *when, char name[TERM_SIZE])
{
    size_t length = strcspn(text, " ");
    snprintf(name, TERM_SIZE, "%.*s%s", (int)length, text, when->at_end ? "_end" : "");
    return text[length] ? text + length + 1 : "";
}

/* Adds the term "MEASURE SELECTION" to every replication's sum. */
static bool add_term(struct indicator_source *source, const char *text, const char *statistic,
                     const struct when *when, size_t scenario, double *sum)
{
    char name[TERM_SIZE];
    const char *selection = take_apart(text, when, name);
    bool *chosen = indicator_cells(source, name, selection);
    if (!chosen)
        return false;
    const struct results_measure *measure = source->measure;
    size_t one = source->results->replications * measure->periods * measure->cells;
    struct term term = {source->results, measure, source->values + scenario * one, chosen};
    for (size_t r = 0; r < source->results->replications; r++) {
        sum[r] += term_value(&term, statistic, when) / unit_of(measure);
        term.values += measure->periods * measure->cells;
    }
    free(chosen);
    return true;
}

/* Sums terms that stand between semicolons. */
static bool add_terms(struct indicator_source *source, const char *terms, const char *statistic,
                      const struct when *when, size_t scenario, double *sum)
{
    char one[TERM_SIZE];
    while (*terms) {
        size_t length = strcspn(terms, ";");
        snprintf(one, sizeof one, "%.*s", (int)length, terms);
        if (!add_term(source, one, statistic, when, scenario, sum))
            return false;
        terms += length + (terms[length] == ';');
    }
    return true;
}

/* Whether the file keeps what the terms are told by. What one that keeps all does not know is an
 * error, and found later. */
static bool are_kept(const struct results *results, const char *terms, const struct when *when)
{
    char one[TERM_SIZE], name[TERM_SIZE];
    bool kept = true;
    if (results->keeps_all)
        return true;
    while (*terms && kept) {
        size_t length = strcspn(terms, ";");
        snprintf(one, sizeof one, "%.*s", (int)length, terms);
        const char *selection = take_apart(one, when, name);
        kept = indicator_keeps_cells(results, name, selection);
        terms += length + (terms[length] == ';');
    }
    return kept;
}

/* ---- one target ---- */

static void judge(struct target_answer *answer, const struct results *results, const double *x,
                  double *working)
{
    size_t n = results->replications;
    const struct results_target *t = answer->target;
    size_t inside = 0;
    for (size_t r = 0; r < n; r++)
        inside += x[r] >= t->low && x[r] <= t->high;
    struct bands bands;
    estimate_bands(x, n, 1, &bands, working);
    answer->known = true;
    answer->estimate = estimate_drawn(x, results->draw, n, 0.95);
    answer->mean = answer->estimate.mean;
    answer->low = bands.band[BAND_95].low;
    answer->high = bands.band[BAND_95].high;
    answer->share = (double)inside / (double)n;
    answer->met = t->share > 0 ? answer->share >= t->share
                               : answer->mean >= t->low && answer->mean <= t->high;
    answer->distance = (answer->mean - (t->low + t->high) / 2) / ((t->high - t->low) / 2);
}

/* What the target's scenario changes in a sum of terms, replication by replication. */
static bool find_change(struct indicator_source *source, const char *terms, const struct when *when,
                        size_t scenario, double *change, double *null)
{
    size_t n = source->results->replications;
    memset(change, 0, n * sizeof *change);
    memset(null, 0, n * sizeof *null);
    if (!add_terms(source, terms, added, when, scenario, change) ||
        !add_terms(source, terms, added, when, 0, null))
        return false;
    for (size_t r = 0; r < n; r++)
        change[r] -= null[r];
    return true;
}

/* Turns changes of `count` into the ratio of their mean to the mean change of `of`, with what each
 * replication departs from it: both means are uncertain and go together, and to first order that
 * is how (Cochran, Sampling Techniques, 3rd ed. 1977, section 2.11). */
static bool spread_round_ratio(double *count, const double *of, double times, size_t n)
{
    double each = estimate_mean(of, 1, n, 0.95).mean;
    double ratio = estimate_mean(count, 1, n, 0.95).mean / each;
    if (!(fabs(each) > 0))
        return false;
    for (size_t r = 0; r < n; r++)
        count[r] = times * (ratio + (count[r] - ratio * of[r]) / each);
    return true;
}

/* The change of `count` over the mean change of `of`: a ratio of means, for in a replication of its
 * own a few homes more may by chance be none. */
static bool answer_added(struct indicator_source *source, struct target_answer *answer,
                         const struct when *when, double *memory)
{
    const struct results_target *t = answer->target;
    const struct results *results = source->results;
    size_t n = results->replications;
    double *x = memory, *working = memory + n, *of = memory + 2 * n;
    int scenario = results_category(results->scenario, t->scenario);
    answer->no_scenario = scenario < 0;
    if (scenario < 0)
        return true;
    if (!find_change(source, t->count, when, (size_t)scenario, x, working) ||
        (*t->of && !find_change(source, t->of, when, (size_t)scenario, of, working)))
        return false;
    for (size_t r = 0; r < n && !*t->of; r++)
        x[r] *= t->times;
    if (!*t->of || spread_round_ratio(x, of, t->times, n))
        judge(answer, results, x, working);
    return true;
}

static bool answer_target(struct indicator_source *source, struct target_answer *answer,
                          double *memory)
{
    const struct results_target *t = answer->target;
    size_t n = source->results->replications;
    double *x = memory, *of = memory + n;
    struct when when;
    if (!*t->count)
        return true;
    enum reach reach = read_when(source->results, t->when, &when);
    if (reach == NOT_REACHED || !are_kept(source->results, t->count, &when) ||
        !are_kept(source->results, t->of, &when))
        return true;
    answer->compared_with_first = reach == OLDER;
    if (strcmp(t->statistic, added) == 0)
        return answer_added(source, answer, &when, memory);
    memset(memory, 0, 2 * n * sizeof *memory);
    if (!add_terms(source, t->count, t->statistic, &when, 0, x) ||
        !add_terms(source, t->of, t->statistic, &when, 0, of))
        return false;
    for (size_t r = 0; r < n; r++)
        x[r] = t->times * (*t->of ? x[r] / of[r] : x[r]);
    judge(answer, source->results, x, of);
    return true;
}

struct target_answer *target_answers(const struct results *results, size_t *n,
                                     struct messages *messages)
{
    struct indicator_source source = {.results = results, .messages = messages};
    struct target_answer *answers = calloc(results->n_targets + 1, sizeof *answers);
    double *memory = calloc(3 * results->replications, sizeof *memory);
    bool good = answers && memory;
    *n = results->n_targets;
    for (size_t i = 0; i < *n && good; i++) {
        answers[i].target = &results->targets[i];
        good = answer_target(&source, &answers[i], memory);
    }
    indicator_source_free(&source);
    free(memory);
    if (good)
        return answers;
    free(answers);
    return NULL;
}
