#include "experiment/calibrate.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double step = 0.2; /* over which slopes are taken */
static const double pull = 4; /* 1 / variance of a place: half a range is one standard deviation */
static const double dampings[] = {0, 10, 50, 250, 1250, 6250, 31250};
static const double least_gain = 0.02; /* of the loss, below which iterating is not worth it */
static const double good_gain = 0.1;   /* below which corrected slopes are worn out */

enum {
    N_DAMPINGS = sizeof dampings / sizeof dampings[0],
    TRIED = 4, /* dampings that are always tried; the others as long as nothing is gained */
    STEPS = 4, /* from the same slopes, corrected, at most */
    CORRECTIONS = 2
};

/* What is worked with. */
struct work {
    const struct calibration_order *order;
    const struct goal *goals; /* those of the order, or moved */
    const double *centre;     /* the evidence, or moved */
    gsl_matrix *slopes;       /* [m][n] at the last point where they were taken */
    enum trial slope;         /* how they are taken */
    bool stopped;
};

bool goal_met(const struct goal *goal, double figure)
{
    return figure >= goal->low && figure <= goal->high;
}

long calibration_simulations(const struct calibration_order *order)
{
    return 1 + (long)order->iterations * ((long)order->n + 1 + (long)STEPS * N_DAMPINGS) +
           (long)order->fits * CORRECTIONS;
}

/* ---- one fit ---- */

static struct fit fit_make(const struct calibration_order *order)
{
    return (struct fit){.places = calloc(order->n + 1, sizeof(double)),
                        .figures = calloc(order->m + 1, sizeof(double))};
}

static void fit_free(struct fit *fit)
{
    free(fit->places);
    free(fit->figures);
}

static void fit_copy(struct fit *to, const struct fit *from, const struct calibration_order *order)
{
    memcpy(to->places, from->places, order->n * sizeof *to->places);
    memcpy(to->figures, from->figures, order->m * sizeof *to->figures);
    to->misses = from->misses;
    to->loss = from->loss;
}

/* Infinite where the simulation failed. */
static void judge(const struct work *work, struct fit *fit)
{
    fit->misses = 0;
    for (size_t g = 0; g < work->order->m; g++) {
        double miss = goal_miss(&work->goals[g], fit->figures[g]);
        fit->misses += miss * miss;
    }
    if (isnan(fit->misses))
        fit->misses = INFINITY;
    fit->loss = fit->misses;
    for (size_t i = 0; i < work->order->n; i++) {
        double away = fit->places[i] - work->centre[i];
        fit->loss += pull * away * away;
    }
}

static bool simulate(struct work *work, enum trial trial, struct fit *fit)
{
    const struct calibration_order *order = work->order;
    if (!work->stopped && !order->simulate(order->context, trial, fit->places, fit->figures))
        work->stopped = true;
    if (!work->stopped)
        judge(work, fit);
    return !work->stopped;
}

/* ---- slopes ---- */

static void set_slope(struct work *work, size_t i, const struct fit *at, const struct fit *beside)
{
    double moved = beside->places[i] - at->places[i];
    bool known = isfinite(beside->misses) && fabs(moved) > 0;
    for (size_t g = 0; g < work->order->m; g++)
        gsl_matrix_set(work->slopes, g, i,
                       known ? (beside->figures[g] - at->figures[g]) / moved : 0);
}

/* Slopes along one place, by a step into the wider side of its range; the other way if the
 * simulation fails there, and none if both fail. */
static bool find_slope(struct work *work, const struct fit *at, size_t i, struct fit *beside)
{
    double way = at->places[i] < 0.6 ? step : -step;
    for (int attempt = 0; attempt < 2; attempt++) {
        fit_copy(beside, at, work->order);
        beside->places[i] = fmin(fmax(at->places[i] + (attempt ? -way : way), 0), 1);
        if (!simulate(work, work->slope, beside))
            return false;
        if (isfinite(beside->misses))
            break;
    }
    set_slope(work, i, at, beside);
    return true;
}

static bool find_slopes(struct work *work, const struct fit *at)
{
    struct fit here = fit_make(work->order), beside = fit_make(work->order);
    fit_copy(&here, at, work->order);
    bool good = simulate(work, work->slope, &here);
    for (size_t i = 0; i < work->order->n && good; i++)
        good = find_slope(work, &here, i, &beside);
    fit_free(&here);
    fit_free(&beside);
    return good;
}

/* Turns the slopes so that they explain what was found between two points (Broyden). */
static void correct_slopes(gsl_matrix *slopes, const struct fit *from, const struct fit *to)
{
    double length = 0;
    for (size_t i = 0; i < slopes->size2; i++)
        length += pow(to->places[i] - from->places[i], 2);
    for (size_t g = 0; g < slopes->size1 && length > 0; g++) {
        double unexplained = to->figures[g] - from->figures[g];
        for (size_t i = 0; i < slopes->size2; i++)
            unexplained -= gsl_matrix_get(slopes, g, i) * (to->places[i] - from->places[i]);
        for (size_t i = 0; i < slopes->size2; i++)
            *gsl_matrix_ptr(slopes, g, i) +=
                unexplained * (to->places[i] - from->places[i]) / length;
    }
}

static struct step_problem problem_at(const struct work *work, const struct fit *at, double damping)
{
    return (struct step_problem){.n = work->order->n,
                                 .m = work->order->m,
                                 .places = at->places,
                                 .figures = at->figures,
                                 .slopes = work->slopes,
                                 .goals = work->goals,
                                 .centre = work->centre,
                                 .pull = pull,
                                 .damping = damping};
}

/* ---- the best fit ---- */

/* Tries dampings from the best fit and keeps what is best. */
static bool try_dampings(struct work *work, struct fit *best)
{
    struct fit from = fit_make(work->order), trial = fit_make(work->order);
    fit_copy(&from, best, work->order);
    bool good = true;
    for (int d = 0; d < N_DAMPINGS && good && (d < TRIED || best->loss >= from.loss); d++) {
        struct step_problem problem = problem_at(work, &from, dampings[d]);
        step_solve(&problem, trial.places);
        good = simulate(work, TRIAL_FIT, &trial);
        if (good && trial.loss < best->loss)
            fit_copy(best, &trial, work->order);
    }
    if (good && best->loss < from.loss)
        correct_slopes(work->slopes, &from, best);
    fit_free(&from);
    fit_free(&trial);
    return good;
}

/* Steps from the same slopes, corrected after each, for as long as they gain much. */
static bool make_steps(struct work *work, struct fit *best)
{
    double before = INFINITY;
    for (int s = 0; s < STEPS && best->loss < (1 - good_gain) * before; s++) {
        before = best->loss;
        if (!try_dampings(work, best))
            return false;
    }
    return true;
}

static bool iterate(struct work *work, struct calibration *calibration)
{
    bool gaining = true;
    while (gaining && calibration->iterations < work->order->iterations) {
        double before = calibration->best.loss;
        bool rough = calibration->iterations == 0;
        work->slope = rough ? TRIAL_SLOPE : TRIAL_FIT;
        if (!find_slopes(work, &calibration->best) || !make_steps(work, &calibration->best))
            return false;
        calibration->iterations++;
        gaining = rough || calibration->best.loss < (1 - least_gain) * before;
    }
    struct step_problem problem = problem_at(work, &calibration->best, 0);
    calibration->decided = step_decided(&problem);
    return true;
}

/* ---- the set of fits ---- */

/* A normal number whose absolute value is at most `most`. */
static double short_normal(gsl_rng *random, double most)
{
    double z;
    do
        z = gsl_ran_gaussian(random, 1);
    while (fabs(z) > most);
    return z;
}

/* A goal whose middle is moved, but not beyond its tolerance; a direction stays as it is. */
static struct goal moved_goal(const struct goal *goal, gsl_rng *random)
{
    double by = goal_deviation(goal) * short_normal(random, 2);
    return goal->sign ? *goal : (struct goal){goal->low + by, goal->high + by, false};
}

static double moved_place(double place, gsl_rng *random)
{
    double moved;
    do
        moved = place + gsl_ran_gaussian(random, 1 / sqrt(pull));
    while (moved < 0 || moved > 1);
    return moved;
}

static bool keeps_goals(const struct calibration_order *order, const struct fit *fit,
                        const struct fit *best)
{
    for (size_t g = 0; g < order->m; g++)
        if (goal_met(&order->goals[g], best->figures[g]) &&
            !goal_met(&order->goals[g], fit->figures[g]))
            return false;
    return true;
}

/* Solves the moved problem: from the best fit, then from what came of it. */
static bool solve_moved(struct work *work, const struct fit *best, struct fit *fit)
{
    struct fit from = fit_make(work->order), trial = fit_make(work->order);
    fit_copy(&from, best, work->order);
    fit->loss = INFINITY;
    bool good = true;
    for (int c = 0; c < CORRECTIONS && good; c++) {
        struct step_problem problem = problem_at(work, &from, 0);
        step_solve(&problem, trial.places);
        good = simulate(work, TRIAL_FIT, &trial);
        if (!good || !isfinite(trial.loss))
            break;
        correct_slopes(work->slopes, &from, &trial);
        fit_copy(&from, &trial, work->order);
        if (trial.loss < fit->loss)
            fit_copy(fit, &trial, work->order);
    }
    fit_free(&from);
    fit_free(&trial);
    return good;
}

/* Member `number` of the set, which does not depend on how many there are. */
static bool make_member(const struct work *work, struct calibration *calibration, size_t number,
                        gsl_rng *random)
{
    const struct calibration_order *order = work->order;
    struct goal *goals = calloc(order->m + 1, sizeof *goals);
    double *centre = calloc(order->n + 1, sizeof *centre);
    gsl_matrix *slopes = gsl_matrix_alloc(order->m, order->n);
    gsl_rng_set(random, order->seed + 1000003UL * (number + 1));
    gsl_matrix_memcpy(slopes, work->slopes);
    for (size_t g = 0; g < order->m; g++)
        goals[g] = moved_goal(&order->goals[g], random);
    for (size_t i = 0; i < order->n; i++)
        centre[i] = moved_place(order->evidence[i], random);
    struct work moved = {.order = order, .goals = goals, .centre = centre, .slopes = slopes};
    struct fit *fit = &calibration->fits[number];
    bool good = solve_moved(&moved, &calibration->best, fit);
    if (good && isfinite(fit->loss)) {
        judge(work, fit); /* by the goals and the evidence themselves */
        fit->kept = keeps_goals(order, fit, &calibration->best);
        calibration->n_kept += fit->kept;
    }
    gsl_matrix_free(slopes);
    free(goals);
    free(centre);
    return good;
}

static bool make_fits(struct work *work, struct calibration *calibration)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    bool good = true;
    for (size_t k = 0; k < calibration->n_fits && good; k++)
        good = make_member(work, calibration, k, random);
    gsl_rng_free(random);
    return good;
}

/* ---- all of it ---- */

static enum calibration_end run(struct work *work, struct calibration *calibration)
{
    const struct calibration_order *order = work->order;
    memcpy(calibration->start.places, order->evidence, order->n * sizeof(double));
    if (!simulate(work, TRIAL_FIT, &calibration->start))
        return CALIBRATION_STOPPED;
    if (!isfinite(calibration->start.loss))
        return CALIBRATION_START_FAILED;
    fit_copy(&calibration->best, &calibration->start, order);
    return iterate(work, calibration) && make_fits(work, calibration) ? CALIBRATION_DONE
                                                                      : CALIBRATION_STOPPED;
}

enum calibration_end calibrate(const struct calibration_order *order,
                               struct calibration *calibration)
{
    *calibration = (struct calibration){.start = fit_make(order),
                                        .best = fit_make(order),
                                        .fits = calloc((size_t)order->fits + 1, sizeof(struct fit)),
                                        .n_fits = (size_t)order->fits};
    for (size_t k = 0; k < calibration->n_fits; k++)
        calibration->fits[k] = fit_make(order);
    struct work work = {.order = order,
                        .goals = order->goals,
                        .centre = order->evidence,
                        .slopes = gsl_matrix_calloc(order->m, order->n)};
    enum calibration_end end = run(&work, calibration);
    gsl_matrix_free(work.slopes);
    return end;
}

void calibration_free(struct calibration *calibration)
{
    fit_free(&calibration->start);
    fit_free(&calibration->best);
    for (size_t k = 0; k < calibration->n_fits; k++)
        fit_free(&calibration->fits[k]);
    free(calibration->fits);
}
