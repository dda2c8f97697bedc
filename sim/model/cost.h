/* Money: what places, readiness, procurement and training cost, and who pays. */
#ifndef PLASSFLYT_MODEL_COST_H
#define PLASSFLYT_MODEL_COST_H

#include "model/model.h"

/* Books the month that ends now: child-days by place at the year's prices, split between state and
 * municipality, and homes paid for standing ready. All in whole øre: parts sum to the whole. */
void cost_book_month(struct model *m);

/* Throws away what has been gathered for the running month (at the history's start). */
void cost_forget(struct model *m);

/* Books one procurement, one family's training or the reward for one approved home now. */
void cost_procurement(struct model *m, const struct episode *e);
void cost_training(struct model *m, int area);
void cost_reward(struct model *m, int area, int channel);

/* Books the work of buying a place for one child. */
void cost_single_child(struct model *m, int area);

#endif
