#include "analysis/child_changes.h"

#include "output/results_file.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MS_PER_DAY 86400000.0

const double child_quantile[N_CHILD_QUANTILES] = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};

static const double days_edge[] = {-365, -180, -90, -30, -7, -1, 1, 7, 30, 90, 180, 365};
static const double count_edge[] = {-2.5, -1.5, -0.5, 0.5, 1.5, 2.5};

/* One number a replication, of which an estimate is made. */
enum figure {
    FIGURE_PAIRS,
    FIGURE_CONCERNED,
    FIGURE_LESS, /* + enum child_change */
    FIGURE_SUM = FIGURE_LESS + N_CHILD_CHANGES,
    N_FIGURES
};

/* What is being paired. */
struct pairing {
    struct child_changes *changes;
    const struct children *children;
    double *base, *scenario; /* [rows], in days or times */
    bool day;
    double margin;  /* a change of less is none */
    double *figure; /* [splits][N_FIGURES][replications] */
    double *series; /* [replications] working memory */
    int32_t *draw;  /* [replications] */
    double *change; /* [rows] of the concerned of one replication */
    size_t first_split[N_CHILDREN_GROUPINGS];
};

static bool in_days(enum children_kind kind)
{
    return kind == CHILDREN_TIME || kind == CHILDREN_DAY;
}

/* ---- estimates ---- */

/* Of the replications in which there is a number. */
static struct estimate estimate_series(const struct pairing *p, const double *x, double confidence)
{
    const int32_t *draw = p->children->results->n_draws ? p->children->results->draw : NULL;
    size_t n = 0;
    for (size_t r = 0; r < p->children->replications; r++) {
        if (isnan(x[r]))
            continue;
        p->draw[n] = draw ? draw[r] : 0;
        p->series[n++] = x[r];
    }
    return estimate_drawn(p->series, draw ? p->draw : NULL, n, confidence);
}

static double *figure_of(const struct pairing *p, size_t split, int figure)
{
    size_t n = p->children->replications;
    return p->figure + (split * N_FIGURES + (size_t)figure) * n;
}

/* ---- one pair ---- */

static enum child_change change_of(const struct pairing *p, double change)
{
    if (fabs(change) < p->margin)
        return CHANGE_SAME;
    return change < 0 ? CHANGE_LESS : CHANGE_MORE;
}

static bool is_concerned(const struct pairing *p, size_t row)
{
    return p->day || p->base[row] > 0 || p->scenario[row] > 0;
}

static void count_pair(const struct pairing *p, size_t r, size_t row, size_t split)
{
    double change = p->scenario[row] - p->base[row];
    figure_of(p, split, FIGURE_PAIRS)[r]++;
    if (!is_concerned(p, row))
        return;
    figure_of(p, split, FIGURE_CONCERNED)[r]++;
    figure_of(p, split, FIGURE_LESS + (int)change_of(p, change))[r]++;
    figure_of(p, split, FIGURE_SUM)[r] += change;
}

static bool is_pair(const struct pairing *p, size_t row)
{
    return !isnan(p->base[row]) && !isnan(p->scenario[row]);
}

static void count_pairs(const struct pairing *p)
{
    for (size_t r = 0; r < p->children->replications; r++)
        for (size_t row = p->children->begin[r]; row < p->children->begin[r + 1]; row++) {
            if (!is_pair(p, row))
                continue;
            count_pair(p, r, row, 0);
            for (int by = CHILDREN_ALL + 1; by < N_CHILDREN_GROUPINGS; by++)
                count_pair(p, r, row, p->first_split[by] + (size_t)p->children->category[by][row]);
        }
}

/* ---- groups ---- */

static void estimate_split(const struct pairing *p, size_t at, double *x)
{
    struct child_split *split = &p->changes->split[at];
    double confidence = p->changes->confidence;
    size_t n = p->children->replications;
    const double *concerned = figure_of(p, at, FIGURE_CONCERNED);
    split->pairs = estimate_series(p, figure_of(p, at, FIGURE_PAIRS), confidence);
    split->concerned = estimate_series(p, concerned, confidence);
    for (int c = 0; c < N_CHILD_CHANGES; c++) {
        const double *count = figure_of(p, at, FIGURE_LESS + c);
        split->count[c] = estimate_series(p, count, confidence);
        for (size_t r = 0; r < n; r++)
            x[r] = concerned[r] > 0 ? count[r] / concerned[r] : NAN;
        split->share[c] = estimate_series(p, x, confidence);
    }
    for (size_t r = 0; r < n; r++)
        x[r] = concerned[r] > 0 ? figure_of(p, at, FIGURE_SUM)[r] / concerned[r] : NAN;
    split->mean = estimate_series(p, x, confidence);
    for (size_t r = 0; r < n; r++)
        x[r] = concerned[r] > 0 ? (figure_of(p, at, FIGURE_LESS + CHANGE_MORE)[r] -
                                   figure_of(p, at, FIGURE_LESS + CHANGE_LESS)[r]) /
                                      concerned[r]
                                : NAN;
    split->net = estimate_series(p, x, split->confidence);
}

static void name_splits(struct pairing *p)
{
    struct child_changes *changes = p->changes;
    changes->split[changes->n_splits++] =
        (struct child_split){.by = CHILDREN_ALL, .confidence = changes->confidence};
    for (int by = CHILDREN_ALL + 1; by < N_CHILDREN_GROUPINGS; by++) {
        const struct results_axis *axis = p->children->axis[by];
        p->first_split[by] = changes->n_splits;
        for (size_t i = 0; i < axis->count; i++)
            changes->split[changes->n_splits++] = (struct child_split){
                .by = (enum children_grouping)by,
                .category = &axis->category[i],
                .confidence = simultaneous_confidence(changes->confidence, axis->count)};
    }
}

/* ---- the distribution ---- */

/* Changes of the concerned of a replication; how many. */
static size_t collect(const struct pairing *p, size_t r)
{
    size_t n = 0;
    for (size_t row = p->children->begin[r]; row < p->children->begin[r + 1]; row++)
        if (is_pair(p, row) && is_concerned(p, row))
            p->change[n++] = p->scenario[row] - p->base[row];
    return n;
}

static size_t bin_of(const struct child_changes *changes, double change)
{
    size_t bin = 0;
    while (bin + 1 < changes->n_bins && change >= changes->bin[bin].high)
        bin++;
    return bin;
}

static void make_bins(struct pairing *p)
{
    bool days = in_days(p->children->outcome[p->changes->outcome].kind);
    const double *edge = days ? days_edge : count_edge;
    size_t edges = days ? sizeof days_edge / sizeof *edge : sizeof count_edge / sizeof *edge;
    p->changes->n_bins = edges + 1;
    for (size_t i = 0; i <= edges; i++) {
        p->changes->bin[i].low = i ? edge[i - 1] : -INFINITY;
        p->changes->bin[i].high = i < edges ? edge[i] : INFINITY;
    }
}

/* numbers [N_CHILD_QUANTILES + MOST_CHILD_BINS][replications] */
static void estimate_distribution(struct pairing *p, double *numbers)
{
    struct child_changes *changes = p->changes;
    size_t replications = p->children->replications;
    double *bins = numbers + N_CHILD_QUANTILES * replications;
    for (size_t r = 0; r < replications; r++) {
        size_t n = collect(p, r);
        gsl_sort(p->change, 1, n);
        for (size_t q = 0; q < N_CHILD_QUANTILES; q++)
            numbers[q * replications + r] =
                n ? gsl_stats_quantile_from_sorted_data(p->change, 1, n, child_quantile[q]) : NAN;
        for (size_t i = 0; i < n; i++)
            bins[bin_of(changes, p->change[i]) * replications + r]++;
    }
    for (size_t q = 0; q < N_CHILD_QUANTILES; q++)
        changes->quantile[q] = estimate_series(p, numbers + q * replications, changes->confidence);
    for (size_t b = 0; b < changes->n_bins; b++)
        changes->bin[b].count = estimate_series(p, bins + b * replications, changes->confidence);
}

/* ---- those without a pair, and sums ---- */

/* numbers [categories][4][replications] */
static void estimate_unpaired(struct pairing *p, double *numbers)
{
    const struct children *children = p->children;
    const struct results_axis *axis = children->axis[CHILDREN_BY_ENTRY];
    size_t n = children->replications;
    if (p->day)
        return;
    for (size_t r = 0; r < n; r++)
        for (size_t row = children->begin[r]; row < children->begin[r + 1]; row++) {
            bool base = !isnan(p->base[row]), scenario = !isnan(p->scenario[row]);
            if (base == scenario)
                continue;
            double *own =
                numbers + ((size_t)children->category[CHILDREN_BY_ENTRY][row] * 4 + scenario) * n;
            own[r]++;
            own[2 * n + r] += base ? p->base[row] : p->scenario[row];
        }
    p->changes->n_unpaired = axis->count;
    for (size_t i = 0; i < axis->count; i++) {
        const double *own = numbers + i * 4 * n;
        double confidence = p->changes->confidence;
        p->changes->unpaired[i] = (struct child_unpaired){
            &axis->category[i], estimate_series(p, own, confidence),
            estimate_series(p, own + n, confidence), estimate_series(p, own + 2 * n, confidence),
            estimate_series(p, own + 3 * n, confidence)};
    }
}

static void estimate_identical(struct pairing *p, double *x)
{
    const struct children *children = p->children;
    for (size_t r = 0; r < children->replications; r++) {
        x[r] = 0;
        for (size_t row = children->begin[r]; row < children->begin[r + 1]; row++)
            x[r] += is_pair(p, row) && p->base[row] == p->scenario[row];
    }
    p->changes->identical = estimate_series(p, x, p->changes->confidence);
    p->changes->pairs_sum = estimate_series(p, figure_of(p, 0, FIGURE_SUM), p->changes->confidence);
}

/* ---- the largest changes ---- */

/* Puts a child in its place among the largest; sign 1 for most, -1 for least. */
static void note_extreme(struct child_extreme *list, size_t *n, struct child_extreme child,
                         int sign)
{
    size_t at = *n;
    double size = sign * (child.scenario - child.base);
    while (at > 0 && size > sign * (list[at - 1].scenario - list[at - 1].base))
        at--;
    if (at == MOST_EXTREMES)
        return;
    *n += *n < MOST_EXTREMES;
    memmove(&list[at + 1], &list[at], (*n - 1 - at) * sizeof *list);
    list[at] = child;
}

static void find_extremes(struct pairing *p)
{
    const struct children *children = p->children;
    struct child_changes *changes = p->changes;
    for (size_t r = 0; r < children->replications; r++)
        for (size_t row = children->begin[r]; row < children->begin[r + 1]; row++) {
            if (!is_pair(p, row) || !is_concerned(p, row))
                continue;
            const struct child_extreme child = {children->results->replication->number[r],
                                                children->number[row], p->base[row],
                                                p->scenario[row]};
            enum child_change change = change_of(p, p->scenario[row] - p->base[row]);
            if (change == CHANGE_MORE)
                note_extreme(changes->most, &changes->n_most, child, 1);
            else if (change == CHANGE_LESS)
                note_extreme(changes->least, &changes->n_least, child, -1);
        }
}

/* ---- all of it ---- */

static void scale(double *values, size_t n, enum children_kind kind)
{
    for (size_t i = 0; i < n && kind == CHILDREN_TIME; i++)
        values[i] /= MS_PER_DAY;
}

/* Working memory of so many doubles. */
static size_t numbers_needed(const struct children *children)
{
    size_t entries = 4 * children->axis[CHILDREN_BY_ENTRY]->count;
    size_t spread = N_CHILD_QUANTILES + MOST_CHILD_BINS;
    return (entries > spread ? entries : spread) * children->replications;
}

static bool pair_children(struct pairing *p)
{
    const struct children *children = p->children;
    size_t needed = numbers_needed(children), replications = children->replications;
    double *numbers = calloc(needed + 1, sizeof *numbers);
    p->figure = calloc(p->changes->n_splits * N_FIGURES * replications + 1, sizeof *p->figure);
    p->series = calloc(replications + 1, sizeof *p->series);
    p->draw = calloc(replications + 1, sizeof *p->draw);
    p->change = calloc(children->n + 1, sizeof *p->change);
    bool good = numbers && p->figure && p->series && p->draw && p->change;
    if (good) {
        count_pairs(p);
        for (size_t i = 0; i < p->changes->n_splits; i++)
            estimate_split(p, i, numbers);
        estimate_identical(p, numbers);
        make_bins(p);
        memset(numbers, 0, needed * sizeof *numbers);
        estimate_distribution(p, numbers);
        memset(numbers, 0, needed * sizeof *numbers);
        estimate_unpaired(p, numbers);
        find_extremes(p);
    }
    free(numbers);
    free(p->figure);
    free(p->series);
    free(p->draw);
    free(p->change);
    return good;
}

/* Room for all groups. */
static struct child_changes *make_changes(const struct children *children)
{
    size_t splits = 1;
    for (int by = CHILDREN_ALL + 1; by < N_CHILDREN_GROUPINGS; by++)
        splits += children->axis[by]->count;
    struct child_changes *changes = calloc(1, sizeof *changes);
    if (!changes)
        return NULL;
    changes->split = calloc(splits, sizeof *changes->split);
    changes->unpaired = calloc(children->axis[CHILDREN_BY_ENTRY]->count, sizeof *changes->unpaired);
    if (changes->split && changes->unpaired)
        return changes;
    child_changes_free(changes);
    return NULL;
}

struct child_changes *child_changes_make(const struct children *children, size_t outcome,
                                         size_t base, size_t scenario, double confidence,
                                         struct messages *messages)
{
    enum children_kind kind = children->outcome[outcome].kind;
    struct pairing p = {.children = children,
                        .changes = make_changes(children),
                        .base = children_values(children, outcome, base, messages),
                        .scenario = children_values(children, outcome, scenario, messages),
                        .day = kind == CHILDREN_DAY,
                        .margin = in_days(kind) ? 1 : 0.5};
    bool read = p.base && p.scenario, good = false;
    if (p.changes && read) {
        p.changes->children = children;
        p.changes->outcome = outcome;
        p.changes->base = base;
        p.changes->scenario = scenario;
        p.changes->confidence = confidence;
        scale(p.base, children->n, kind);
        scale(p.scenario, children->n, kind);
        name_splits(&p);
        good = pair_children(&p);
    }
    if (!good && read)
        results_file_message(children->results->path, messages, TEXT_RESULTS_MEMORY, NULL, NULL,
                             NULL);
    if (!good) {
        child_changes_free(p.changes);
        p.changes = NULL;
    }
    free(p.base);
    free(p.scenario);
    return p.changes;
}

void child_changes_free(struct child_changes *changes)
{
    if (!changes)
        return;
    free(changes->split);
    free(changes->unpaired);
    free(changes);
}
