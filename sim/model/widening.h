/* When waiting widens what an episode may have, and a policy that moves these moments. */
#ifndef PLASSFLYT_MODEL_WIDENING_H
#define PLASSFLYT_MODEL_WIDENING_H

#include "model/matching.h"

/* Plans the next moment at which waiting widens what an episode may have. */
void plan_widening(struct model *m, uint32_t episode);

/* What the episode could have until now, under the rules then in force. */
struct terms terms_before(struct model *m, const struct episode *e);

/* Where waiting opens other areas sooner or later than under the rules before, everyone who waits
 * looks at what that opens now. */
void widening_rules_changed(struct model *m, const struct rules *before);

#endif
