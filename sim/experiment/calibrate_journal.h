/* The journal of a calibration: what has been simulated, so that it need not be again.
 *
 * A text file. After the heading, each line is one simulation: its key, the figures, and a sum by
 * which a line that was cut short is known. Lines are only ever added.
 */
#ifndef PLASSFLYT_EXPERIMENT_CALIBRATE_JOURNAL_H
#define PLASSFLYT_EXPERIMENT_CALIBRATE_JOURNAL_H

#include "input/message.h"

#include <stddef.h>

#define JOURNAL_KEY 33 /* 32 hexadecimal digits */

struct calibration_journal;

/* Opens a journal to read and add to; makes it if it is not there. NULL and a message if that
 * cannot be done, or if the file is something else. */
struct calibration_journal *calibration_journal_open(const char *path, struct messages *messages);
void calibration_journal_close(struct calibration_journal *journal);

/* As it was opened. */
const char *calibration_journal_path(const struct calibration_journal *journal);

/* Figures [n] of a simulation, last written first; false if it is not in the journal. */
bool calibration_journal_find(const struct calibration_journal *journal, const char *key, size_t n,
                              double *figures);

/* Adds a simulation, and makes sure that it is on the disk. False and a message if not. */
bool calibration_journal_add(struct calibration_journal *journal, const char *key, size_t n,
                             const double *figures, struct messages *messages);

#endif
