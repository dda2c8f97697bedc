/* Placement staff: the people at Bufetat (in Oslo, of the city) through whose hands offers,
 * meetings and procurements go.
 *
 * Each of these begins with some days of work by one of the area's staff. Where all are at work it
 * waits its turn: first what the state owes, the longest waiting request before others; specialised
 * homes without a duty come behind. An episode has at most one piece of work.
 */
#ifndef PLASSFLYT_MODEL_STAFF_H
#define PLASSFLYT_MODEL_STAFF_H

#include "model/model.h"

/* Takes up a piece of work for an episode, in place of an earlier one. True if it begins now; else
 * it waits and on_work_begins goes on with it. */
bool staff_takes_up(struct model *m, uint32_t episode, enum task task);

/* The piece of work of an episode, if any, is over or no longer wanted. */
void staff_drops(struct model *m, uint32_t episode);

/* Does the episode wait for somebody to have time? */
static inline bool waits_for_staff(const struct episode *e)
{
    return e->work == WORK_WAITS;
}

/* Counts an episode's work in (+1) or out (-1). */
void staff_count(struct model *m, uint32_t episode, int sign);

/* More staff may have come. */
void staff_rules_changed(struct model *m);

void on_work_begins(struct model *m, uint32_t id);
void on_work_ends(struct model *m, uint32_t id);

#endif
