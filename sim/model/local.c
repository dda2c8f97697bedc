#include "model/local.h"

#include "model/area.h"
#include "model/glance.h"
#include "model/index.h"
#include "model/matching.h"

/* How long a vacant home is kept: by the size of the municipality, which decides whether it can
 * hold homes that stand empty at all. */
static tick kept_for(const struct model *m, const struct home *h)
{
    const struct parameters *p = &m->rules->p;
    double days = h->channel == CHANNEL_ASSOCIATION
                      ? p->association_days
                      : p->local_days[municipality_class_of(m, h->municipality, h->area)];
    return ticks_of_days(days);
}

bool local_keeps(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    bool vacant = h->state == HOME_STATE_IDLE && vacancy_places(h) > 0;
    tick time = is_local_channel(h->channel) && h->kind == HOME_KIND_ORDINARY ? kept_for(m, h) : 0;
    if (!vacant || time <= 0)
        return false;
    vacancy_keep(m, id);
    home_clock(m, id, EVENT_LOCAL_ENDS, now(m) + time);
    match_home_to(m, id, FOR_ITS_OWN);
    return true;
}

static void opens(struct model *m, uint32_t id)
{
    vacancy_unkeep(m, id);
    home_clock(m, id, EVENT_LOCAL_ENDS, TICK_NEVER);
    vacancy_show(m, id);
    match_home_to(m, id, FOR_OTHERS);
}

void on_local_ends(struct model *m, uint32_t id)
{
    const struct home *h = &m->home[id];
    if (h->kept && h->episode == NO_ENTITY)
        opens(m, id); /* else when the reservation comes to nothing */
}

void local_released(struct model *m, uint32_t id)
{
    const struct home *h = &m->home[id];
    if (now(m) >= h->vacant_since + kept_for(m, h))
        opens(m, id);
    else
        home_picks(m, id);
}

void local_rules_changed(struct model *m)
{
    for (int a = 0; a < N_AREA; a++)
        for (uint32_t id = m->country->kept_in[a].first; id != NO_ENTITY;
             id = m->home[id].area_link.next) {
            const struct home *h = &m->home[id];
            home_clock(m, id, EVENT_LOCAL_ENDS,
                       not_before_now(m, h->vacant_since + kept_for(m, h)));
        }
}
