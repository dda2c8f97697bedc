/* The state's budget for specialised homes: a yearly net cap that is hard without the duty and may
 * be exceeded by a share with it. */
#ifndef PLASSFLYT_MODEL_BUDGET_H
#define PLASSFLYT_MODEL_BUDGET_H

#include "model/model.h"

/* Whether the year's money covers one more child in a specialised home until the year's end, on top
 * of what is spent, placed and reserved. */
bool budget_open(const struct model *m, bool duty);

/* The same for an episode and the home it would have; true for homes that cost this budget nothing.
 */
bool budget_open_for(const struct model *m, const struct episode *e, const struct home *h);

/* A reservation of a home is made (+1) or taken off (-1). */
void budget_reserve(struct model *m, const struct home *h, int sign);

/* A child has entered, or is about to leave, a specialised home. */
void budget_child_enters(struct model *m, uint32_t child);
void budget_child_leaves(struct model *m, uint32_t child);

/* So much more, or less, is paid for homes of this owner that stand ready, in thousandths of the
 * price: it is this budget's where the rules say so. */
void budget_readiness(struct model *m, int owner, int64_t permille);

/* A new calendar year or changed prices: what is placed and reserved is priced anew. */
void budget_new_year(struct model *m, tick year_end);
void budget_reprice(struct model *m);

/* Daily: children who wait for a specialised home look again when the budget has opened. */
void budget_of_the_day(struct model *m);

/* Net cost to the state of a child-day in a home of this owner and price, øre. */
int64_t net_price(const struct model *m, const struct home *h);

/* Index of the running calendar year in the rules' price tables. */
static inline int price_index(const struct model *m)
{
    return m->country->calendar_year - m->rules->first_year;
}

#endif
