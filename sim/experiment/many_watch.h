/* A thread beside those that compute: shows every few seconds that the run lives, forces the journal to
 * disk, and tells how far the run is when somebody asks. */
#ifndef PLASSFLYT_EXPERIMENT_MANY_WATCH_H
#define PLASSFLYT_EXPERIMENT_MANY_WATCH_H

#include "experiment/many_run.h"

/* One run at a time may be watched. False if no thread can be made. */
bool watch_start(struct run *run);

/* Ends the thread. */
void watch_end(void);

#endif
