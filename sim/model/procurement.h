/* Procurement of specialised homes from suppliers: mini-tenders and call-offs. */
#ifndef PLASSFLYT_MODEL_PROCUREMENT_H
#define PLASSFLYT_MODEL_PROCUREMENT_H

#include "model/model.h"

/* Plans a procurement for an open episode after `delay`. */
void procurement_plan(struct model *m, uint32_t episode, tick delay);

/* Placement staff have time for a procurement that is still wanted. */
void procurement_goes_on(struct model *m, uint32_t episode);

/* Ends a running procurement: the families offered are free again. Stops further ones. */
void procurement_cancel(struct model *m, uint32_t episode);

/* After a match fell through: procures again if it is to be procured for. */
void procurement_resumes(struct model *m, uint32_t episode);

/* The rate at which a listed family gives up. */
double listed_rate(const struct model *m, const struct home *h);

/* A family gives up: takes it out of the procurement it was offered in. */
void bid_withdrawn(struct model *m, uint32_t home);

void on_procurement_starts(struct model *m, uint32_t id);
void on_offers_due(struct model *m, uint32_t id);
void on_awarded(struct model *m, uint32_t id);

#endif
