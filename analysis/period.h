/* The months of a results file that numbers are taken over, and what they are called. */
#ifndef PLASSFLYT_ANALYSIS_PERIOD_H
#define PLASSFLYT_ANALYSIS_PERIOD_H

#include "analysis/results.h"

/* Months first … end − 1 of the file; never empty. */
struct period {
    size_t first, end;
};

#define PERIOD_LABEL_SIZE 96

/* The first month in which scenarios may differ: that of the policy date. The number of months if
 * the simulation ends before it. */
size_t period_projection(const struct results *results);

/* The last five years of the projection; all of it where it is shorter; all months where there is
 * none. */
struct period period_default(const struct results *results);

/* The default period with another beginning or end: "2032" or "2032-07", the last month counted
 * too; NULL leaves it as it is. False and a message if a text is no month of the simulation or the
 * end is before the beginning. */
bool period_read(const struct results *results, const char *from, const char *to,
                 struct period *period, struct messages *messages);

/* Calendar year and month (1 … 12) of a month of the file; of `months`, the month after the last.
 */
int period_year(const struct results *results, size_t month);
int period_month(const struct results *results, size_t month);

/* Days and years (months / 12) of a period. */
double period_days(const struct results *results, struct period period);
double period_years(struct period period);

/* Calendar years (first … end − 1 of the year axis) of which every month lies in a period. May be
 * empty (first == end). */
struct period period_whole_years(const struct results *results, struct period period);

/* "2032–2036" for whole years, "2036" for one, else "2032-07–2034-06"; into
 * out[PERIOD_LABEL_SIZE]. */
const char *period_label(char *out, const struct results *results, struct period period);

/* Years of opening (first … end − 1 of the year axis) whose waits are counted: whole years of the
 * period followed for at least 24 months to the end of the simulation, so that hardly any wait is
 * cut off and none of the last twelve months enters. May be empty (first == end). */
struct period period_wait_years(const struct results *results, struct period period);

/* Their label, "2032–2034", or "" if there are none; into out[PERIOD_LABEL_SIZE]. */
const char *period_wait_label(char *out, const struct results *results, struct period period);

#endif
