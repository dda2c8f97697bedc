/* Demand that follows supply: where more stands ready than on the policy date, cases come forward
 * that are not raised today, and fewer are withdrawn. None by default. */
#ifndef PLASSFLYT_MODEL_DEMAND_H
#define PLASSFLYT_MODEL_DEMAND_H

#include "model/model.h"

/* Potential arrivals on a way in relative to those that come with what stands ready today. */
double demand_induced(const struct model *m, enum PATH_category path);

/* The hazard that a case is withdrawn for want of a home, relative to today's. */
double demand_withdrawn(const struct model *m);

/* Looks at what stands ready: at the beginning of a month. */
void demand_of_the_month(struct model *m);

#endif
