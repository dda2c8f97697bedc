/* Requests for an institution that are not met: the breach of the duty, and the place that is bought
 * for the child alone. */
#ifndef PLASSFLYT_MODEL_UNMET_H
#define PLASSFLYT_MODEL_UNMET_H

#include "model/model.h"

/* A child has waited for an institution since then: the deadline runs, and the state plans to buy. */
void unmet_since(struct model *m, uint32_t child, tick since);

/* It waits no longer. */
void unmet_ends(struct model *m, uint32_t child);

void on_single_child_ready(struct model *m, uint32_t id);

#endif
