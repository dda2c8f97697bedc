#include "model/fill.h"

#include "model/home.h"
#include "model/index.h"
#include "model/numbering.h"

/* Before the history the country lives for some years at the first year's level, so that ages,
 * times in place and homes are consistent with each other. Only here a controller acts on the
 * queue: it adds ordinary homes when more children wait than should, and turns approvals away when
 * fewer do. It is off from the history's start. */

static const tick control_interval = 7 * TICKS_PER_DAY;
static const double brake_gain = 0.02, home_gain = 0.1;
enum { HOMES_AT_A_TIME = STATE_SPARE / 2 };

static double waiting_in(const struct model *m, int area)
{
    return (double)observed_level(&m->observer, MEASURE_QUEUE,
                                  CELL2(QUEUE, QUEUE_PAST_WISH, AREA, area));
}

static double waiting(const struct model *m)
{
    double sum = 0;
    for (int a = 0; a < N_AREA; a++)
        sum += waiting_in(m, a);
    return sum;
}

static void add_home(struct model *m, int area)
{
    uint64_t serial = (uint64_t)area * 10000000 + m->country->next_fill_home++;
    uint32_t id =
        home_new(m, home_number(PREFIX_FILL, serial), area, HOME_KIND_ORDINARY, OWNER_PUBLIC);
    home_approved(m, id);
}

/* The area where waiting is longest for its number of children. */
static int neediest(const struct model *m, const double added[N_AREA])
{
    int best = 0;
    double most = -1;
    for (int a = 0; a < N_AREA; a++) {
        double share = m->rules->p.area_share[a] * m->rules->p.area_rate[a];
        double need = share > 0 ? (waiting_in(m, a) - added[a]) / share : -1;
        if (need > most) {
            most = need;
            best = a;
        }
    }
    return best;
}

static void add_homes(struct model *m, double excess)
{
    int n = (int)(excess * home_gain + 0.5);
    double added[N_AREA] = {0};
    for (int i = 0; i < n && i < HOMES_AT_A_TIME; i++) {
        int area = neediest(m, added);
        added[area]++;
        add_home(m, area);
    }
}

/* Homes with which the fill starts: a share a week until all are there. */
static bool add_first_homes(struct model *m)
{
    const struct parameters *p = &m->rules->p;
    int left = (int)p->fill_homes - (int)m->country->next_fill_home;
    if (left <= 0)
        return false;
    for (int i = 0; i < HOMES_AT_A_TIME && i < left; i++) {
        double share[N_AREA], sum = 0;
        for (int a = 0; a < N_AREA; a++)
            sum += share[a] = p->area_share[a] * p->area_rate[a];
        for (int a = 0; a < N_AREA; a++)
            share[a] /= sum;
        double u = ((double)(m->country->next_fill_home % 1000) + 0.5) / 1000;
        add_home(m, category_at(share, N_AREA, u));
    }
    return true;
}

void fill_open(struct model *m)
{
    clock_set(&m->state, CLASS_SYSTEM, 0, EVENT_FILL_CONTROL, now(m));
}

void on_fill_control(struct model *m, uint32_t id)
{
    if (add_first_homes(m)) {
        clock_set(&m->state, CLASS_SYSTEM, id, EVENT_FILL_CONTROL, now(m) + TICKS_PER_DAY);
        return;
    }
    double target = m->rules->p.fill_queue, excess = waiting(m) - target;
    double brake = m->country->fill_brake - brake_gain * (target > 0 ? excess / target : 0);
    m->country->fill_brake = brake < 0 ? 0 : brake > 1 ? 1 : brake;
    if (excess > 0)
        add_homes(m, excess);
    clock_set(&m->state, CLASS_SYSTEM, id, EVENT_FILL_CONTROL, now(m) + control_interval);
}
