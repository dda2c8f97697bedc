/* Quantile tables of distributions with mean 1: inverse transform without a libm in the model.
 *
 * Knots lie at the tail probabilities 2^-k (1 + j/32), both sides, down to 2^-30; between knots the
 * quantile is linear. Knots are made by GSL and rounded to 22 significant bits, far coarser than
 * the last bits in which mathematics libraries differ between machines.
 */
#ifndef PLASSFLYT_ENGINE_QUANTILE_H
#define PLASSFLYT_ENGINE_QUANTILE_H

enum quantile_family { QUANTILE_GAMMA, QUANTILE_LOGNORMAL };

enum { QUANTILE_OCTAVES = 30, QUANTILE_STEPS = 32 };
enum { QUANTILE_KNOTS = QUANTILE_OCTAVES * QUANTILE_STEPS + 1 };

struct quantile {
    double lower[QUANTILE_KNOTS]; /* quantile at tail probability t from below */
    double upper[QUANTILE_KNOTS]; /* … from above */
};

/* Fills the table of the distribution with mean 1 and the given shape: gamma: shape parameter
 * (> 0); lognormal: standard deviation of the logarithm (>= 0; 0 is the constant 1). */
void quantile_make(struct quantile *table, enum quantile_family family, double shape);

/* The quantile at probability u, 0 < u < 1. */
double quantile_at(const struct quantile *table, double u);

/* The quantile at probability u of what lies above `least`; `least` if nothing does. */
double quantile_above(const struct quantile *table, double least, double u);

#endif
