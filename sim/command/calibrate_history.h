/* Simulating the history for calibration: the null alternative alone, no longer than the targets
 * need, with nothing in it that is held back. The figures are those of `plassflyt validate`: the
 * same results file, read by the same code. */
#ifndef PLASSFLYT_COMMAND_CALIBRATE_HISTORY_H
#define PLASSFLYT_COMMAND_CALIBRATE_HISTORY_H

#include "command/bar.h"
#include "experiment/calibrate.h"
#include "experiment/calibrate_journal.h"
#include "experiment/calibrate_space.h"

struct history {
    const struct invocation *invocation;
    struct study study; /* a copy, to run; its values are set for each simulation */
    struct policy null_alternative;
    struct target *targets; /* [study.n_targets]: first those fitted to, then the labels */
    size_t n_fitted;
    struct goal *goals;   /* [n_fitted] */
    int last_year;        /* of the targets, and of the history */
    struct space space;   /* of the study as it was read */
    int32_t replications; /* of a trial; half of them for a slope */
    uint32_t seed;
    struct calibration_journal *journal;
    char *folder; /* of the temporary results file */
    struct messages messages;
    long simulated, found, wanted; /* simulations: made, in the journal, and at most */
    double started;
    struct bar bar;
};

/* Takes what calibration may see out of a study, which must outlive the history. False after a
 * message on invocation->err. Free with history_free either way. */
bool history_make(struct history *history, const struct study *study,
                  const struct invocation *invocation);
void history_free(struct history *history);

/* `simulate` of struct calibration_order; the context is the history. */
bool history_simulate(void *history, enum trial trial, double *places, double *figures);

/* All figures [study.n_targets] at places that have been simulated. */
bool history_figures(struct history *history, const double *places, double *figures);

/* The null alternative's means for the first targets of a results file, as `plassflyt validate` shows
 * them, into figures [room]. False and a message if the file cannot be read. */
bool figures_read(const char *path, size_t room, double *figures, struct messages *messages);

#endif
