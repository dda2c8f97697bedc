/* The plan for how many institution places are to stand ready (forsyningsplan): a target for how much
 * of them is in use. */
#ifndef PLASSFLYT_MODEL_SUPPLY_H
#define PLASSFLYT_MODEL_SUPPLY_H

#include "model/model.h"

/* Counts a child into the places for a group in an area (1) or out of them (-1). */
void supply_use(struct model *m, int area, int group, int change);

/* Places that the plan has opened there. */
int supply_opened(const struct model *m, int area, int group);

/* A month begins: use is looked at, in January what was planned is opened, in February the year's
 * plan is made. */
void supply_month(struct model *m);

#endif
