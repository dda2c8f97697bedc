#include "model/mapping.h"

#include "model/area.h"
#include "model/child.h"
#include "model/need.h"
#include "model/queue.h"
#include "model/tell.h"
#include "model/waiting.h"

/* Mapping delays the request and may put the assessed need right before the child is sent anywhere.
 * A family that moves before the request has gone out gets another municipality; where information
 * does not follow, that one assesses need and documents its search anew. Kin who have been found
 * are not lost. */

static double drawn(const struct model *m, const struct episode *e, enum draw_purpose purpose)
{
    const struct child *first = &m->child[e->member[0]];
    return uniform(m, purpose, first->number, first->waits, 0);
}

static bool is_mapped(const struct model *m, const struct episode *e)
{
    return !e->in_place && drawn(m, e, DRAW_MAPPED) < m->rules->p.mapping_share;
}

double mapping_days(const struct model *m, const struct episode *e)
{
    if (!is_mapped(m, e))
        return 0;
    return m->rules->p.mapping_days *
           quantile_at(m->rules->approval, drawn(m, e, DRAW_MAPPING_TIME));
}

/* Sets what need is thought to be. */
static void assess(struct model *m, uint32_t id, uint32_t child, int need)
{
    struct episode *e = &m->episode[id];
    queue_count(m, id, -1);
    m->child[child].assessed = (uint8_t)need;
    e->assessed = 0;
    for (int i = 0; i < e->members; i++)
        if (m->child[e->member[i]].assessed > e->assessed)
            e->assessed = m->child[e->member[i]].assessed;
    queue_count(m, id, 1);
    need_rates(m, child);
}

void mapping_ends(struct model *m, uint32_t id)
{
    const struct episode *e = &m->episode[id];
    if (!is_mapped(m, e))
        return;
    observe_add(&m->observer, MEASURE_MAPPED, e->area, e->members);
    for (int i = 0; i < e->members; i++) {
        const struct child *c = &m->child[e->member[i]];
        if (c->assessed != c->need &&
            uniform(m, DRAW_MAPPING_RIGHT, c->number, c->waits, 0) < m->rules->p.mapping_accuracy)
            assess(m, id, e->member[i], c->need);
        tell_with(m, e->member[i], STORY_NEED_MAPPED, c->assessed);
    }
}

/* ---- families that move ---- */

void family_move_plan(struct model *m, uint32_t id)
{
    const struct child *first = &m->child[m->episode[id].member[0]];
    double rate = m->rules->p.family_moves;
    if (rate > 0)
        episode_clock(
            m, id, EVENT_FAMILY_MOVES,
            now(m) + ticks_of_years(
                         exponential(m, DRAW_FAMILY_MOVES, first->number, first->waits, 0) / rate));
}

/* The search is documented later than it would have been, or once more. */
static void documents_anew(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    double days = m->rules->p.begin_anew_days *
                  quantile_at(m->rules->kin_search, drawn(m, e, DRAW_KIN_SEARCH_TIME));
    tick ready = now(m) + ticks_of_days(days);
    tick planned = clock_get(&m->state, CLASS_EPISODE, id, EVENT_DOCUMENTED);
    e->documentation_made = false;
    episode_clock(m, id, EVENT_DOCUMENTED,
                  planned == TICK_NEVER || ready > planned ? ready : planned);
}

static void begins_anew(struct model *m, uint32_t id)
{
    const struct episode *e = &m->episode[id];
    for (int i = 0; i < e->members; i++) {
        const struct child *c = &m->child[e->member[i]];
        assess(m, id, e->member[i],
               child_assessed(m, c->need, uniform(m, DRAW_ASSESSED_ANEW, c->number, c->waits, 0)));
        tell_with(m, e->member[i], STORY_BEGINS_ANEW, c->assessed);
    }
    documents_anew(m, id);
    reason_changes(m, id);
}

void on_family_moves(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    const struct child *first = &m->child[e->member[0]];
    int to = municipality_moved_to(m, first->number, first->waits, e->area);
    if (e->requested != TICK_NEVER || e->stage != STAGE_BOARD || to == e->municipality)
        return;
    queue_count(m, id, -1);
    e->municipality = (uint16_t)to;
    queue_count(m, id, 1);
    for (int i = 0; i < e->members; i++)
        m->child[e->member[i]].municipality = (uint16_t)to;
    observe_add(&m->observer, MEASURE_MUNICIPALITY_CHANGES, e->area, e->members);
    tell_members_with(m, id, STORY_FAMILY_MOVES, to);
    if (drawn(m, e, DRAW_INFORMATION_FOLLOWS) >= m->rules->p.information_follows)
        begins_anew(m, id);
}
