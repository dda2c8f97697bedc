#include "model/budget.h"

#include "model/home.h"
#include "model/matching.h"
#include "model/placement.h"

/* Spending runs on by the day. Before a home is taken, what the year will cost with it is compared
 * with the cap. */

int64_t net_price(const struct model *m, const struct home *h)
{
    return net_of_co_pay(m->rules, price_index(m), h->owner, h->price_permille);
}

static void run_to_now(struct model *m)
{
    struct country *c = m->country;
    double days = (double)(now(m) - c->budget_since) / (double)TICKS_PER_DAY;
    c->budget_spent += (int64_t)((double)c->budget_daily * days);
    c->budget_since = now(m);
}

static void change_daily(struct model *m, int64_t by)
{
    run_to_now(m);
    m->country->budget_daily += by;
}

static bool costs_budget(const struct home *h)
{
    return h->kind == HOME_KIND_SPECIALISED;
}

void budget_reserve(struct model *m, const struct home *h, int sign)
{
    if (costs_budget(h))
        change_daily(m, sign * net_price(m, h));
}

void budget_child_enters(struct model *m, uint32_t child)
{
    const struct child *c = &m->child[child];
    if (is_specialised(c->place))
        change_daily(m, net_price(m, &m->home[c->home]));
}

void budget_child_leaves(struct model *m, uint32_t child)
{
    const struct child *c = &m->child[child];
    if (is_specialised(c->place))
        change_daily(m, -net_price(m, &m->home[c->home]));
}

/* What homes that stand ready and are paid for it cost a day, as far as it is this budget's. */
static int64_t ready_cost(const struct model *m, int owner, int64_t permille)
{
    int64_t price = m->rules->price[price_index(m)][PLACE_SPECIALISED_STATE + owner];
    return (int64_t)((double)(permille * price / 1000) * m->rules->p.readiness_on_budget);
}

void budget_readiness(struct model *m, int owner, int64_t permille)
{
    if (m->rules->p.readiness_on_budget > 0)
        change_daily(m, ready_cost(m, owner, permille));
}

static int64_t all_ready(const struct model *m)
{
    int64_t sum = 0;
    for (int a = 0; a < N_AREA; a++)
        for (int o = 0; o < N_OWNER; o++)
            sum += ready_cost(m, o, m->country->ready_time[a][o].count);
    return sum;
}

static double cap(const struct model *m, bool duty)
{
    const struct parameters *p = &m->rules->p;
    double budget = m->rules->budget[price_index(m)];
    return duty && p->duty_soft_budget > 0 ? budget * (1 + p->overspend_allowed) : budget;
}

static double year_cost(const struct model *m, int64_t more_daily)
{
    const struct country *c = m->country;
    double days = (double)(c->year_end - c->budget_since) / (double)TICKS_PER_DAY;
    double rest = (double)(c->year_end - now(m)) / (double)TICKS_PER_DAY;
    return (double)c->budget_spent + (double)c->budget_daily * days + (double)more_daily * rest;
}

bool budget_open(const struct model *m, bool duty)
{
    return m->rules->budget[price_index(m)] < 0 ||
           year_cost(m, m->rules->least_net_price[price_index(m)]) <= cap(m, duty);
}

bool budget_open_for(const struct model *m, const struct episode *e, const struct home *h)
{
    if (!costs_budget(h) || m->rules->budget[price_index(m)] < 0)
        return true;
    int room = h->places - h->children, moving = e->members < room ? e->members : room;
    return year_cost(m, moving * net_price(m, h)) <= cap(m, e->claim == CLAIM_DUTY);
}

void budget_reprice(struct model *m)
{
    run_to_now(m);
    int64_t daily = 0;
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_HOME].used; id++) {
        const struct home *h = &m->home[id];
        if (!m->state.alive[CLASS_HOME][id] || !costs_budget(h))
            continue;
        bool reserved = h->episode != NO_ENTITY && !h->bidding;
        int placed = 0;
        for (int i = 0; i < h->children; i++)
            placed += is_specialised(m->child[h->child[i]].place);
        daily += (placed + reserved) * net_price(m, h);
    }
    m->country->budget_daily = daily + all_ready(m);
}

void budget_new_year(struct model *m, tick year_end)
{
    budget_reprice(m);
    m->country->budget_spent = 0;
    m->country->year_end = year_end;
}

/* Homes that were kept for want of money may be taken again: by the duty's queue, and, once they
 * are open to others, by these. */
static void look_again(struct model *m)
{
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_EPISODE].used; id++)
        if (m->state.alive[CLASS_EPISODE][id] && m->episode[id].claim == CLAIM_DUTY)
            episode_picks(m, id);
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_HOME].used; id++)
        if (m->open_to_lower[id])
            home_picks(m, id);
}

void budget_of_the_day(struct model *m)
{
    for (int duty = 0; duty < 2; duty++) {
        bool open = budget_open(m, duty), before = m->country->budget_was_open[duty];
        m->country->budget_was_open[duty] = open;
        if (open && !before)
            look_again(m);
    }
}
