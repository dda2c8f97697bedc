/* Hazards as thresholds: a risk is one unit exponential, used up at the rate in force.
 *
 * A change of rate rescales what is left and keeps the draw, so that the same child meets the same
 * fate under two policies until its rates really differ; an unchanged rate changes nothing at all.
 */
#ifndef PLASSFLYT_ENGINE_HAZARD_H
#define PLASSFLYT_ENGINE_HAZARD_H

#include "engine/tick.h"

struct hazard {
    double left; /* of the unit exponential at `since`; negative: not drawn yet */
    double rate; /* per year, since `since` */
    tick since;
};

/* A new threshold, not drawn yet and with no rate. */
static inline struct hazard hazard_new(tick now)
{
    return (struct hazard){-1, 0, now};
}

/* Whether the threshold has still to be drawn when the risk gets its first rate. */
static inline int hazard_undrawn(const struct hazard *hazard)
{
    return hazard->left < 0;
}

/* When it strikes at the present rate. */
static inline tick hazard_strikes(const struct hazard *hazard)
{
    if (!(hazard->rate > 0))
        return TICK_NEVER;
    double ticks = hazard->left / hazard->rate * (double)TICKS_PER_YEAR;
    return ticks < (double)(TICK_NEVER / 2) ? hazard->since + (tick)(ticks + 0.5) : TICK_NEVER;
}

/* Uses up the threshold to `now` and goes on at `rate`. Returns whether anything changed. */
static inline int hazard_set_rate(struct hazard *hazard, double rate, tick now)
{
    if (rate == hazard->rate)
        return 0;
    double used = hazard->rate * ((double)(now - hazard->since) / (double)TICKS_PER_YEAR);
    hazard->left = hazard->left > used ? hazard->left - used : 0;
    hazard->rate = rate;
    hazard->since = now;
    return 1;
}

#endif
