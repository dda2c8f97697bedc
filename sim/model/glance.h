/* A vacant home looks at the children who wait. */
#ifndef PLASSFLYT_MODEL_GLANCE_H
#define PLASSFLYT_MODEL_GLANCE_H

#include "model/model.h"

/* A home that has just become vacant looks at all. */
void match_home(struct model *m, uint32_t home);

/* Whom a home looks at: all; a specialised home that has just opened to lower need, those; a home
 * recruited locally, first its own and later the others (local.h). */
enum audience { FOR_ALL, FOR_LOWER_NEED, FOR_ITS_OWN, FOR_OTHERS };

void match_home_to(struct model *m, uint32_t home, enum audience audience);

#endif
