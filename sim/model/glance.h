/* A vacant home looks at the children who wait. */
#ifndef PLASSFLYT_MODEL_GLANCE_H
#define PLASSFLYT_MODEL_GLANCE_H

#include "model/model.h"

/* A home that has just become vacant looks at all. */
void match_home(struct model *m, uint32_t home);

/* Whom a home looks at: all; a specialised home that has just opened to lower need, those; a home
 * recruited locally, first its own and later the others (local.h). */
enum audience { FOR_ALL, FOR_LOWER_NEED, FOR_ITS_OWN, FOR_OTHERS };

/* A reserved home that has come to have room for larger groups looks at those; `had` places were
 * free until now. */
void match_home_with_more_room(struct model *m, uint32_t home, int had);

void match_home_to(struct model *m, uint32_t home, enum audience audience);

#endif
