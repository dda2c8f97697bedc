/* What a calibration found: tables for people and machines, and worlds to run. */
#ifndef PLASSFLYT_COMMAND_CALIBRATE_REPORT_H
#define PLASSFLYT_COMMAND_CALIBRATE_REPORT_H

#include "command/calibrate_history.h"

#include <limits.h>

struct calibration_report {
    struct history *history;
    const struct calibration_order *order;
    const struct calibration *calibration;
    const char *world;  /* the file that was calibrated */
    const char *output; /* the file to write */
};

/* A value as it is shown: a factor of one cell as that cell's value. */
struct shown {
    double evidence, fitted, low, high; /* low and high: ends of the range */
    double fits_low, fits_high;         /* over the fits kept; NaN if there are none */
    const char *unit;
    int end; /* -1 the fitted value is at its low end, 1 at its high end, else 0 */
};

/* Of one fit: the best, or a member of the set. */
struct shown shown_value(const struct calibration_report *report, const struct fit *fit,
                         size_t coordinate);

/* Two coordinates that go together over the fits kept. */
struct correlated {
    size_t a, b;
    double correlation;
};

/* The most strongly correlated pairs, strongest first, into pairs [most]; returns how many there
 * are. Only correlations of at least a half, and three times what chance gives between that many
 * fits. */
size_t correlated_pairs(const struct calibration_report *report, struct correlated *pairs,
                        size_t most);

/* Fitted goals that a fit meets. */
size_t goals_met(const struct calibration_report *report, const struct fit *fit);

/* Prints the tables, and what follows from them, as the command line asks for. */
void report_print(const struct calibration_report *report);

/* Whether the files may be written, before anything is simulated; false after a message. */
bool report_may_write(const char *output, const struct invocation *invocation);

/* The folder that the set of fits is written into: that of the output's name without its ending. */
void report_folder(const char *output, char folder[PATH_MAX]);

/* Writes the best fit to report->output and each fit kept into the set's folder: x.yaml,
 * x/x_1.yaml, x/x_2.yaml … What an earlier calibration left of a larger set is taken away. False
 * after a message; a file that could not be written is as it was. */
bool report_write(const struct calibration_report *report);

#endif
