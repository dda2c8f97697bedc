/* Simulated time: whole milliseconds since the start of history; negative during the fill. */
#ifndef PLASSFLYT_ENGINE_TICK_H
#define PLASSFLYT_ENGINE_TICK_H

#include <stdint.h>

typedef int64_t tick;

#define TICKS_PER_DAY INT64_C(86400000)
/* A year of rates ("1/year") is 365.25 days. */
#define TICKS_PER_YEAR INT64_C(31557600000)

/* Later than any event: about 4 460 years. */
#define TICK_NEVER (INT64_C(1) << 47)

/* A duration in days or years as whole ticks, rounded to nearest; negative is taken as none. */
static inline tick ticks_of_days(double days)
{
    return days > 0 ? (tick)(days * (double)TICKS_PER_DAY + 0.5) : 0;
}

static inline tick ticks_of_years(double years)
{
    return years > 0 ? (tick)(years * (double)TICKS_PER_YEAR + 0.5) : 0;
}

#endif
