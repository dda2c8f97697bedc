/* Institutions: units with staffed places, the queue for them, stays in them. */
#ifndef PLASSFLYT_MODEL_INSTITUTION_H
#define PLASSFLYT_MODEL_INSTITUTION_H

#include "model/area.h"
#include "model/model.h"
#include "model/placement.h"

/* Moves the child into a unit of this kind with a free place, the nearest area first and not
 * farther than `reach`. False if there is none. Ends its wait for an institution and, if it waits
 * for a foster home too, that wait. */
bool institution_enter(struct model *m, uint32_t child, enum UNIT_KIND_category kind,
                       enum reach reach, enum leaving why);

/* Moves the child into the least crowded acute institution, beyond its places. */
void institution_crowd(struct model *m, uint32_t child, enum leaving why);

/* The child asks for a place of this kind: at once if one is free, else it waits. */
void institution_request(struct model *m, uint32_t child, enum UNIT_KIND_category kind);

/* The request, if there is one, is withdrawn. */
void institution_cancel(struct model *m, uint32_t child);

/* A place may have become free: the longest waiting child who may have it moves in. */
void institution_place_freed(struct model *m, int area, enum UNIT_KIND_category kind);

/* A child leaves a care institution for a specialised home: its place may be closed for as long as it would have stayed. */
void institution_place_given_up(struct model *m, uint32_t child);

/* Counts a child into a unit (1) or out of it (-1), or looks again at the added places that stand
 * empty there (0). */
void institution_occupied(struct model *m, int area, int kind, int owner, int change);

/* Staffs again the care places whose closing is over this month. */
void institution_reopens(struct model *m);

/* Plans the end of a stay that has begun; the end itself. */
void institution_stay_begins(struct model *m, uint32_t child);
void institution_stay_ends(struct model *m, uint32_t child);

/* Counts a resident once in each reporting year by the kind of its first ever stay. */
void institution_resident(struct model *m, uint32_t child);
void institution_new_year(struct model *m);

/* Sets staffed places by the rules of the running year. */
void institution_capacity(struct model *m);

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
