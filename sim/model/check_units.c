#include "model/check_parts.h"
#include "model/placement.h"
#include "model/unit.h"

void residents_add(struct residents *residents, const struct child *c)
{
    if (unit_kind_of(c->place) < 0)
        return;
    enum OWNER_category owner = place_table[c->place].owner;
    residents->in[c->unit_area][c->unit_group][owner].children++;
    residents->in[c->unit_area][c->unit_group][owner].risky += c->unit_risky;
}

static void check_group(struct model *m, const struct residents *residents, int area, int group)
{
    int32_t in_group = 0;
    for (int o = 0; o < N_OWNER; o++) {
        const struct unit *u = &m->country->unit[area][group][o];
        int32_t children = residents->in[area][group][o].children;
        CHECK(m, children == u->occupied && residents->in[area][group][o].risky == u->risky,
              "institution %d.%d.%d counts %d children but has %d", area, group, o,
              (int)u->occupied, (int)children);
        in_group += children;
    }
    CHECK(m, in_group == m->country->supply[area][group].use.count,
          "the use of places %d.%d is miscounted", area, group);
}

void check_residents(struct model *m, const struct residents *residents)
{
    for (int a = 0; a < N_AREA; a++)
        for (int g = 0; g < N_TARGET_GROUP; g++)
            check_group(m, residents, a, g);
}

static void check_free_places(struct model *m)
{
    for (int g = 0; g < N_TARGET_GROUP; g++)
        for (int a = 0; a < N_AREA; a++) {
            int blocked = 0, free = 0;
            for (int o = 0; o < N_OWNER; o++) {
                const struct unit *u = &m->country->unit[a][g][o];
                int empty = u->places - u->closed - u->occupied;
                free += empty > 0 ? empty : 0;
                blocked += unit_blocked(m, u, g);
            }
            CHECK(m,
                  blocked == observed_level(&m->observer, MEASURE_PLACES_BLOCKED,
                                            CELL2(TARGET_GROUP, g, AREA, a)),
                  "places closed by composition in %d.%d are miscounted", g, a);
            const int32_t *kept = m->country->free_places[a][g];
            CHECK(m, kept[true] == free && kept[false] == free - blocked,
                  "free places in %d.%d are miscounted", g, a);
        }
}

static void check_institution_queues(struct model *m)
{
    for (int g = 0; g < N_TARGET_GROUP; g++)
        for (int a = 0; a < N_AREA; a++) {
            int64_t n = 0;
            for (uint32_t id = m->country->institution_queue[g][a].first; id != NO_ENTITY;
                 id = m->child[id].queue.next) {
                const struct child *c = &m->child[id];
                CHECK(m,
                      m->state.alive[CLASS_CHILD][id] && c->group == g && c->area == a &&
                          c->wanted_unit == (int)group_kind(g),
                      "a child in the queue for institutions does not wait there");
                if (m->state.failure[0])
                    return;
                n++;
            }
            CHECK(m,
                  n == observed_level(&m->observer, MEASURE_INSTITUTION_QUEUE_GROUP,
                                      CELL2(TARGET_GROUP, g, AREA, a)),
                  "the queue for institutions %d.%d is miscounted", g, a);
        }
}

void check_units(struct model *m)
{
    check_free_places(m);
    check_institution_queues(m);
}
