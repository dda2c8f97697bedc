/* Municipal housing for youths: flats and rooms with follow-up, as today, and shared homes with
 * staff day and night, which a policy adds and the municipality or a non-profit runs. */
#ifndef PLASSFLYT_MODEL_HOUSING_H
#define PLASSFLYT_MODEL_HOUSING_H

#include "model/model.h"

/* Offers a child who is about to ask for a foster home or a care institution a staffed place. True
 * if it suits and one was vacant: the child has moved in and waits for nothing. */
bool housing_takes(struct model *m, uint32_t child);

/* The same, for a child whose stay in an institution is over, in housing of either kind. */
bool housing_after_institution(struct model *m, uint32_t child);

/* Is a youth who turns 18 to have housing with follow-up, and is there a place? */
bool housing_wanted_for_aftercare(const struct model *m, uint32_t child);

/* Moves it there, unless it lives there already. */
void housing_for_aftercare(struct model *m, uint32_t child);

#endif
