/* Areas and municipalities: who is whose neighbour, and where children and families live. */
#ifndef PLASSFLYT_MODEL_AREA_H
#define PLASSFLYT_MODEL_AREA_H

#include "model/model.h"

/* Bit set of areas: 1 << AREA_…. */
typedef unsigned area_set;

static inline bool area_in(area_set set, int area)
{
    return set >> area & 1;
}

/* Areas whose homes or institutions are looked at. Oslo and Bufetat use each other's only where
 * `exchange` allows a purchase; Oslo then counts as a neighbour of Øst. */
static inline area_set areas_within(int area, enum reach reach, bool exchange)
{
    extern const uint8_t area_sets[N_AREA][N_REACH][2];
    return area_sets[area][reach][exchange];
}

/* Municipality number of a child or family (0 …), drawn by its permanent number. */
int municipality_of(const struct model *m, uint64_t number, int area);

/* The one a family moves to in the child's wait number `wait` (1 …). */
int municipality_moved_to(const struct model *m, uint64_t number, uint32_t wait, int area);

/* Size class of a municipality of the area, by its number. */
int municipality_class_of(const struct model *m, int municipality, int area);

#endif
