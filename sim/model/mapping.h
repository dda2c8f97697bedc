/* What is known of a child before the request goes out: need mapped by an interdisciplinary team,
 * and what is lost when the family moves to another municipality. */
#ifndef PLASSFLYT_MODEL_MAPPING_H
#define PLASSFLYT_MODEL_MAPPING_H

#include "model/model.h"

/* Days that mapping adds to the search of a new episode; 0 if need is not mapped. */
double mapping_days(const struct model *m, const struct episode *e);

/* The search is about to be documented: where need has been mapped, misjudgements are put right. */
void mapping_ends(struct model *m, uint32_t episode);

/* Plans the family's move to another municipality, if it will. */
void family_move_plan(struct model *m, uint32_t episode);

void on_family_moves(struct model *m, uint32_t id);

#endif
