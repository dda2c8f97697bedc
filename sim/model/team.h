/* Teams of home-based treatment (MST, FFT, PMTO): a youth on the way to an institution may be
 * treated at home for about half a year instead, where a team has a slot free. */
#ifndef PLASSFLYT_MODEL_TEAM_H
#define PLASSFLYT_MODEL_TEAM_H

#include "model/model.h"

/* Offers a group that is about to arrive a slot of its area's teams. True if one was free: the
 * treatment has begun, and whether the group arrives is settled when it ends. */
bool team_takes(struct model *m, enum PATH_category path, int area, uint64_t number);

/* Lets all slots be in use, as after years of it, by youths of these numbers, `step` apart. */
void teams_are_full(struct model *m, uint64_t number, uint64_t step);

/* Potential arrivals on a way in relative to those that come after today's teams: what today's
 * teams avert is added to today's arrivals, so that with as many teams as today no more arrive than
 * are counted. */
double team_potential(const struct model *m, enum PATH_category path, int area);

/* Counts a youth in (+1) or out (-1) of those being treated. */
void team_count(struct model *m, uint32_t treated, int sign);

/* The number of slots may have changed: from now on they are paid for. */
void team_slots_change(struct model *m);

void on_treatment_ends(struct model *m, uint32_t id);

#endif
