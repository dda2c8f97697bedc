/* The index of vacancies and of waiting episodes, by what matching asks for.
 *
 * Vacancies are listed by area (kind, age band, free places), episodes by area (claim, age band,
 * size of the group), both in the order in which they came. Matching walks these lists and never
 * all homes or all children. A reserved home stays listed until its child moves in, a child to whom
 * a home is offered until it has moved.
 */
#ifndef PLASSFLYT_MODEL_INDEX_H
#define PLASSFLYT_MODEL_INDEX_H

#include "model/model.h"

/* Empties every list of the country (their heads are ids, so zero would mean entity 0). */
void index_open(struct model *m);

/* Lists the home if it has room that matching may fill. True if it has come into the index now. */
bool vacancy_enter(struct model *m, uint32_t home);

/* Keeps a vacant home out of the index, for its own municipality or area; and no longer. */
void vacancy_keep(struct model *m, uint32_t home);
void vacancy_unkeep(struct model *m, uint32_t home);

/* Lists a home with room as vacant from now on, with the suitable pairs that it has. */
void vacancy_show(struct model *m, uint32_t home);

/* Takes the home out of the index and forgets its suitable pairs: its vacancy is over. */
void vacancy_leave(struct model *m, uint32_t home);

/* Brings the index up to date after a reservation or a change of what the home is open to. */
void vacancy_update(struct model *m, uint32_t home);

/* Free places that matching may fill: none while it rests, has stopped or is full. */
int vacancy_places(const struct home *h);

/* Puts a requested episode into the index (or moves it after a change), or takes it out. */
void waiting_list(struct model *m, uint32_t episode);
void waiting_unlist(struct model *m, uint32_t episode);

/* Adds an emergency home to the lists of its area or takes it out, by its free places. */
void emergency_listed(struct model *m, uint32_t home, bool listed);

#endif
