/* The ways out of waiting without a placement by others. */
#ifndef PLASSFLYT_MODEL_EXITS_H
#define PLASSFLYT_MODEL_EXITS_H

#include "model/model.h"

/* Sets the hazards of leaving, after something they depend on has changed. */
void exit_rates(struct model *m, uint32_t episode);

/* The board is about to decide: it may reject a case in which no home can be shown. True if it has:
 * the episode has ended. */
bool exit_rejected(struct model *m, uint32_t episode);

void on_withdrawn(struct model *m, uint32_t id);
void on_no_longer_needed(struct model *m, uint32_t id);

#endif
