#include "analysis/statistics_waits.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* Ends in one week by role. */
struct week {
    double wished, other, cut_off;
};

static struct week count_week(const double *counts, size_t ends, const enum wait_role *role)
{
    struct week week = {0, 0, 0};
    for (size_t e = 0; e < ends; e++) {
        if (role[e] == WAIT_WISHED)
            week.wished += counts[e];
        else if (role[e] == WAIT_OTHER)
            week.other += counts[e];
        else
            week.cut_off += counts[e];
    }
    return week;
}

/* Number watched in a week: those cut off in it count half. */
static double watched(double at_risk, double cut_off)
{
    return at_risk - cut_off / 2;
}

/* The step from t to t + 1 completed weeks when `at_risk` are waiting at t. */
static void step(struct wait_curves *curves, size_t t, const struct week *week, double at_risk)
{
    double all = watched(at_risk, week->cut_off);
    double wished_only = watched(at_risk, week->cut_off + week->other);
    bool any = at_risk > 0;
    double left = any ? (all - week->wished - week->other) / all : 1;
    double left_alone = any ? (wished_only - week->wished) / wished_only : 1;
    double of_all = any ? curves->waiting[t] / all : 0;
    curves->watched = any ? t + 1 : curves->watched;
    curves->waiting[t + 1] = curves->waiting[t] * left;
    curves->wished[t + 1] = curves->wished[t] + of_all * week->wished;
    curves->other[t + 1] = curves->other[t] + of_all * week->other;
    curves->alone[t + 1] = curves->alone[t] * left_alone;
}

struct wait_curves *wait_curves_make(const double *counts, size_t weeks, size_t ends,
                                     const enum wait_role *role)
{
    struct wait_curves *curves = calloc(1, sizeof *curves);
    double *values = calloc(4 * weeks + 1, sizeof *values);
    if (!curves || !values || weeks == 0) {
        free(curves);
        free(values);
        return NULL;
    }
    curves->points = weeks;
    curves->waiting = values;
    curves->wished = values + weeks;
    curves->other = values + 2 * weeks;
    curves->alone = values + 3 * weeks;
    curves->waiting[0] = curves->alone[0] = 1;
    for (size_t i = 0; i < weeks * ends; i++)
        curves->waits += counts[i];
    double at_risk = curves->waits;
    for (size_t t = 0; t + 1 < weeks; t++) {
        struct week week = count_week(counts + t * ends, ends, role);
        step(curves, t, &week, at_risk);
        at_risk -= week.wished + week.other + week.cut_off;
    }
    return curves;
}

void wait_curves_free(struct wait_curves *curves)
{
    if (!curves)
        return;
    free(curves->waiting);
    free(curves);
}

double wait_quantile(const struct wait_curves *curves, double p)
{
    double left = 1 - p;
    for (size_t t = 0; t + 1 < curves->points; t++) {
        double from = curves->waiting[t], to = curves->waiting[t + 1];
        if (to <= left)
            return from > left ? (double)t + (from - left) / (from - to) : (double)t;
    }
    return NAN;
}

double wait_longer_than(const struct wait_curves *curves, size_t weeks)
{
    bool known = weeks <= curves->watched || curves->waiting[curves->watched] <= 0;
    return weeks < curves->points && curves->waits > 0 && known ? curves->waiting[weeks] : NAN;
}
