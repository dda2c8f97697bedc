/* Institutions: the queue for their places (unit.h), moving in, stays in them. */
#ifndef PLASSFLYT_MODEL_INSTITUTION_H
#define PLASSFLYT_MODEL_INSTITUTION_H

#include "model/area.h"
#include "model/model.h"
#include "model/placement.h"

/* Moves the child into an acute institution with a free place that its target group may have, the
 * nearest area first. False if there is none. */
bool institution_enter_acute(struct model *m, uint32_t child, enum leaving why);

/* Moves the child into the least crowded acute institution, beyond its places. */
void institution_crowd(struct model *m, uint32_t child, enum leaving why);

/* The child asks for a place of this kind: at once if one is free for its target group, else it
 * waits. Moving in ends its wait for a foster home too. If it lives in an institution that can give
 * it treatment as well, it stays there. */
void institution_request(struct model *m, uint32_t child, enum UNIT_KIND_category kind);

/* The request, if there is one, is withdrawn. */
void institution_cancel(struct model *m, uint32_t child);

/* A place for this target group may have become free: the longest waiting child who may have it
 * moves in. */
void institution_place_freed(struct model *m, int area, int group);

/* A child leaves a care institution for a specialised home: its place may be closed for as long as it would have stayed. */
void institution_place_given_up(struct model *m, uint32_t child);

/* Plans the end of a stay that has begun; the end itself. */
void institution_stay_begins(struct model *m, uint32_t child);
void institution_stay_ends(struct model *m, uint32_t child);

/* Counts a resident once in each reporting year by the kind of its first ever stay. */
void institution_resident(struct model *m, uint32_t child);
void institution_new_year(struct model *m);

void on_institution_widens(struct model *m, uint32_t id);
void on_institution_withdrawn(struct model *m, uint32_t id);

/* The stay of a child in place when a count is taken over has gone on since place_since; one who waits
 * for another place has stayed its time. */
void institution_stay_goes_on(struct model *m, uint32_t id, bool waits);

/* As institution_request, for a child who has waited since then: no place is looked for yet. To be
 * called in the order in which they began. */
void institution_waits_since(struct model *m, uint32_t id, enum UNIT_KIND_category kind,
                             tick since);

#endif
