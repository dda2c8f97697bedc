/* Counting who waits. */
#ifndef PLASSFLYT_MODEL_QUEUE_H
#define PLASSFLYT_MODEL_QUEUE_H

#include "model/model.h"

/* Counts the episode in (+1) or out (-1) of the queues it is in. */
void queue_count(struct model *m, uint32_t episode, int sign);

/* Reports that the episode's request goes out, child by child. */
void requests_count(struct model *m, const struct episode *e);

/* Reports how long a child of the episode has waited and how that ended. */
void wait_ended(struct model *m, const struct episode *e, uint32_t child,
                enum WAIT_END_category end);

/* Still waiting at the end of the run: reports the open waits as cut off. */
void waits_cut_off(struct model *m);

void on_wish_passes(struct model *m, uint32_t id);
void on_six_weeks_pass(struct model *m, uint32_t id);

#endif
