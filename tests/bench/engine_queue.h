/* M/M/c on the engine: one entity a customer, addressed draws, first come first served. */
#ifndef PLASSFLYT_BENCH_ENGINE_QUEUE_H
#define PLASSFLYT_BENCH_ENGINE_QUEUE_H

#include <stdint.h>

/* Service rate 1, from empty; returns the mean time in system of the customers served. */
double engine_queue(uint32_t servers, double arrival_rate, uint64_t customers, uint32_t seed);

#endif
