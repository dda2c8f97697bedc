/* Starting from an agency's own count: the state that it describes, made child by child and home by
 * home. What it leaves open is drawn in each replication; what it tells is there exactly. */
#ifndef PLASSFLYT_MODEL_COUNT_START_H
#define PLASSFLYT_MODEL_COUNT_START_H

#include "input/count.h"
#include "model/model.h"

/* Makes the children, homes and waits of the plan's count in an empty country. Nobody is looked for
 * yet. */
void count_take_over(struct model *m);

/* Those who wait take up their search where it stood; vacant institution places are filled. */
void count_goes_on(struct model *m);

/* ---- homes (count_homes.c) ---- */

/* A home for children of the count, of a place, in which nobody lives yet; `number` is its serial
 * number among them and `places` how many it has (an emergency home: at least). */
uint32_t counted_home(struct model *m, uint32_t number, enum PLACE_category place, int area,
                      int places);

/* Such a home has had its first child for so many years, and may have had others before. */
void counted_home_served(struct model *m, uint32_t id, double years);

/* Homes without children: told ones, and those on the way that are not told. `number` as above, of the
 * first; returns that of the next. */
uint32_t counted_empty_homes(struct model *m, uint32_t number);

/* Opens emergency homes until there are as many as the rules say. */
void counted_emergency_homes(struct model *m);

/* ---- waits (count_waits.c) ---- */

/* Lets children of the count wait for a foster home. */
void counted_wait_begins(struct model *m, const uint32_t *children, int n,
                         const struct counted_wait *wait);

/* Lets the children of the count who wait for an institution do so: child [plan count] as made. */
void counted_institution_waits(struct model *m, const uint32_t *child);

/* Takes up the searches of those whose request has gone out. */
void counted_searches_go_on(struct model *m);

/* A number from the span, by the draw of (who, question). */
static inline double drawn_within(const struct model *m, enum draw_purpose purpose, uint64_t number,
                                  uint32_t question, struct span span)
{
    return span.low + (span.high - span.low) * uniform(m, purpose, number, 0, question);
}

#endif
