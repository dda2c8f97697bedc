/* The index of vacancies and of waiting episodes, by what matching asks for.
 *
 * Vacancies are listed by area (kind, age band, free places) and by municipality, in the order in
 * which they became vacant; episodes by area (claim, age band, size of the group) and by
 * municipality, the longest waiting first. Matching walks these lists and never all homes or all
 * children.
 */
#ifndef PLASSFLYT_MODEL_INDEX_H
#define PLASSFLYT_MODEL_INDEX_H

#include "model/model.h"

/* Empties every list of the country (their heads are ids, so zero would mean entity 0). */
void index_open(struct model *m);

/* Puts the home into the index, takes it out, or moves it, by its present state. Returns whether it
 * is vacant now. */
bool vacancy_refresh(struct model *m, uint32_t home);

/* Free places that matching may fill: none while it is reserved, rests or is full. */
int vacancy_places(const struct home *h);

/* Puts an open episode into the index (or moves it after a change), or takes it out. */
void waiting_list(struct model *m, uint32_t episode);
void waiting_unlist(struct model *m, uint32_t episode);

/* Whether this pair has been asked in this wait; and remembers that it has. */
bool pair_asked(const struct model *m, const struct episode *e, const struct home *h);
void pair_remember(struct model *m, struct episode *e, struct home *h);

/* Forgets pairs of ended waits and makes room for more. Moves the state: only where no pointer is
 * held. */
void pairs_tidy(struct model *m);

/* Adds an emergency home to the lists of its area or takes it out, by its free places. */
void emergency_listed(struct model *m, uint32_t home, bool listed);

#endif
