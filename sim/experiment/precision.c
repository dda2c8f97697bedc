#include "experiment/precision.h"

#include <gsl/gsl_cdf.h>

#include <assert.h>
#include <math.h>
#include <stdlib.h>

/* One figure's units so far, by Welford's recurrence (Technometrics 4, 1962). */
struct figure {
    double mean, squares;
    double sum;    /* of the replications of the unit at hand */
    int64_t since; /* how many units there were when it became narrow enough; 0: it is not */
};

struct precision_watch {
    const struct precision *precision;
    struct figure *figure;         /* [n] */
    struct precision_state *state; /* [n] */
    int32_t next;                  /* number of the replication that comes next */
    int32_t in_unit;               /* replications of the unit at hand that did not fail */
    int64_t units;
};

struct precision_watch *precision_open(const struct precision *precision)
{
    assert(precision->each > 0 && precision->batch > 0 && precision->batch % precision->each == 0);
    struct precision_watch *watch = calloc(1, sizeof *watch);
    if (!watch)
        return NULL;
    watch->precision = precision;
    watch->figure = calloc(precision->n + 1, sizeof *watch->figure);
    watch->state = calloc(precision->n + 1, sizeof *watch->state);
    if (!watch->figure || !watch->state) {
        precision_close(watch);
        return NULL;
    }
    for (size_t i = 0; i < precision->n; i++)
        watch->state[i] = (struct precision_state){NAN, NAN, NAN, false};
    return watch;
}

void precision_close(struct precision_watch *watch)
{
    if (!watch)
        return;
    free(watch->figure);
    free(watch->state);
    free(watch);
}

/* How many units more a half-width must stay narrow that became so at n. */
static int64_t look_ahead(int64_t n)
{
    return n <= 100 ? PRECISION_LOOK_AHEAD : PRECISION_LOOK_AHEAD * n / 100;
}

static void add_unit(struct precision_watch *watch, size_t i, double t)
{
    const struct precision_goal *goal = &watch->precision->goal[i];
    struct figure *figure = &watch->figure[i];
    struct precision_state *state = &watch->state[i];
    double n = (double)watch->units;
    double value = figure->sum / (double)watch->in_unit, step = value - figure->mean;
    figure->mean += step / n;
    figure->squares += step * (value - figure->mean);
    figure->sum = 0;
    state->mean = figure->mean;
    state->half_width = watch->units > 1 ? t * sqrt(figure->squares / (n - 1) / n) : NAN;
    state->wanted = goal->half_width * (goal->relative ? fabs(figure->mean) : 1);
    bool narrow = state->half_width <= state->wanted; /* never of NaN */
    if (!narrow)
        figure->since = 0;
    else if (figure->since == 0)
        figure->since = watch->units;
    state->reached = narrow && watch->units >= figure->since + look_ahead(figure->since);
}

static void end_unit(struct precision_watch *watch)
{
    const struct precision *precision = watch->precision;
    if (watch->in_unit == 0)
        return;
    watch->units++;
    double tail = (1 - precision->confidence) / 2;
    double t = watch->units > 1 ? gsl_cdf_tdist_Qinv(tail, (double)(watch->units - 1)) : NAN;
    for (size_t i = 0; i < precision->n; i++)
        add_unit(watch, i, t);
    watch->in_unit = 0;
}

static bool all_reached(const struct precision_watch *watch)
{
    for (size_t i = 0; i < watch->precision->n; i++)
        if (!watch->state[i].reached)
            return false;
    return true;
}

bool precision_take(struct precision_watch *watch, int32_t number, const double *figures)
{
    const struct precision *precision = watch->precision;
    assert(number == watch->next);
    watch->next = number + 1;
    for (size_t i = 0; figures && i < precision->n; i++)
        watch->figure[i].sum += figures[i];
    watch->in_unit += figures != NULL;
    if (watch->next % precision->each == 0)
        end_unit(watch);
    return watch->next % precision->batch == 0 && watch->next >= precision->least &&
           all_reached(watch);
}

const struct precision_state *precision_now(const struct precision_watch *watch)
{
    return watch->state;
}
