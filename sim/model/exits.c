#include "model/exits.h"

#include "model/demand.h"
#include "model/placement.h"
#include "model/search.h"

/* While children wait the case may be withdrawn, kin be found after all, or the need pass, and the
 * board may reject it: the ways out of the queue without a placement by others. */

/* How much harder than today the municipality looks for kin: one that pays an emergency home alone
 * does. */
static double kin_effort(const struct model *m, const struct episode *e)
{
    for (int i = 0; i < e->members; i++)
        if (m->child[e->member[i]].municipality_pays)
            return m->rules->p.municipal_effort;
    return 1;
}

void exit_rates(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    const struct parameters *p = &m->rules->p;
    bool found = e->stage == STAGE_FOUND;
    double withdraw =
        e->queued && search_at_home(m, e) && !found ? p->withdraw_rate * demand_withdrawn(m) : 0;
    double kin = e->queued && e->requested != TICK_NEVER && !found
                     ? p->kin_rate_waiting * kin_effort(m, e)
                     : 0;
    double back = e->queued && !found ? p->return_rate_waiting : 0;
    uint64_t n = m->child[e->member[0]].number;
    uint32_t w = m->child[e->member[0]].waits;
    if (risk_at(m, &e->withdrawal, withdraw, DRAW_WITHDRAWAL, n, w, 0))
        episode_clock(m, id, EVENT_WITHDRAWN, hazard_strikes(&e->withdrawal));
    if (risk_at(m, &e->kin, kin, DRAW_KIN_FOUND, n, w, 0))
        episode_clock(m, id, EVENT_KIN_FOUND, hazard_strikes(&e->kin));
    if (risk_at(m, &e->return_home, back, DRAW_NO_LONGER_NEEDED, n, w, 0))
        episode_clock(m, id, EVENT_NO_LONGER_NEEDED, hazard_strikes(&e->return_home));
}

/* ---- leaving ---- */

/* All members live at home: the case is withdrawn or rejected, or the need has passed. */
static void all_return(struct model *m, uint32_t id, enum WAIT_END_category end,
                       enum DEPARTURE_category how)
{
    uint32_t member[GROUP_MOST];
    int n = m->episode[id].members;
    for (int i = 0; i < n; i++)
        member[i] = m->episode[id].member[i];
    search_ends(m, id, end);
    for (int i = 0; i < n; i++)
        leave_care(m, member[i], how, LEAVING_PLANNED);
}

void on_withdrawn(struct model *m, uint32_t id)
{
    all_return(m, id, WAIT_END_WITHDRAWN, DEPARTURE_WITHDRAWN);
}

void on_no_longer_needed(struct model *m, uint32_t id)
{
    all_return(m, id, WAIT_END_RETURNED, DEPARTURE_RETURNED);
}

/* Only where no home can be shown: kin who have been found are one. */
bool exit_rejected(struct model *m, uint32_t id)
{
    const struct episode *e = &m->episode[id];
    const struct child *first = &m->child[e->member[0]];
    if (e->path == PATH_VOLUNTARY || e->stage == STAGE_FOUND ||
        uniform(m, DRAW_BOARD_REJECTS, first->number, first->waits, e->renewals) >=
            m->rules->p.board_rejects)
        return false;
    all_return(m, id, WAIT_END_REJECTED, DEPARTURE_REJECTED);
    return true;
}
