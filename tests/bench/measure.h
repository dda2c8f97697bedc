/* Measuring beside each other: contestants take turns in one run, so that whatever else the machine
 * does meets both alike. */
#ifndef PLASSFLYT_BENCH_MEASURE_H
#define PLASSFLYT_BENCH_MEASURE_H

#include <stdint.h>

/* Time of this thread on a processor, and of the clock on the wall, in seconds. */
double cpu_seconds(void);
double wall_seconds(void);

/* Runs once and returns what is measured. Round 0 only warms up. */
typedef double trial(void *context, uint32_t round);

struct contestant {
    trial *run;
    void *context;
};

enum { ROUNDS_MOST = 31 };

/* Medians over the rounds; ratio is the median of the rounds' ratios, ours to the floor's. */
struct measured {
    double floor, ours, ratio;
};

struct measured measure(struct contestant floor, struct contestant ours, uint32_t rounds);

double measure_alone(struct contestant contestant, uint32_t rounds);

/* Sorts the values. */
double median(double *values, uint32_t n);

#endif
