/* Acute placement: emergency homes and acute institutions, the same day. */
#ifndef PLASSFLYT_MODEL_EMERGENCY_H
#define PLASSFLYT_MODEL_EMERGENCY_H

#include "model/model.h"
#include "model/placement.h"

/* Places the children of an acutely arriving group in emergency homes and settles whether they go
 * home from there or need a foster home. */
void emergency_arrival(struct model *m, const uint32_t *children, int n);

/* Moves one child into an emergency home: own area, other areas, acute institution if old enough,
 * else a place bought for it. No place the same day is a breach of the duty. */
void emergency_place(struct model *m, uint32_t id, enum leaving why);

/* Moves one child into an acute institution: own area, other areas, else a place bought for it
 * or, where none may be bought, one beyond its places. */
void acute_place(struct model *m, uint32_t id, enum leaving why);

/* Plans the events of an emergency stay that has just begun. */
void emergency_stay_begins(struct model *m, uint32_t id);

/* Opens or closes emergency homes so that each area has as many as the rules say; homes with
 * children close when these have left. */
void emergency_capacity(struct model *m);

/* A child has left an emergency home: it takes the next one, or closes if there are too many. */
void emergency_home_freed(struct model *m, uint32_t id);

/* Emergency stays are paid for, and kin searched for, by the rules now in force. */
void emergency_rules_changed(struct model *m, const struct rules *before);

void on_municipality_pays(struct model *m, uint32_t id);
void on_search_reported(struct model *m, uint32_t id);
void on_emergency_notice(struct model *m, uint32_t id);
void on_emergency_part(struct model *m, uint32_t id);

/* Makes a new home one of the area's emergency homes, with at least so many places. */
void emergency_home_opens(struct model *m, uint32_t id, int places);

/* The stay of a child in place when a count is taken over has gone on since place_since. */
void emergency_stay_goes_on(struct model *m, uint32_t id, bool waits);

#endif
