#include "engine/quantile.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

/* Tail probability of knot i: 2^-30 … 1/2, 32 knots an octave. */
static double knot_probability(int i)
{
    int octave = i / QUANTILE_STEPS;
    double within = 1.0 + (double)(i % QUANTILE_STEPS) / QUANTILE_STEPS;
    return ldexp(within, octave - QUANTILE_OCTAVES - 1);
}

/* Keeps 22 significant bits. */
static double rounded(double x)
{
    int exponent;
    double fraction = frexp(x, &exponent);
    return ldexp(nearbyint(ldexp(fraction, 22)), exponent - 22);
}

static double quantile_of_tail(enum quantile_family family, double shape, double t, int upper)
{
    if (family == QUANTILE_GAMMA)
        return upper ? gsl_cdf_gamma_Qinv(t, shape, 1 / shape)
                     : gsl_cdf_gamma_Pinv(t, shape, 1 / shape);
    if (!(shape > 0))
        return 1;
    double zeta = -shape * shape / 2; /* so that the mean is 1 */
    return upper ? gsl_cdf_lognormal_Qinv(t, zeta, shape) : gsl_cdf_lognormal_Pinv(t, zeta, shape);
}

void quantile_make(struct quantile *table, enum quantile_family family, double shape)
{
    for (int i = 0; i < QUANTILE_KNOTS; i++) {
        double t = knot_probability(i);
        table->lower[i] = rounded(quantile_of_tail(family, shape, t, 0));
        table->upper[i] = rounded(quantile_of_tail(family, shape, t, 1));
    }
}

double quantile_at(const struct quantile *table, double u)
{
    const double *knot = u < 0.5 ? table->lower : table->upper;
    double t = u < 0.5 ? u : 1 - u;
    if (t < 0x1p-31)
        t = 0x1p-31;
    uint64_t bits;
    memcpy(&bits, &t, sizeof bits);
    /* exponent and the first five bits of the fraction number the knot */
    enum { FRACTION_BITS = 52, STEP_BITS = 5, BIAS = 1023 };
    int i =
        (int)(bits >> (FRACTION_BITS - STEP_BITS)) - ((BIAS - QUANTILE_OCTAVES - 1) << STEP_BITS);
    if (i >= QUANTILE_KNOTS - 1)
        return knot[QUANTILE_KNOTS - 1];
    uint64_t rest = bits & ((UINT64_C(1) << (FRACTION_BITS - STEP_BITS)) - 1);
    double part = (double)rest * 0x1p-47;
    return knot[i] + part * (knot[i + 1] - knot[i]);
}

double quantile_above(const struct quantile *table, double least, double u)
{
    enum { HALVINGS = 60 };
    double low = 0, high = 1; /* the probability of `least` lies between them */
    for (int i = 0; i < HALVINGS; i++) {
        double middle = low + (high - low) / 2;
        if (quantile_at(table, middle) < least)
            low = middle;
        else
            high = middle;
    }
    double above = quantile_at(table, high + (1 - high) * u);
    return above > least ? above : least;
}
