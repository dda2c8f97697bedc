/* The fill: the years before the history, in which the initial state comes about. */
#ifndef PLASSFLYT_MODEL_FILL_H
#define PLASSFLYT_MODEL_FILL_H

#include "model/model.h"

/* Puts the first homes in place, a few at a time, and starts the controller. */
void fill_open(struct model *m);

void on_fill_control(struct model *m, uint32_t id);

#endif
