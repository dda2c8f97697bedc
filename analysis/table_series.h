/* Tables of what lies behind a comparison: how long children wait, the queue month by month, children
 * by place and money year by year. Those of several worlds follow each other.
 *
 * NULL and a message if a file cannot give one; what a file of little detail does not keep has no
 * rows. */
#ifndef PLASSFLYT_ANALYSIS_TABLE_SERIES_H
#define PLASSFLYT_ANALYSIS_TABLE_SERIES_H

#include "analysis/agreement.h"
#include "analysis/table.h"

/* Weeks 0 to 104 since the documented request, of waits that began in period_wait_years. */
struct table *table_of_waits(const struct worlds *worlds, enum language language,
                             struct messages *messages);

/* Queue (i), (ii) and (iii) in every month of the file. */
struct table *table_of_queue(const struct worlds *worlds, enum language language,
                             struct messages *messages);

/* Indicators of children by place, and of money by payer, in every whole calendar year. */
struct table *table_of_places(const struct worlds *worlds, enum language language,
                              struct messages *messages);
struct table *table_of_money(const struct worlds *worlds, enum language language,
                             struct messages *messages);

#endif
