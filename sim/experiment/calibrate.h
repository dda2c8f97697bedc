/* Calibration: places of uncertain values in their ranges at which a simulation comes near to
 * goals.
 *
 * The simulation is dear, noisy, smooth in expectation, and has many more uncertain values than
 * there are figures to hold it against. Hence:
 *
 * - Gauss–Newton with bounds. One simulation for each value gives all slopes; sampling methods that
 *   know no slopes (approximate Bayesian computation, history matching by random points) would need
 *   thousands in so many dimensions. Every simulation uses the same replications and seed, so that
 *   differences are those of the values, and slopes are taken over a fifth of a range, so that what
 *   is left of the noise is small against them; hence half the replications do for a slope.
 * - Slopes once, then corrected: every simulation beside the last point turns them so that they
 *   explain what it gave (Broyden 1965, "A class of methods for solving nonlinear simultaneous
 *   equations", Mathematics of Computation 19). New ones are taken only where the corrected ones
 *   gain no more. With seventy values a step then costs four simulations rather than seventy.
 * - A pull towards the evidence: without it, few figures and many values have no single answer.
 * Half the width of a range is read as one standard deviation, so that a value moved from the
 * middle of its range to an end costs as much as a figure missed by half its tolerance. Cut at the
 * ends of the range, such a distribution is nearly uniform.
 * - Several dampings (Levenberg): each is tried by a simulation and the best is kept. Where none
 *   gains, or the simulation fails, shorter steps follow.
 * - A set of fits, by randomized maximum likelihood (Oliver, He and Reynolds 1996, "Conditioning
 *   permeability fields to pressure data"): goals and evidence are moved at random within their
 *   tolerances, and the moved problem is solved from the last slopes, with two simulations to
 *   correct it. For a linear model this draws from the exact posterior distribution.
 */
#ifndef PLASSFLYT_EXPERIMENT_CALIBRATE_H
#define PLASSFLYT_EXPERIMENT_CALIBRATE_H

#include "experiment/calibrate_step.h"

#include <stddef.h>
#include <stdint.h>

/* What a simulation is for: a slope is the difference of two of them, which may be rougher. The
 * slopes of the first iteration are; what they could not find, later ones look for with all
 * replications. */
enum trial { TRIAL_FIT, TRIAL_SLOPE };

struct calibration_order {
    size_t n, m;
    const struct goal *goals; /* [m] */
    const double *evidence;   /* [n] places, each from 0 to 1 */
    int iterations;           /* slopes are taken at most so many times, at least 1 */
    int fits;                 /* members of the set */
    uint32_t seed;            /* of what moves goals and evidence for the set */
    /* Simulates at places [n], which it may move to the nearest that it can have, and gives figures
     * [m], all NaN if the simulation failed there. False if it cannot go on at all. */
    bool (*simulate)(void *context, enum trial trial, double *places, double *figures);
    void *context;
};

/* One fit. */
struct fit {
    double *places;  /* [n] */
    double *figures; /* [m] */
    double misses;   /* sum of squared misses, in standard deviations */
    double loss;     /* the same and the pull */
    bool kept;       /* of the set: it meets every goal that the best fit meets */
};

struct calibration {
    struct fit start, best;
    struct fit *fits; /* [n_fits] */
    size_t n_fits, n_kept;
    int iterations; /* in which slopes were taken, the last one perhaps without gain */
    double decided; /* directions that the goals decide on (step_decided) */
};

enum calibration_end {
    CALIBRATION_DONE,
    CALIBRATION_STOPPED,     /* simulate cannot go on */
    CALIBRATION_START_FAILED /* no figures from the evidence's own values */
};

/* At most how many simulations a calibration needs. */
long calibration_simulations(const struct calibration_order *order);

/* Calibrates. What it gives is to be freed with calibration_free, however it ended. The same order
 * gives the same numbers. */
enum calibration_end calibrate(const struct calibration_order *order,
                               struct calibration *calibration);
void calibration_free(struct calibration *calibration);

/* Whether a figure lies where the goal is met. */
bool goal_met(const struct goal *goal, double figure);

#endif
