/* Centres for parents and children (senter for foreldre og barn): a parent lives there with an
 * infant while the service sees whether it can stay in its care.
 *
 * Today Bufetat may offer a place and need not. With a duty, whose parts are separate switches,
 * every request is taken, has a deadline, and a place is bought where none is vacant.
 */
#ifndef PLASSFLYT_MODEL_CENTRE_H
#define PLASSFLYT_MODEL_CENTRE_H

#include "model/model.h"

/* The municipality asks for a place for this child, who lives at home, and its parents. */
void centre_request(struct model *m, uint32_t child);

/* Counts a family in (+1) or out (-1) of what depends on its present state. */
void centre_count(struct model *m, uint32_t family, int sign);

/* Applies changed rules to those who wait. */
void centre_rules_changed(struct model *m, const struct rules *before);

void on_centre_stay_ends(struct model *m, uint32_t id);
void on_centre_bought(struct model *m, uint32_t id);
void on_centre_given_up(struct model *m, uint32_t id);
void on_centre_reviewed(struct model *m, uint32_t id);
void on_centre_due(struct model *m, uint32_t id);

#endif
