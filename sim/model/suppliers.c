#include "model/suppliers.h"

#include "model/area.h"
#include "model/home.h"
#include "model/index.h"
#include "model/procurement.h"

#include <sleef.h>

/* A firm lives on what is paid for. For each supplier three levels are kept: families held (listed
 * or in use), those in use (contracted), and what is paid, in thousandths of the full price. Over
 * twelve months the second against the third decides whether it may have to close, the first
 * against the third whether it grows. */

/* A new firm is not judged before it has had a year to start and a year to be seen. */
static const tick start_up = 2 * TICKS_PER_YEAR;

/* Growth and entry never go beyond half and double of today's, whatever is paid. */
static const double least_growth = 0.5, most_growth = 2;

static bool has_firms(const struct model *m, int owner)
{
    return m->plan->study->value.suppliers[owner] >= 1;
}

static int allowed(const struct model *m, int owner)
{
    return (int)(m->rules->p.suppliers[owner] + 0.5);
}

int supplier_income(const struct model *m, const struct home *h)
{
    if (h->supplier == NO_ENTITY)
        return 0;
    double multiplier = m->rules->p.price_multiplier[PLACE_SPECIALISED_STATE + h->owner];
    int paid = h->children > 0 ? h->price_permille : h->ready_permille;
    return (int)(paid * multiplier + 0.5);
}

void suppliers_count_home(struct model *m, const struct home *h, int sign)
{
    if (h->supplier == NO_ENTITY)
        return;
    struct supplier *s = &m->supplier[h->supplier];
    level_change(&s->held, now(m), sign);
    level_change(&s->contracted, now(m), h->state != HOME_STATE_LISTED ? sign : 0);
    level_change(&s->paid, now(m), (int64_t)sign * h->income_permille);
}

void supplier_count(struct model *m, uint32_t id, int sign)
{
    const struct supplier *s = &m->supplier[id];
    if (s->open)
        observe_level(&m->observer, now(m), MEASURE_SUPPLIERS,
                      CELL2(OWNER, s->owner, AREA, s->area), sign);
}

static void set_supplier(struct model *m, uint32_t home, uint32_t supplier, int owner)
{
    struct home *h = &m->home[home];
    home_count(m, home, -1);
    h->supplier = supplier;
    h->owner = (uint8_t)owner;
    home_count_in(m, home);
}

/* ---- how much all of them recruit ---- */

static bool serves(const struct supplier *s, int area)
{
    return s->areas >> area & 1;
}

/* Of an owner's suppliers, in an area: those of today, and the size of those that are open. */
static void sum_capacity(const struct model *m, int owner, int area, double *today, double *open)
{
    int n = (int)m->plan->study->value.suppliers[owner];
    *today = *open = 0;
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_SUPPLIER].used; id++) {
        const struct supplier *s = &m->supplier[id];
        if (s->owner != owner || !(area < 0 || serves(s, area)))
            continue;
        *today += s->slot < n;
        *open += s->open ? s->size : 0;
    }
}

static void sum_capacities(struct model *m)
{
    for (int owner = 0; owner < N_OWNER; owner++)
        for (int area = 0; has_firms(m, owner) && area < N_AREA; area++) {
            double today, open;
            sum_capacity(m, owner, area, &today, &open);
            if (!(today > 0)) /* an area that nobody of this owner serves shares in the whole */
                sum_capacity(m, owner, -1, &today, &open);
            m->country->supplier_capacity[owner][area] = open / today;
        }
}

double suppliers_capacity(const struct model *m, int owner, int area)
{
    return has_firms(m, owner) ? m->country->supplier_capacity[owner][area] : 1;
}

/* ---- whose family it is ---- */

/* Every family would go to suppliers in an order of its own, the larger ones sooner; so only the
 * families of a supplier that closes change hands. */
static uint32_t choice_of(const struct model *m, const struct home *h, int owner)
{
    uint32_t best = NO_ENTITY;
    double least = 0;
    bool best_serves = false;
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_SUPPLIER].used; id++) {
        const struct supplier *s = &m->supplier[id];
        if (!s->open || s->owner != owner)
            continue;
        double at = exponential(m, DRAW_SUPPLIER_OF_FAMILY, h->number, 0, (uint32_t)id) / s->size;
        bool here = serves(s, h->area);
        if (best == NO_ENTITY || here > best_serves || (here == best_serves && at < least)) {
            best = id;
            least = at;
            best_serves = here;
        }
    }
    return best;
}

static void goes_over_to_the_state(struct model *m, uint32_t id)
{
    m->home[id].contract_end = now(m);
    set_supplier(m, id, NO_ENTITY, OWNER_PUBLIC);
}

void suppliers_adopt(struct model *m, uint32_t id)
{
    const struct home *h = &m->home[id];
    bool supplied = h->kind == HOME_KIND_SPECIALISED && h->owner != OWNER_PUBLIC;
    if (!supplied || !has_firms(m, h->owner) || h->supplier != NO_ENTITY)
        return;
    int other = h->owner == OWNER_NONPROFIT ? OWNER_COMMERCIAL : OWNER_NONPROFIT;
    int owner = h->owner;
    uint32_t found = choice_of(m, h, owner);
    if (found == NO_ENTITY) {
        owner = other;
        found = choice_of(m, h, owner);
    }
    if (found == NO_ENTITY)
        goes_over_to_the_state(m, id);
    else
        set_supplier(m, id, found, owner);
}

/* ---- closing ---- */

static double drawn(const struct model *m, const struct home *h, uint32_t supplier,
                    enum draw_purpose purpose)
{
    return uniform(m, purpose, h->number, m->supplier[supplier].firm, supplier);
}

/* Its contract, with the child who may live there, goes over to another supplier of the same kind;
 * where there is none the home is its own until it is empty. A family on the list may as well go
 * over to the state. */
static void family_goes_on(struct model *m, uint32_t id, uint32_t supplier)
{
    const struct home *h = &m->home[id];
    if (h->state != HOME_STATE_LISTED) {
        set_supplier(m, id, choice_of(m, h, h->owner), h->owner);
        return;
    }
    bid_withdrawn(m, id);
    set_supplier(m, id, NO_ENTITY, h->owner);
    if (drawn(m, h, supplier, DRAW_SUPPLIED_TO_STATE) < m->rules->p.supplier_to_state)
        goes_over_to_the_state(m, id);
    else
        suppliers_adopt(m, id);
    listed_refresh(m, id);
}

static void family_is_lost(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    bool in_use = h->children > 0 || (h->episode != NO_ENTITY && !h->bidding);
    bid_withdrawn(m, id);
    set_supplier(m, id, NO_ENTITY, h->owner);
    h->orphaned = true; /* stops as soon as it is empty */
    if (!in_use)
        home_close(m, id, HOME_LOSS_SUPPLIER);
    else
        vacancy_leave(m, id);
}

static void families_part(struct model *m, uint32_t supplier)
{
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_HOME].used; id++) {
        const struct home *h = &m->home[id];
        if (!m->state.alive[CLASS_HOME][id] || h->supplier != supplier)
            continue;
        if (drawn(m, h, supplier, DRAW_SUPPLIED_GOES_ON) < m->rules->p.supplier_families_kept)
            family_goes_on(m, id, supplier);
        else
            family_is_lost(m, id);
    }
}

void on_supplier_closes(struct model *m, uint32_t id)
{
    struct supplier *s = &m->supplier[id];
    observe_add(&m->observer, MEASURE_SUPPLIERS_CLOSED, CELL2(OWNER, s->owner, AREA, s->area), 1);
    supplier_count(m, id, -1);
    s->open = false;
    clock_set(&m->state, CLASS_SUPPLIER, id, EVENT_SUPPLIER_CLOSES, TICK_NEVER);
    s->entering = hazard_new(now(m));
    sum_capacities(m);
    families_part(m, id);
}

/* ---- coming ---- */

void on_supplier_decides(struct model *m, uint32_t id)
{
    clock_set(&m->state, CLASS_SUPPLIER, id, EVENT_SUPPLIER_DECIDES, TICK_NEVER);
    clock_set(&m->state, CLASS_SUPPLIER, id, EVENT_SUPPLIER_OPENS,
              now(m) + m->rules->supplier_lead);
}

static void opens(struct model *m, uint32_t id)
{
    struct supplier *s = &m->supplier[id];
    s->open = true;
    s->firm++;
    s->size = s->size_coming = 1;
    s->since = now(m);
    s->closing = hazard_new(now(m));
    supplier_count(m, id, 1);
}

void on_supplier_opens(struct model *m, uint32_t id)
{
    clock_set(&m->state, CLASS_SUPPLIER, id, EVENT_SUPPLIER_OPENS, TICK_NEVER);
    const struct supplier *s = &m->supplier[id];
    if (s->slot >= allowed(m, s->owner))
        return;
    opens(m, id);
    observe_add(&m->observer, MEASURE_SUPPLIERS_OPENED, CELL2(OWNER, s->owner, AREA, s->area), 1);
    sum_capacities(m);
}

/* Where a supplier is at home: they are spread as the families who enquire with them. */
static uint32_t create(struct model *m, int owner, int slot)
{
    int today = (int)m->plan->study->value.suppliers[owner];
    int channel = owner == OWNER_NONPROFIT ? CHANNEL_NONPROFIT : CHANNEL_COMMERCIAL;
    int round = today > 0 ? today : N_AREA; /* they come in rounds, each spread over the country */
    double u = (slot % round + 0.5) / round;
    int area = category_at(m->rules->p.enquiry_area[channel], N_AREA, u);
    uint64_t number = (uint64_t)owner * SUPPLIERS_OF_OWNER + (uint64_t)slot;
    uint32_t id = entity_new(&m->state, CLASS_SUPPLIER, number);
    m->supplier[id] =
        (struct supplier){.number = number,
                          .owner = (uint8_t)owner,
                          .area = (uint8_t)area,
                          .slot = (uint8_t)slot,
                          .areas = (uint8_t)areas_within(area, REACH_NEIGHBOURS, true),
                          .closing = hazard_new(now(m)),
                          .entering = hazard_new(now(m))};
    return id;
}

static int suppliers_of(const struct model *m, int owner)
{
    int n = 0;
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_SUPPLIER].used; id++)
        n += m->supplier[id].owner == owner;
    return n;
}

void suppliers_open(struct model *m)
{
    for (int owner = OWNER_NONPROFIT; owner < N_OWNER; owner++)
        for (int slot = 0; slot < allowed(m, owner); slot++)
            opens(m, create(m, owner, slot));
    sum_capacities(m);
}

/* ---- risks and growth ---- */

/* The month that ends takes the place of the one a year before. */
static void remember_month(struct model *m, struct supplier *s)
{
    struct month_of_supplier *month = &s->month[m->country->calendar_month];
    *month =
        (struct month_of_supplier){level_take(&s->held, now(m)), level_take(&s->contracted, now(m)),
                                   level_take(&s->paid, now(m))};
}

static void add_year(const struct supplier *s, struct month_of_supplier *sum)
{
    for (int i = 0; i < N_CALENDAR_MONTH; i++) {
        sum->held += s->month[i].held;
        sum->contracted += s->month[i].contracted;
        sum->paid += s->month[i].paid;
    }
}

/* Does it hold families of whom too few are paid for? */
static bool has_too_little(const struct model *m, const struct supplier *s)
{
    struct month_of_supplier year = {0};
    add_year(s, &year);
    return now(m) >= s->since + start_up && year.held > 0 &&
           (double)year.paid < m->rules->p.supplier_volume * 1000 * (double)year.contracted +
                                   (year.contracted == 0);
}

/* What is paid for a family held, of all suppliers of an owner. */
static double use_of(const struct model *m, int owner)
{
    struct month_of_supplier year = {0};
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_SUPPLIER].used; id++)
        if (m->supplier[id].owner == owner)
            add_year(&m->supplier[id], &year);
    return year.held > 0 ? (double)year.paid / 1000 / (double)year.held : 0;
}

/* How much more, or less, firms of this owner do than today because of what they are paid. */
static double growth_of(const struct model *m, int owner)
{
    double elasticity = m->rules->p.supplier_growth, today = m->country->supplier_use[owner];
    double use = elasticity > 0 && today > 0 ? use_of(m, owner) : 0;
    if (!(use > 0))
        return 1;
    double factor = Sleef_cinz_powd1_u10purec(use / today, elasticity);
    return factor < least_growth ? least_growth : factor > most_growth ? most_growth : factor;
}

static void refresh(struct model *m, uint32_t id, double growth)
{
    struct supplier *s = &m->supplier[id];
    const struct parameters *p = &m->rules->p;
    bool opening = clock_get(&m->state, CLASS_SUPPLIER, id, EVENT_SUPPLIER_OPENS) != TICK_NEVER;
    bool free = !s->open && !opening && s->slot < allowed(m, s->owner);
    double closes = has_too_little(m, s) ? p->supplier_exit_idle : p->supplier_exit;
    if (risk_at(m, &s->closing, s->open ? closes : 0, DRAW_SUPPLIER_CLOSES, s->number, s->firm, 0))
        clock_set(&m->state, CLASS_SUPPLIER, id, EVENT_SUPPLIER_CLOSES,
                  hazard_strikes(&s->closing));
    if (risk_at(m, &s->entering, free ? p->supplier_entry * growth : 0, DRAW_SUPPLIER_ENTERS,
                s->number, s->firm, 0))
        clock_set(&m->state, CLASS_SUPPLIER, id, EVENT_SUPPLIER_DECIDES,
                  hazard_strikes(&s->entering));
}

static void refresh_all(struct model *m)
{
    double growth[N_OWNER];
    for (int owner = 0; owner < N_OWNER; owner++)
        growth[owner] = growth_of(m, owner);
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_SUPPLIER].used; id++)
        refresh(m, id, growth[m->supplier[id].owner]);
}

/* What was decided a year ago is there; what is decided now will be in a year. A history that began
 * with a count, and so without a year behind it, compares with its first. */
static void grow(struct model *m)
{
    for (int owner = 0; owner < N_OWNER; owner++)
        if (!m->filling && !(m->country->supplier_use[owner] > 0))
            m->country->supplier_use[owner] = use_of(m, owner);
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_SUPPLIER].used; id++) {
        struct supplier *s = &m->supplier[id];
        s->size = s->size_coming;
        s->size_coming = growth_of(m, s->owner);
    }
    sum_capacities(m);
}

void suppliers_of_the_month(struct model *m, bool new_year)
{
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_SUPPLIER].used; id++)
        remember_month(m, &m->supplier[id]);
    if (new_year)
        grow(m);
    refresh_all(m);
}

void suppliers_start_history(struct model *m)
{
    for (int owner = 0; owner < N_OWNER; owner++)
        m->country->supplier_use[owner] = use_of(m, owner);
}

void suppliers_rules_changed(struct model *m)
{
    for (int owner = OWNER_NONPROFIT; owner < N_OWNER; owner++)
        for (int slot = suppliers_of(m, owner); has_firms(m, owner) && slot < allowed(m, owner);
             slot++)
            create(m, owner, slot);
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_SUPPLIER].used; id++) {
        const struct supplier *s = &m->supplier[id];
        if (s->open && s->slot >= allowed(m, s->owner))
            on_supplier_closes(m, id);
    }
    refresh_all(m);
}
