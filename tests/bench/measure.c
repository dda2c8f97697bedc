#include "measure.h"

#include <stdlib.h>
#include <time.h>

static double seconds_of(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double cpu_seconds(void)
{
    return seconds_of(CLOCK_THREAD_CPUTIME_ID);
}

double wall_seconds(void)
{
    return seconds_of(CLOCK_MONOTONIC);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double median(double *values, uint32_t n)
{
    qsort(values, n, sizeof *values, ascending);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

struct measured measure(struct contestant floor, struct contestant ours, uint32_t rounds)
{
    double low[ROUNDS_MOST] = {0}, high[ROUNDS_MOST] = {0}, ratio[ROUNDS_MOST] = {0};
    floor.run(floor.context, 0);
    ours.run(ours.context, 0);
    for (uint32_t i = 0; i < rounds; i++) {
        low[i] = floor.run(floor.context, i + 1);
        high[i] = ours.run(ours.context, i + 1);
        ratio[i] = high[i] / low[i];
    }
    return (struct measured){median(low, rounds), median(high, rounds), median(ratio, rounds)};
}

double measure_alone(struct contestant contestant, uint32_t rounds)
{
    double value[ROUNDS_MOST] = {0};
    contestant.run(contestant.context, 0);
    for (uint32_t i = 0; i < rounds; i++)
        value[i] = contestant.run(contestant.context, i + 1);
    return median(value, rounds);
}
