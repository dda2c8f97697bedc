/* When enough replications have been run: as soon as every wanted half-width is reached.
 *
 * A figure is one number of a replication: an indicator of one scenario, or its difference from the
 * null alternative in the same replication. The unit is the replication; where replications share
 * draws of the uncertain values, the draw, with the mean of its replications (as analysis/statistics.h
 * counts them). After each unit a figure has the half-width t(n − 1) · s / √n of its interval.
 *
 * A half-width that is narrow once may be so by luck: it must have been reached at some n and stay so
 * for the f(n) units after (Hoad, Robinson and Davies 2010, "Automated selection of the number of
 * replications for a discrete-event simulation", J. Oper. Res. Soc. 61: f(n) = kLimit up to 100 units,
 * kLimit · n / 100 beyond; kLimit = 5). The units looked ahead at are run and kept.
 *
 * It is decided at the ends of batches only, from the figures of all replications before in order of
 * their numbers. So what is decided depends on nothing but the figures: not on threads, ranks, or
 * which replication was ready first.
 */
#ifndef PLASSFLYT_EXPERIMENT_PRECISION_H
#define PLASSFLYT_EXPERIMENT_PRECISION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PRECISION_LOOK_AHEAD 5 /* kLimit */

/* What is wanted of one figure. */
struct precision_goal {
    const char *indicator, *category; /* category: "" where the indicator is one number */
    const char *scenario;
    bool of_change; /* the difference from the null alternative, not the level */
    double
        half_width; /* at most so wide, in the indicator's unit; of a relative one, as a share … */
    bool relative;  /* … of the magnitude of the mean, as estimated */
};

struct precision {
    double confidence; /* of each interval: 0.95 */
    int32_t batch;     /* decided after every so many replications; a multiple of each */
    int32_t least;     /* not before so many */
    int32_t each;      /* replications a draw; 1 where they share none */
    size_t n;
    const struct precision_goal *goal; /* [n], one a figure */
};

/* How far a figure has come. */
struct precision_state {
    double mean, half_width; /* NaN with fewer than two units */
    double wanted; /* half-width, in the figure's unit: of a relative goal, of the mean now */
    bool reached;  /* narrow enough, and long enough so */
};

struct precision_watch;

/* Starts with no replication. NULL if memory is short. The precision must outlive the watch. */
struct precision_watch *precision_open(const struct precision *precision);
void precision_close(struct precision_watch *watch);

/* Takes replication `number`, the one after the last: its figures [n], or NULL if it failed. True if
 * the replications up to and with it are enough: then no more are to be taken. A figure that is NaN
 * is never precise enough. */
bool precision_take(struct precision_watch *watch, int32_t number, const double *figures);

/* How far each figure has come, [n]; valid until the next call. */
const struct precision_state *precision_now(const struct precision_watch *watch);

#endif
