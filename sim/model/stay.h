/* The stay in a place: the risks a child runs there and how the stay ends. */
#ifndef PLASSFLYT_MODEL_STAY_H
#define PLASSFLYT_MODEL_STAY_H

#include "model/model.h"

/* Draws the thresholds of a stay that has just begun and plans its events. */
void stay_begins(struct model *m, uint32_t id);

/* Plans the next birthday or anniversary that matters to the child. */
void plan_ageing(struct model *m, uint32_t id);

/* Sets all the child's rates (stay and need) after something they depend on has changed. */
void child_rates(struct model *m, uint32_t id);

/* The child is to move as planned: a placement need is opened while it waits in place. */
void move_planned(struct model *m, uint32_t id);

/* For a child that has just returned home: plans its coming back, if it will. False: it never will.
 */
bool may_come_back(struct model *m, uint32_t id);

/* Youths who stay on after 18 leave when the rules now in force say. */
void aftercare_rules_changed(struct model *m, const struct rules *before);

void on_breaks_down(struct model *m, uint32_t id);
void on_notice_ends(struct model *m, uint32_t id);
void on_returns_home(struct model *m, uint32_t id);
void on_is_adopted(struct model *m, uint32_t id);
void on_ages(struct model *m, uint32_t id);
void on_stay_ends(struct model *m, uint32_t id);
void on_reenters(struct model *m, uint32_t id);

/* What is known of a stay that was there before the model began. */
struct past_stay {
    tick length;     /* so far */
    int moves;       /* of the child since its first placement */
    bool broke_down; /* one of them was for a breakdown */
    bool waits;      /* for another place */
};

/* Makes the stay that has just begun one that has gone on for so long. A youth of 18 or more has stayed
 * on. */
void stay_goes_on(struct model *m, uint32_t id, const struct past_stay *past);

#endif
