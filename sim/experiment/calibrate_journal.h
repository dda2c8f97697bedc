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

struct journal;

/* Opens a journal to read and add to; makes it if it is not there. NULL and a message if that
 * cannot be done, or if the file is something else. */
struct journal *journal_open(const char *path, struct messages *messages);
void journal_close(struct journal *journal);

/* As it was opened. */
const char *journal_path(const struct journal *journal);

/* Figures [n] of a simulation, last written first; false if it is not in the journal. */
bool journal_find(const struct journal *journal, const char *key, size_t n, double *figures);

/* Adds a simulation, and makes sure that it is on the disk. False and a message if not. */
bool journal_add(struct journal *journal, const char *key, size_t n, const double *figures,
                 struct messages *messages);

#endif
