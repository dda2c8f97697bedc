/* Staff of institutions: how many of the approved places they can fill, and what their competence and
 * health teams do to stays. */
#ifndef PLASSFLYT_MODEL_STAFFING_H
#define PLASSFLYT_MODEL_STAFFING_H

#include "model/model.h"

/* Staffed places relative to today's, at the requirement of competence in force. */
double staffing_share(const struct model *m);

/* A month has gone by: whether the share of staffed places has changed. */
bool staffing_of_month(struct model *m);

/* Hazard of an unplanned end of a stay in an institution. */
double staffing_breakdown(const struct model *m, const struct child *child);

/* Factor on the hazard that need rises, for where the child lives. */
double staffing_need_rise(const struct model *m, const struct child *child);

#endif
