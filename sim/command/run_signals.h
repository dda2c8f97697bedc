/* What signals mean to a run.
 *
 * SIGINT, SIGTERM, SIGHUP: the run ends in order, with what is done in the journal; a second one ends
 * the program at once, which loses the replications that are being run and nothing else. SIGUSR1: the
 * run tells how far it is. SIGXFSZ (a limit on the size of files) is left to the write that meets it.
 */
#ifndef PLASSFLYT_COMMAND_RUN_SIGNALS_H
#define PLASSFLYT_COMMAND_RUN_SIGNALS_H

#include <signal.h>
#include <stdatomic.h>

enum { N_RUN_SIGNALS = 5 };

/* How signals were met before. */
struct run_signals {
    struct sigaction before[N_RUN_SIGNALS];
};

/* Meets signals for a run. Gives what becomes true when the run shall stop. */
const atomic_int *run_signals_catch(struct run_signals *signals);

/* Meets them as before. */
void run_signals_release(const struct run_signals *signals);

#endif
