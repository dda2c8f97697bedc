/* True need and what is thought of it: rising, falling, reviewed. */
#ifndef PLASSFLYT_MODEL_NEED_H
#define PLASSFLYT_MODEL_NEED_H

#include "model/model.h"

/* Starts the risks of rise, fall and review for a child whose need is new. */
void need_begins(struct model *m, uint32_t id);

/* Sets the rates of rise, fall and review by the child's present place and wait. */
void need_rates(struct model *m, uint32_t id);

void on_need_rises(struct model *m, uint32_t id);
void on_need_falls(struct model *m, uint32_t id);
void on_need_reviewed(struct model *m, uint32_t id);
void on_reinforced(struct model *m, uint32_t id);

#endif
