#include "model/count_start.h"
#include "model/emergency.h"
#include "model/home.h"
#include "model/index.h"
#include "model/numbering.h"
#include "model/placement.h"
#include "model/recruitment.h"
#include "model/suppliers.h"

/* Homes of the count: how long they have been there is not told, so what wears off with time is as if
 * each had served a while. */

/* What is drawn about a home, as index of COUNTED_HOME. */
enum question { Q_EXTRA_SERVICE, Q_CONTRACT, Q_IDLE, Q_LEFT, Q_STEP };

static double drawn(const struct model *m, const struct home *h, enum question question)
{
    return uniform(m, DRAW_COUNTED_HOME, h->number, 0, question);
}

/* A supplier's home has part of its contract left. */
static void has_contract(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    suppliers_adopt(m, id);
    if (h->kind == HOME_KIND_SPECIALISED && h->owner != OWNER_PUBLIC)
        h->contract_end = now(m) + (tick)((double)m->rules->contract * drawn(m, h, Q_CONTRACT)) + 1;
}

static void gets_position(struct model *m, struct home *h)
{
    if (h->kind != HOME_KIND_SPECIALISED || h->owner != OWNER_PUBLIC)
        return;
    h->positioned = true;
    m->country->state_homes[h->area]++;
}

static uint32_t new_home(struct model *m, uint32_t number, int kind, int area, int owner)
{
    uint64_t serial = home_number(PREFIX_COUNTED, number);
    uint32_t id =
        home_new(m, serial, area, (enum HOME_KIND_category)kind, (enum OWNER_category)owner);
    suppliers_adopt(m, id);
    return id;
}

uint32_t counted_home(struct model *m, uint32_t number, enum PLACE_category place, int area,
                      int places)
{
    int kind = home_kind_of_place((int)place);
    uint32_t id = new_home(m, number, kind, area, (int)place_table[place].owner);
    struct home *h = &m->home[id];
    h->places = (uint8_t)places;
    h->reinforcible |= place == PLACE_REINFORCED;
    if (kind == HOME_KIND_EMERGENCY) {
        emergency_home_opens(m, id, places);
        return id;
    }
    h->found = kind == HOME_KIND_KINSHIP;
    gets_position(m, h);
    has_contract(m, id);
    return id;
}

/* As many stays before as homes go on to have, each as long as the present one so far. */
void counted_home_served(struct model *m, uint32_t id, double years)
{
    const struct home *h = &m->home[id];
    double leaves = m->rules->p.leave_after_stay[h->kind];
    double before = leaves > 0 ? (1 - leaves) / leaves : 1;
    home_has_served(
        m, id,
        years * (1 + before * exponential(m, DRAW_COUNTED_HOME, h->number, 0, Q_EXTRA_SERVICE)));
}

/* ---- homes that stand ready or rest ---- */

static void stands_idle(struct model *m, uint32_t id)
{
    const tick a_year = TICKS_PER_YEAR;
    gets_position(m, &m->home[id]);
    home_becomes_idle(m, id);
    struct home *h = &m->home[id];
    h->idle_since = now(m) - (tick)((double)a_year * drawn(m, h, Q_IDLE));
    if (h->kind != HOME_KIND_SPECIALISED)
        return;
    tick opens = h->idle_since + m->rules->reserve;
    if (opens > now(m)) {
        home_clock(m, id, EVENT_OPENS_TO_OTHERS, opens);
        return;
    }
    h->open_to_others = true;
    home_clock(m, id, EVENT_OPENS_TO_OTHERS, TICK_NEVER);
    vacancy_update(m, id);
}

static void stands_listed(struct model *m, uint32_t id)
{
    m->home[id].contract_end = now(m);
    home_becomes_idle(m, id);
}

static void rests(struct model *m, uint32_t id)
{
    double left = drawn(m, &m->home[id], Q_LEFT);
    gets_position(m, &m->home[id]);
    home_set_state(m, id, HOME_STATE_RESTING);
    m->home[id].rests = true;
    home_clock(m, id, EVENT_RESTED, now(m) + (tick)((double)m->rules->rest * left));
}

static void is_paused(struct model *m, uint32_t id)
{
    const struct home *h = &m->home[id];
    double years =
        m->rules->p.pause_years * exponential(m, DRAW_PAUSE_TIME, h->number, h->stays, h->pauses);
    gets_position(m, &m->home[id]);
    home_set_state(m, id, HOME_STATE_RESTING);
    m->home[id].pauses++;
    home_clock(m, id, EVENT_PAUSE_ENDS, now(m) + ticks_of_years(years));
}

static void is_on_the_way(struct model *m, uint32_t id)
{
    const struct home *h = &m->home[id];
    training_goes_on(m, id, drawn(m, h, Q_STEP), drawn(m, h, Q_LEFT));
}

/* ---- on the way, where the file does not say how many ---- */

static int channel_of(int kind, int area, int owner)
{
    static const int specialised[N_OWNER] = {[OWNER_PUBLIC] = CHANNEL_STATE_SPECIALISED,
                                             [OWNER_NONPROFIT] = CHANNEL_NONPROFIT,
                                             [OWNER_COMMERCIAL] = CHANNEL_COMMERCIAL};
    if (kind == HOME_KIND_SPECIALISED)
        return specialised[owner];
    return area == AREA_OSLO ? CHANNEL_OSLO : CHANNEL_BUFETAT;
}

static uint32_t add_on_the_way(struct model *m, uint32_t number, int kind, int area, int owner)
{
    state_make_room(&m->state);
    uint32_t id = new_home(m, number++, kind, area, owner);
    m->home[id].channel = (uint8_t)channel_of(kind, area, owner);
    is_on_the_way(m, id);
    return number;
}

/* As many as enquire in the time that it takes. */
static uint32_t suppose_on_the_way(struct model *m, uint32_t number)
{
    for (int a = 0; a < N_AREA; a++)
        for (int c = 0; c < N_CHANNEL; c++) {
            bool specialised = is_specialised_channel(c);
            int owner = specialised ? c - CHANNEL_STATE_SPECIALISED : OWNER_PUBLIC;
            double homes =
                enquiries_a_year(m, c, a) * enquiry_multiplier(m, c, a) * training_years(m, c);
            homes += uniform(m, DRAW_COUNTED_HOME, (uint64_t)c * N_AREA + (uint64_t)a, 0, Q_STEP);
            for (int i = 0; i < (int)homes; i++)
                number = add_on_the_way(
                    m, number, specialised ? HOME_KIND_SPECIALISED : HOME_KIND_ORDINARY, a, owner);
        }
    return number;
}

/* ---- all of them ---- */

static uint32_t add_homes(struct model *m, uint32_t number, const struct counted_homes *homes)
{
    static void (*const become[N_COUNTED_STATE])(struct model *, uint32_t) = {
        [COUNTED_IDLE] = stands_idle,
        [COUNTED_LISTED] = stands_listed,
        [COUNTED_RESTING] = rests,
        [COUNTED_PAUSED] = is_paused,
    };
    for (int i = 0; i < homes->homes; i++) {
        if (homes->state == COUNTED_ON_THE_WAY) {
            number = add_on_the_way(m, number, (int)homes->kind, homes->area, homes->owner);
            continue;
        }
        state_make_room(&m->state);
        uint32_t id = new_home(m, number++, (int)homes->kind, homes->area, homes->owner);
        has_contract(m, id);
        counted_home_served(m, id, m->rules->p.contract_years);
        become[homes->state](m, id);
    }
    return number;
}

uint32_t counted_empty_homes(struct model *m, uint32_t number)
{
    const struct count *count = m->plan->study->count;
    for (int i = 0; i < count->n_homes && !m->state.failure[0]; i++)
        if (count->homes[i].kind != HOME_KIND_EMERGENCY)
            number = add_homes(m, number, &count->homes[i]);
    return count->on_the_way_told ? number : suppose_on_the_way(m, number);
}

void counted_emergency_homes(struct model *m)
{
    uint32_t before, after;
    do {
        before = m->state.header->pool[CLASS_HOME].live;
        state_make_room(&m->state);
        emergency_capacity(m);
        after = m->state.header->pool[CLASS_HOME].live;
    } while (after != before && !m->state.failure[0]);
}
