#include "model/cost.h"

#include "model/budget.h"
#include "model/placement.h"

/* The state pays what a place costs beyond the municipality's part: its share of the day price
 * where it runs the place itself (kinship, ordinary and part of reinforced homes), and the co-pay
 * for each child and month in a state place, never more than the cost. */

static const int64_t ms_per_month = TICKS_PER_YEAR / 12;

__extension__ typedef __int128 wide;

static void book(struct model *m, int area, enum COST_category cost, enum PAYER_category payer,
                 int64_t ore)
{
    observe_add(&m->observer, MEASURE_COSTS, CELL2(COST, cost, PAYER, payer), ore);
    observe_add(&m->observer, MEASURE_COSTS_AREA, CELL3(AREA, area, COST, cost, PAYER, payer), ore);
}

static int64_t share_of(int64_t ore, double share)
{
    return (int64_t)((double)ore * share + 0.5);
}

static void book_place(struct model *m, int area, int place)
{
    const struct rules *r = m->rules;
    int64_t time = level_take(&m->country->place_time[area][place], now(m));
    int64_t premium = level_take(&m->country->premium_time[area][place], now(m));
    int64_t price = r->price[price_index(m)][place];
    wide whole = ((wide)time * 1000 + premium) * price / 1000 / TICKS_PER_DAY;
    int64_t gross = (int64_t)whole;
    int64_t municipality = share_of(gross, r->p.municipal_price[place]) +
                           (int64_t)((wide)time * r->co_pay[price_index(m)][place] / ms_per_month);
    if (municipality > gross)
        municipality = gross;
    if (place == PLACE_EMERGENCY) {
        int64_t alone = level_take(&m->country->alone_time[area], now(m));
        municipality += (int64_t)((wide)(gross - municipality) * alone / (time > 0 ? time : 1));
    }
    book(m, area, cost_of_place(place), PAYER_MUNICIPALITY, municipality);
    book(m, area, cost_of_place(place), PAYER_STATE, gross - municipality);
}

static void book_readiness(struct model *m, int area, int owner)
{
    int64_t time = level_take(&m->country->ready_time[area][owner], now(m));
    int64_t price = m->rules->price[price_index(m)][PLACE_SPECIALISED_STATE + owner];
    book(m, area, COST_READINESS, PAYER_STATE,
         (int64_t)((wide)time * price / 1000 / TICKS_PER_DAY));
}

/* Teams cost the same whether their slots are used or not; the co-pay is for those treated. */
static void book_teams(struct model *m, int area)
{
    int64_t slots = level_take(&m->country->team_time[area], now(m));
    int64_t treated = level_take(&m->country->treated_time[area], now(m));
    int y = price_index(m);
    int64_t gross = (int64_t)((wide)slots * m->rules->team_price[y] / TICKS_PER_DAY);
    int64_t municipality = (int64_t)((wide)treated * m->rules->team_co_pay[y] / ms_per_month);
    if (municipality > gross)
        municipality = gross;
    book(m, area, COST_HOME_TREATMENT, PAYER_MUNICIPALITY, municipality);
    book(m, area, COST_HOME_TREATMENT, PAYER_STATE, gross - municipality);
}

/* Positions beyond those of today, by where the municipalities' children live. */
static void book_positions(struct model *m, int area)
{
    const struct parameters *p = &m->rules->p;
    double added = 0;
    for (int k = 0; k < N_MUNICIPALITY_CLASS; k++) {
        double country = 0;
        for (int a = 0; a < N_AREA; a++)
            country += p->area_share[a] * p->municipality_share[a][k];
        if (country > 0)
            added += (p->municipal_positions[k] - 1) * p->municipal_staff[k] * p->area_share[area] *
                     p->municipality_share[area][k] / country;
    }
    double years = (double)(now(m) - m->country->month_start) / (double)TICKS_PER_YEAR;
    book(m, area, COST_MUNICIPAL_WORK, PAYER_STATE,
         (int64_t)(added * years * (double)m->rules->position_cost[price_index(m)]));
}

/* The day price carries the empty places of today; those that a policy has added are paid for. */
static void book_empty_places(struct model *m, int area, int group, int owner)
{
    int64_t time = level_take(&m->country->empty_time[area][group][owner], now(m));
    int64_t price = m->rules->price[price_index(m)][place_of_unit(group, owner)];
    int64_t whole = (int64_t)((wide)time * price / TICKS_PER_DAY);
    book(m, area, COST_READINESS, PAYER_STATE, share_of(whole, m->rules->p.added_place_pay));
}

void cost_book_month(struct model *m)
{
    for (int a = 0; a < N_AREA; a++) {
        for (int place = 0; place < N_PLACE; place++)
            book_place(m, a, place);
        for (int o = 0; o < N_OWNER; o++) {
            book_readiness(m, a, o);
            for (int g = 0; g < N_TARGET_GROUP; g++)
                book_empty_places(m, a, g, o);
        }
        book_teams(m, a);
        book_positions(m, a);
    }
}

void cost_forget(struct model *m)
{
    for (int a = 0; a < N_AREA; a++) {
        for (int place = 0; place < N_PLACE; place++) {
            level_take(&m->country->place_time[a][place], now(m));
            level_take(&m->country->premium_time[a][place], now(m));
        }
        level_take(&m->country->alone_time[a], now(m));
        level_take(&m->country->team_time[a], now(m));
        level_take(&m->country->treated_time[a], now(m));
        for (int g = 0; g < N_TARGET_GROUP; g++)
            for (int o = 0; o < N_OWNER; o++)
                level_take(&m->country->empty_time[a][g][o], now(m));
        for (int o = 0; o < N_OWNER; o++)
            level_take(&m->country->ready_time[a][o], now(m));
    }
}

void cost_procurement(struct model *m, const struct episode *e)
{
    int y = price_index(m);
    book(m, e->area, COST_PROCUREMENT, PAYER_STATE,
         e->called_off ? m->rules->call_off_cost[y] : m->rules->tender_cost[y]);
}

void cost_single_child(struct model *m, int area)
{
    book(m, area, COST_PROCUREMENT, PAYER_STATE, m->rules->tender_cost[price_index(m)]);
}

void cost_reward(struct model *m, int area, int channel)
{
    book(m, area, COST_RECRUITMENT, PAYER_STATE, m->rules->reward[price_index(m)][channel]);
}

void cost_training(struct model *m, int area)
{
    book(m, area, COST_RECRUITMENT, PAYER_STATE, m->rules->training_cost[price_index(m)]);
}
