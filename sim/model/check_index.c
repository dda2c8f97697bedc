#include "model/check_parts.h"
#include "model/index.h"
#include "model/recruitment.h"

/* Homes and children that look for each other, in the lists where they do. */

static void check_vacancies(struct model *m)
{
    const struct country *c = m->country;
    for (int a = 0; a < N_AREA; a++)
        for (int v = 0; v < N_VACANCY; v++)
            for (int i = 0; i < N_BANDS * N_FREE; i++) {
                int band = i / N_FREE, free = i % N_FREE;
                uint32_t n = 0, vacant = 0;
                for (uint32_t id = c->vacancy[a][v][band][free].first; id != NO_ENTITY;
                     id = m->home[id].area_link.next) {
                    const struct home *h = &m->home[id];
                    CHECK(m,
                          m->state.alive[CLASS_HOME][id] && h->listed && h->area == a &&
                              h->listed_vacancy == v && h->band == band && h->listed_free == free,
                          "a home is listed where it does not belong");
                    if (m->state.failure[0])
                        return;
                    n++;
                    vacant += h->episode == NO_ENTITY;
                }
                CHECK(m,
                      n == c->vacancies[a][v][band][free] && vacant == c->vacant[a][v][band][free],
                      "vacancies %d.%d.%d.%d are miscounted", a, v, band, free);
                CHECK(m,
                      (n > 0) == (c->listed_bits[a][v] >> i & 1) &&
                          (vacant > 0) == (c->vacant_bits[a][v] >> i & 1),
                      "vacancies %d.%d.%d.%d are not seen at a glance", a, v, band, free);
            }
}

/* Vacant homes that local recruiters keep are in the list of their area and in no other. */
static void check_kept(struct model *m, uint32_t kept)
{
    uint32_t in_lists = 0;
    for (int a = 0; a < N_AREA; a++)
        for (uint32_t id = m->country->kept_in[a].first; id != NO_ENTITY;
             id = m->home[id].area_link.next) {
            const struct home *h = &m->home[id];
            bool vacant = h->state == HOME_STATE_IDLE || h->state == HOME_STATE_RESERVED;
            CHECK(m,
                  m->state.alive[CLASS_HOME][id] && h->kept && !h->listed && h->area == a &&
                      is_local_channel(h->channel) && vacant,
                  "a home is kept for its municipality where it does not belong");
            if (m->state.failure[0])
                return;
            in_lists++;
        }
    CHECK(m, in_lists == kept, "%u homes are kept but %u are in the lists", kept, in_lists);
}

/* One list of waiting episodes, and what is known of it at a glance; gives how many are in it. */
static uint32_t check_waiting_list(struct model *m, int a, int claim, int band, int size)
{
    const struct country *c = m->country;
    const struct list *list = &c->waiting[a][claim][band][size];
    uint32_t exchange = 0, split = 0, n = 0;
    for (uint32_t id = list->first; id != NO_ENTITY; id = m->episode[id].area_link.next) {
        const struct episode *e = &m->episode[id];
        CHECK(m,
              m->state.alive[CLASS_EPISODE][id] && e->listed && e->area == a && e->claim == claim &&
                  e->listed_claim == claim && e->listed_band == band && e->members == size + 1 &&
                  e->listed_members == e->members,
              "an episode waits in a list where it does not belong");
        if (m->state.failure[0])
            return n;
        exchange += e->exchange;
        split += e->split;
        n++;
    }
    const int bit = band * GROUP_MOST + size;
    const bool waits = c->waiting_bits[a][claim] >> bit & 1;
    CHECK(m,
          exchange == c->may_exchange[a][claim][band][size] &&
              split == c->may_split[a][claim][band][size] && waits == (list->first != NO_ENTITY) &&
              (exchange > 0) == (c->exchange_bits[a][claim] >> bit & 1) &&
              (split > 0) == (c->split_bits[a][claim] >> bit & 1),
          "those waiting in %d.%d.%d.%d are miscounted", a, claim, band, size);
    if (list->first != NO_ENTITY)
        CHECK(m, c->waiting_since[a][claim][band][size] == m->episode[list->first].requested,
              "who has waited longest in %d.%d.%d.%d is mistaken", a, claim, band, size);
    return n;
}

/* Whoever is listed is in a list, and as many wait under the duty as are counted. */
static void check_waiting(struct model *m, uint32_t listed)
{
    uint32_t in_lists = 0;
    for (int a = 0; a < N_AREA; a++)
        for (int claim = 0; claim < N_CLAIM; claim++) {
            uint32_t n = 0;
            for (int list = 0; list < N_BANDS * GROUP_MOST; list++)
                n += check_waiting_list(m, a, claim, list / GROUP_MOST, list % GROUP_MOST);
            CHECK(m, claim != CLAIM_DUTY || n == m->country->duty_waiting[a],
                  "area %d counts %u waiting under the duty but has %u", a,
                  m->country->duty_waiting[a], n);
            in_lists += n;
        }
    CHECK(m, in_lists == listed, "%u episodes are listed but %u are in the lists", listed,
          in_lists);
}

void check_index(struct model *m, uint32_t kept, uint32_t listed)
{
    check_vacancies(m);
    check_kept(m, kept);
    check_waiting(m, listed);
}
