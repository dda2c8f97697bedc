/* The floor: the least that plain C needs for the same work. No checks, no cancelled events, no
 * ties, no growth, one generator consumed by everybody. */
#ifndef PLASSFLYT_BENCH_FLOOR_H
#define PLASSFLYT_BENCH_FLOOR_H

#include <stdint.h>

/* Hold model: so many pending events, each rescheduled an exponential later whenever it comes
 * first. */
struct floor_hold;

struct floor_hold *floor_hold_open(uint32_t pending, uint64_t seed);
void floor_hold_run(struct floor_hold *hold, uint64_t events);
/* Simulated time reached, in mean times between two events of a slot. */
double floor_hold_time(const struct floor_hold *hold);
void floor_hold_close(struct floor_hold *hold);

/* M/M/1, first come first served, service rate 1, from empty: the two next events as two variables.
 * Returns the mean time in system of the customers served. */
double floor_mm1(double arrival_rate, uint64_t customers, uint64_t seed);

/* M/M/c the same, as a winner tree over the servers and the arrival stream. */
double floor_mmc(uint32_t servers, double arrival_rate, uint64_t customers, uint64_t seed);

#endif
