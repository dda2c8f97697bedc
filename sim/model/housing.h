/* Municipal housing for youths: shared homes with staff day and night. */
#ifndef PLASSFLYT_MODEL_HOUSING_H
#define PLASSFLYT_MODEL_HOUSING_H

#include "model/model.h"

/* Offers a child who is about to ask for a foster home or a care institution a place in municipal
 * housing. True if it suits and one was vacant: the child has moved in and waits for nothing. */
bool housing_takes(struct model *m, uint32_t child);

#endif
