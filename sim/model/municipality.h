/* The municipal child welfare service: how pressed it is. */
#ifndef PLASSFLYT_MODEL_MUNICIPALITY_H
#define PLASSFLYT_MODEL_MUNICIPALITY_H

#include "model/model.h"

/* How long the service's own work takes, what follow-up lets break, and how much higher need is
 * than with today's case load: 1 before the policy date. */
double municipality_time(const struct model *m, int area, int municipality);
double municipality_breakdown(const struct model *m, const struct child *c);
double municipality_need(const struct model *m, int area, int municipality);

/* Looks at the case load: at the beginning of a month, and when rules have changed. */
void municipality_load(struct model *m);

#endif
