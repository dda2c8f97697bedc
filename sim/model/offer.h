/* Offers: a home reserved for a child, the family's answer, meetings and approval, the move. */
#ifndef PLASSFLYT_MODEL_OFFER_H
#define PLASSFLYT_MODEL_OFFER_H

#include "model/model.h"

/* Reserves the home for the episode and asks the family. */
void offer_make(struct model *m, uint32_t episode, uint32_t home);

/* Reserves a home whose family has agreed already (procurement): meetings begin. */
void offer_agreed(struct model *m, uint32_t episode, uint32_t home);

/* Placement staff have time: the family is asked, or the meetings begin. */
void offer_goes_on(struct model *m, uint32_t episode);

/* Gives up a reserved home, if any; it becomes vacant and asks others. */
void offer_cancel(struct model *m, uint32_t episode);

/* The children move into the home, as many as it has room for; `end` is how their wait ends. The
 * others go on waiting. */
void offer_moves_in(struct model *m, uint32_t episode, uint32_t home, enum WAIT_END_category end);

void on_answered(struct model *m, uint32_t id);
void on_moves_in(struct model *m, uint32_t id);

#endif
