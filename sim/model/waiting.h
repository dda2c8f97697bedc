/* Why children wait: every moment of waiting is given to the first reason that holds. */
#ifndef PLASSFLYT_MODEL_WAITING_H
#define PLASSFLYT_MODEL_WAITING_H

#include "model/model.h"

/* Gives the time since the last look to the reason that held then. */
void reason_charge(struct model *m, uint32_t episode);

/* Charges, and looks again what holds now. Call after anything that may change the reason. */
void reason_changes(struct model *m, uint32_t episode);

/* Looks again at all who look for a home and whose reason may have become another. */
void reasons_of_the_day(struct model *m);

/* What was foreseen of one reason, or of all, holds no longer: looked at when the day ends. */
void reason_doubtful(struct model *m, uint32_t episode);
void reasons_doubtful(struct model *m);

/* Charges all open waits up to now, at the end of a reporting period. */
void reasons_charge_all(struct model *m);

#endif
