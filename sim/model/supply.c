#include "model/supply.h"

#include "model/group.h"

/* The plan follows the use of the past year, not the queue: as many places as would make that use
 * the target share of them, at most some more or fewer each year, and a year from plan to place. So
 * it answers late and by steps, and nobody knows next year's need. The state opens them. */

void supply_use(struct model *m, int area, int group, int change)
{
    level_change(&m->country->supply[area][group].use, now(m), change);
}

int supply_opened(const struct model *m, int area, int group)
{
    return m->country->supply[area][group].opened;
}

/* ---- the plan ---- */

/* Mean use of the months gone by, of which the last ones count most. */
static void look_at_use(struct model *m, struct supply *s, tick began)
{
    const double months_of_a_year = 12;
    int64_t use = level_take(&s->use, now(m));
    if (now(m) > began)
        s->usual += ((double)use / (double)(now(m) - began) - s->usual) / months_of_a_year;
}

/* Places without those that the plan has opened. */
static int other_places(const struct model *m, int area, int group)
{
    int places = -supply_opened(m, area, group);
    for (int o = 0; o < N_OWNER; o++)
        places += m->country->unit[area][group][o].places;
    return places;
}

static int planned(const struct model *m, int area, int group)
{
    const struct parameters *p = &m->rules->p;
    const struct supply *s = &m->country->supply[area][group];
    double target = p->target_utilisation[group_kind(group)];
    if (!(target > 0))
        return 0;
    double other = other_places(m, area, group), step = p->plan_step * other;
    double wanted = s->usual / target - other, opened = s->opened;
    step = step > 1 ? step : 1;
    wanted = wanted > opened + step ? opened + step : wanted;
    wanted = wanted < opened - step ? opened - step : wanted;
    const double nothing = 1e-9; /* what rounding may have left */
    return wanted > nothing ? (int)(wanted + 1 - nothing) : 0;
}

void supply_month(struct model *m)
{
    struct country *c = m->country;
    for (int a = 0; a < N_AREA; a++)
        for (int g = 0; g < TARGET_GROUP_COMBINED; g++) {
            struct supply *s = &c->supply[a][g];
            look_at_use(m, s, c->supply_since);
            if (c->calendar_month == CALENDAR_MONTH_JANUARY)
                s->opened = s->planned;
            else if (c->calendar_month == CALENDAR_MONTH_FEBRUARY)
                s->planned = planned(m, a, g);
        }
    c->supply_since = now(m);
}
