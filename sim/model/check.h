/* Invariants: what must hold at every moment, recomputed the slow way. */
#ifndef PLASSFLYT_MODEL_CHECK_H
#define PLASSFLYT_MODEL_CHECK_H

#include "model/model.h"

/* Recounts everything from the entities and compares it with what is kept; checks that references
 * go both ways. A difference fails the replication. */
void check_state(struct model *m);

/* Conservation of children and homes, from the running counts alone: as many children are inside as have
 * come less those who have left, and so many are in the places together. */
void check_counts(struct model *m);

/* At the end of a month, before it is closed: waiting time by reason is the time integral of the
 * queue, money by area is money by kind. */
void check_month(struct model *m);

#endif
