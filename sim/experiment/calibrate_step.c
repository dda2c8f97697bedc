#include "experiment/calibrate_step.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>

#include <math.h>
#include <stdlib.h>

/* ---- goals ---- */

double goal_deviation(const struct goal *goal)
{
    return (goal->high - goal->low) / (goal->sign ? 100 : 4);
}

double goal_miss(const struct goal *goal, double figure)
{
    double aim = (goal->low + goal->high) / 2;
    if (goal->sign)
        aim = fmin(fmax(figure, goal->low), goal->high);
    return (figure - aim) / goal_deviation(goal);
}

/* ---- bounded least squares ---- */

/* What is being solved; `held` are the variables at a bound. */
struct bounded {
    const gsl_matrix *a;
    const gsl_vector *b, *low, *high;
    gsl_vector *x;
    bool *held;
    gsl_vector *residual; /* b - A x */
};

static size_t count_free(const struct bounded *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->x->size; i++)
        n += !p->held[i];
    return n;
}

static void find_residual(const struct bounded *p)
{
    gsl_vector_memcpy(p->residual, p->b);
    gsl_blas_dgemv(CblasNoTrans, -1, p->a, p->x, 1, p->residual);
}

/* The best change [n_free] of the free variables, bounds forgotten. */
static gsl_vector *free_change(const struct bounded *p, size_t n_free)
{
    gsl_matrix *part = gsl_matrix_alloc(p->a->size1, n_free);
    gsl_vector *tau = gsl_vector_alloc(n_free), *change = gsl_vector_alloc(n_free);
    gsl_vector *rest = gsl_vector_alloc(p->a->size1);
    for (size_t i = 0, k = 0; i < p->x->size; i++) {
        if (p->held[i])
            continue;
        gsl_vector_const_view column = gsl_matrix_const_column(p->a, i);
        gsl_matrix_set_col(part, k++, &column.vector);
    }
    gsl_linalg_QR_decomp(part, tau);
    gsl_linalg_QR_lssolve(part, tau, p->residual, change, rest);
    gsl_matrix_free(part);
    gsl_vector_free(tau);
    gsl_vector_free(rest);
    return change;
}

/* The part of the change after which the first variable meets a bound, at most 1; *first is that
 * variable, and *bound where it then stands. */
static double part_allowed(const struct bounded *p, const gsl_vector *change, size_t *first,
                           double *bound)
{
    double part = 1;
    for (size_t i = 0, k = 0; i < p->x->size; i++) {
        if (p->held[i])
            continue;
        double x = gsl_vector_get(p->x, i), step = gsl_vector_get(change, k++);
        double end = gsl_vector_get(step > 0 ? p->high : p->low, i);
        if (fabs(step) * part <= fabs(end - x))
            continue;
        part = (end - x) / step;
        *first = i;
        *bound = end;
    }
    return part;
}

/* Moves the free variables towards their best; one that meets a bound on the way is held there.
 * True if none did. */
static bool move_free(struct bounded *p)
{
    size_t n_free = count_free(p), first = 0;
    double bound = 0;
    if (n_free == 0)
        return true;
    gsl_vector *change = free_change(p, n_free);
    double part = part_allowed(p, change, &first, &bound);
    for (size_t i = 0, k = 0; i < p->x->size; i++)
        if (!p->held[i])
            *gsl_vector_ptr(p->x, i) += part * gsl_vector_get(change, k++);
    gsl_vector_free(change);
    if (part < 1) {
        gsl_vector_set(p->x, first, bound);
        p->held[first] = true;
    }
    find_residual(p);
    return part >= 1;
}

/* Frees the held variable whose bound costs most; false if none would leave its bound. */
static bool free_one(struct bounded *p)
{
    double most = 1e-9; /* of squared standard deviations: far below what a figure's noise makes */
    size_t which = p->x->size;
    for (size_t i = 0; i < p->x->size; i++) {
        if (!p->held[i])
            continue;
        double pressure;
        gsl_vector_const_view column = gsl_matrix_const_column(p->a, i);
        gsl_blas_ddot(&column.vector, p->residual, &pressure);
        bool at_high = gsl_vector_get(p->x, i) >= gsl_vector_get(p->high, i);
        double gain = at_high ? -pressure : pressure;
        if (gain > most) {
            most = gain;
            which = i;
        }
    }
    if (which == p->x->size)
        return false;
    p->held[which] = false;
    return true;
}

void bounded_least_squares(const gsl_matrix *a, const gsl_vector *b, const gsl_vector *low,
                           const gsl_vector *high, gsl_vector *x)
{
    struct bounded p = {.a = a, .b = b, .low = low, .high = high, .x = x};
    p.held = calloc(x->size, sizeof *p.held);
    p.residual = gsl_vector_alloc(b->size);
    find_residual(&p);
    /* Every round lowers the sum of squares, so no set of held variables comes back; the limit only
     * stops rounding from going round in circles. */
    size_t rounds = p.held ? 20 * x->size + 20 : 0;
    for (size_t i = 0; i < rounds; i++)
        if (move_free(&p) && !free_one(&p))
            break;
    gsl_vector_free(p.residual);
    free(p.held);
}

/* ---- a step ---- */

static size_t count_signs(const struct step_problem *problem)
{
    size_t n = 0;
    for (size_t g = 0; g < problem->m; g++)
        n += problem->goals[g].sign;
    return n;
}

/* The least squares problem of a step. Variables: the places, then for each sign the figure that is
 * aimed at, which may lie anywhere in its span. Rows: the goals, then one for each place, which
 * holds pull and damping together. */
struct rows {
    gsl_matrix *a;
    gsl_vector *b, *low, *high, *x;
};

static struct rows rows_make(const struct step_problem *problem)
{
    size_t n = problem->n + count_signs(problem), m = problem->m + problem->n;
    struct rows rows = {gsl_matrix_calloc(m, n), gsl_vector_calloc(m), gsl_vector_calloc(n),
                        gsl_vector_calloc(n), gsl_vector_calloc(n)};
    gsl_vector_set_all(rows.high, 1);
    return rows;
}

static void rows_free(struct rows *rows)
{
    gsl_matrix_free(rows->a);
    gsl_vector_free(rows->b);
    gsl_vector_free(rows->low);
    gsl_vector_free(rows->high);
    gsl_vector_free(rows->x);
}

static void add_goal(struct rows *rows, const struct step_problem *problem, size_t g, size_t *sign)
{
    const struct goal *goal = &problem->goals[g];
    double deviation = goal_deviation(goal), at_zero = problem->figures[g];
    for (size_t i = 0; i < problem->n; i++) {
        double slope = gsl_matrix_get(problem->slopes, g, i);
        at_zero -= slope * problem->places[i];
        gsl_matrix_set(rows->a, g, i, slope / deviation);
    }
    if (!goal->sign) {
        gsl_vector_set(rows->b, g, ((goal->low + goal->high) / 2 - at_zero) / deviation);
        return;
    }
    size_t i = (*sign)++;
    double aim = fmin(fmax(problem->figures[g], goal->low), goal->high);
    gsl_matrix_set(rows->a, g, i, -1);
    gsl_vector_set(rows->b, g, -at_zero / deviation);
    gsl_vector_set(rows->low, i, goal->low / deviation);
    gsl_vector_set(rows->high, i, goal->high / deviation);
    gsl_vector_set(rows->x, i, aim / deviation);
}

static void add_place(struct rows *rows, const struct step_problem *problem, size_t i)
{
    double weight = problem->pull + problem->damping, root = sqrt(weight);
    double drawn_to =
        (problem->pull * problem->centre[i] + problem->damping * problem->places[i]) / weight;
    gsl_matrix_set(rows->a, problem->m + i, i, root);
    gsl_vector_set(rows->b, problem->m + i, root * drawn_to);
    gsl_vector_set(rows->x, i, problem->places[i]);
}

void step_solve(const struct step_problem *problem, double *answer)
{
    struct rows rows = rows_make(problem);
    size_t sign = problem->n;
    for (size_t g = 0; g < problem->m; g++)
        add_goal(&rows, problem, g, &sign);
    for (size_t i = 0; i < problem->n; i++)
        add_place(&rows, problem, i);
    bounded_least_squares(rows.a, rows.b, rows.low, rows.high, rows.x);
    for (size_t i = 0; i < problem->n; i++)
        answer[i] = gsl_vector_get(rows.x, i);
    rows_free(&rows);
}

double step_decided(const struct step_problem *problem)
{
    size_t n = problem->n, m = problem->m;
    /* the transposed slopes where there are fewer goals than places: GSL wants a tall matrix */
    bool tall = n >= m;
    size_t long_side = tall ? n : m, short_side = tall ? m : n;
    gsl_matrix *a = gsl_matrix_alloc(long_side, short_side);
    gsl_matrix *v = gsl_matrix_alloc(short_side, short_side);
    gsl_vector *s = gsl_vector_alloc(short_side), *work = gsl_vector_alloc(short_side);
    for (size_t g = 0; g < m; g++)
        for (size_t i = 0; i < n; i++) {
            const struct goal *goal = &problem->goals[g];
            bool idle = goal->sign && goal_miss(goal, problem->figures[g]) == 0;
            double slope = idle ? 0 : gsl_matrix_get(problem->slopes, g, i) / goal_deviation(goal);
            gsl_matrix_set(a, tall ? i : g, tall ? g : i, slope);
        }
    gsl_linalg_SV_decomp(a, v, s, work);
    double decided = 0;
    for (size_t i = 0; i < short_side; i++) {
        double square = gsl_vector_get(s, i) * gsl_vector_get(s, i);
        decided += square / (square + problem->pull);
    }
    gsl_matrix_free(a);
    gsl_matrix_free(v);
    gsl_vector_free(s);
    gsl_vector_free(work);
    return decided;
}
