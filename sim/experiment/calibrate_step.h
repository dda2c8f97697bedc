/* The linear part of a calibration: where the goals would be met best if the model were linear. */
#ifndef PLASSFLYT_EXPERIMENT_CALIBRATE_STEP_H
#define PLASSFLYT_EXPERIMENT_CALIBRATE_STEP_H

#include <gsl/gsl_matrix.h>
#include <gsl/gsl_vector.h>

#include <stdbool.h>

/* A figure to come near to. Its middle is what is aimed at, and a miss by half its width (its
 * tolerance) counts as two standard deviations. Of a sign, anything from low to high is as good. */
struct goal {
    double low, high;
    bool sign;
};

/* How far a figure is from what is aimed at, in standard deviations, and what one of them is. A
 * hundredth of a sign's span is one: only the direction is stated, so that any clear step beyond it
 * counts as a miss. */
double goal_miss(const struct goal *goal, double figure);
double goal_deviation(const struct goal *goal);

/* Solves min |A x - b| with low <= x <= high by an active set (Stark and Parker 1995, "Bounded-
 * variable least-squares", Computational Statistics 10): with some variables at their bounds, the
 * others are found by QR. A [rows][n] must have full column rank. x must start inside the bounds
 * and holds the answer. */
void bounded_least_squares(const gsl_matrix *a, const gsl_vector *b, const gsl_vector *low,
                           const gsl_vector *high, gsl_vector *x);

/* A linear problem around `places` [n], each from 0 to 1. */
struct step_problem {
    size_t n, m;
    const double *places;     /* [n] */
    const double *figures;    /* [m] found there */
    const gsl_matrix *slopes; /* [m][n] of the figures */
    const struct goal *goals; /* [m] */
    const double *centre;     /* [n] where the evidence puts the places */
    double pull;              /* weight of a place's squared distance from its centre */
    double damping;           /* the same from where it is now (Levenberg) */
};

/* Where the sum of squared misses, pull and damping is least, into `answer` [n]. */
void step_solve(const struct step_problem *problem, double *answer);

/* How many directions of the places the goals decide on against the pull: the sum over singular
 * values s of the slopes, in standard deviations, of s² / (s² + pull). */
double step_decided(const struct step_problem *problem);

#endif
