#include "experiment/many_precise.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_OF_GOAL = 320 };

enum arrival { AWAITED, ARRIVED, FAILED };

struct precise {
    const struct many_order *order;
    struct precision_watch *watch;
    double *figures;        /* [replications][n] */
    unsigned char *arrival; /* [replications] */
    int32_t next;           /* number of the replication that is looked at next */
    int32_t enough;
    struct precision_row *row; /* [n] */
    struct results_precision told;
};

struct precise *precise_open(const struct many_order *order)
{
    struct precise *precise = calloc(1, sizeof *precise);
    if (!precise)
        return NULL;
    size_t most = (size_t)order->replications;
    precise->order = order;
    precise->enough = order->replications;
    precise->watch = precision_open(order->precision);
    precise->figures = calloc(most * order->n_figures + 1, sizeof *precise->figures);
    precise->arrival = calloc(most, sizeof *precise->arrival);
    precise->row = calloc(order->n_figures + 1, sizeof *precise->row);
    if (precise->watch && precise->figures && precise->arrival && precise->row)
        return precise;
    precise_close(precise);
    return NULL;
}

void precise_close(struct precise *precise)
{
    if (!precise)
        return;
    precision_close(precise->watch);
    free(precise->figures);
    free(precise->arrival);
    free(precise->row);
    free(precise);
}

static double *figures_of(struct precise *precise, int32_t number)
{
    return precise->figures + (size_t)number * precise->order->n_figures;
}

/* Looks at all that is there without a gap. */
static void look(struct precise *precise)
{
    while (precise->next < precise->enough && precise->arrival[precise->next] != AWAITED) {
        bool failed = precise->arrival[precise->next] == FAILED;
        const double *figures = failed ? NULL : figures_of(precise, precise->next);
        if (precision_take(precise->watch, precise->next++, figures))
            precise->enough = precise->next;
    }
}

void precise_arrives(struct precise *precise, int32_t number, const double *figures)
{
    if (number >= precise->enough)
        return;
    if (figures)
        memcpy(figures_of(precise, number), figures, precise->order->n_figures * sizeof *figures);
    precise->arrival[number] = figures ? ARRIVED : FAILED;
    look(precise);
}

int32_t precise_enough(const struct precise *precise)
{
    return precise->enough;
}

/* A half-width shrinks with the root of the number of replications. */
int32_t precise_forecast(const struct precise *precise)
{
    const struct precision *precision = precise->order->precision;
    double needed = precision->least;
    for (size_t i = 0; i < precision->n; i++) {
        const struct precision_state *state = &precise_now(precise)[i];
        double ratio = state->half_width / state->wanted;
        double own = isnan(ratio) ? 0 : precise->next * ratio * ratio;
        needed = fmax(needed, fmax(own, state->reached ? 0 : precise->next + 1));
    }
    needed = ceil(needed / precision->batch) * precision->batch;
    return needed < precise->enough ? (int32_t)needed : precise->enough;
}

const struct precision_state *precise_now(const struct precise *precise)
{
    return precision_now(precise->watch);
}

const struct results_precision *precise_told(struct precise *precise)
{
    const struct precision *precision = precise->order->precision;
    const struct precision_state *now = precise_now(precise);
    for (size_t i = 0; i < precision->n; i++) {
        const struct precision_goal *goal = &precision->goal[i];
        precise->row[i] = (struct precision_row){.indicator = goal->indicator,
                                                 .category = goal->category,
                                                 .scenario = goal->scenario,
                                                 .of_change = goal->of_change,
                                                 .wanted = now[i].wanted,
                                                 .relative = goal->relative ? goal->half_width : 0,
                                                 .mean = now[i].mean,
                                                 .half_width = now[i].half_width,
                                                 .reached = now[i].reached};
    }
    precise->told =
        (struct results_precision){precision->confidence,        precision->batch, precision->least,
                                   precise->order->replications, precision->n,     precise->row};
    return &precise->told;
}

char *precise_words(const struct precision *precision)
{
    size_t size = (precision->n + 1) * WORDS_OF_GOAL;
    char *words = malloc(size);
    if (!words)
        return NULL;
    int used = snprintf(words, size, "%.10g %%, batch %ld, least %ld", 100 * precision->confidence,
                        (long)precision->batch, (long)precision->least);
    for (size_t i = 0; i < precision->n && used > 0 && (size_t)used < size; i++) {
        const struct precision_goal *goal = &precision->goal[i];
        used += snprintf(words + used, size - (size_t)used, ", %s%s%s %s of %s ± %.17g%s",
                         goal->indicator, *goal->category ? "/" : "", goal->category,
                         goal->of_change ? "change" : "level", goal->scenario, goal->half_width,
                         goal->relative ? " of the mean" : "");
    }
    return words;
}
