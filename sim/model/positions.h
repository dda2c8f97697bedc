/* Positions for state specialised homes: how many there are, and who gets one.
 *
 * Beside what the rules give, positions may grow by the year, and may follow the need that the duty
 * left unmet: decided each 1 January from the year before, there a year later, and filled by
 * approved families only.
 */
#ifndef PLASSFLYT_MODEL_POSITIONS_H
#define PLASSFLYT_MODEL_POSITIONS_H

#include "model/model.h"

/* Before the fill begins. */
void positions_open(struct model *m);

/* Positions of an area now; need not be whole. */
double positions_of(const struct model *m, int area);

/* Gives free positions of the area to families waiting for one. */
void positions_fill(struct model *m, int area);

/* Daily: the requests that are past the deadline of the duty are unmet need. */
void positions_of_the_day(struct model *m);

/* Each 1 January: growth, what was decided a year ago, and what is decided now. */
void positions_new_year(struct model *m);

/* Monthly, and after a change of rules: counts positions and fills free ones. */
void positions_of_the_month(struct model *m);

#endif
