/* Why children wait for an institution. */
#ifndef PLASSFLYT_MODEL_INSTITUTION_REASON_H
#define PLASSFLYT_MODEL_INSTITUTION_REASON_H

#include "model/model.h"

/* What binds the wait of a child who asks for an institution. */
enum REASON_category institution_reason(const struct model *m, const struct child *child);

/* Adds up what has gone by of one child's wait. */
void institution_reason_charge(struct model *m, struct child *child);

/* What each child who waits for an institution waits for is looked at again; what has gone by of
 * all their waits is added up. */
void institution_reasons_of_the_day(struct model *m);
void institution_reasons_charge(struct model *m);

#endif
