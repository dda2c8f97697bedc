/* Homes that municipalities and associations have recruited themselves.
 *
 * They stand ready for their own first: for children of the family's municipality, or, recruited by
 * an association, of its area. After a time, by the size of the municipality, others may have them
 * too. A kept home is in no index of vacancies; its own children are told apart here.
 */
#ifndef PLASSFLYT_MODEL_LOCAL_H
#define PLASSFLYT_MODEL_LOCAL_H

#include "model/model.h"
#include "model/recruitment.h"

/* Is the waiting child one of those for whom the home is kept? */
static inline bool is_own_child(const struct episode *e, const struct home *h)
{
    return h->channel == CHANNEL_ASSOCIATION ? e->area == h->area
                                             : e->municipality == h->municipality;
}

/* A home that has become idle is kept for its own, if it was recruited locally and such homes are
 * kept at all; true if so. Its own waiting children have then been looked at. */
bool local_keeps(struct model *m, uint32_t home);

/* A reservation of a kept home has come to nothing: it goes on being kept, or opens. */
void local_released(struct model *m, uint32_t home);

void on_local_ends(struct model *m, uint32_t id);

/* Homes kept now are kept as long as the rules now in force say. */
void local_rules_changed(struct model *m);

#endif
