#include "model/area.h"

/* The map: Nord–Midt, Midt–Vest, Midt–Øst, Vest–Sør, Sør–Øst. Oslo runs its own service and shares
 * homes with the five regions only by purchase. */

#define BIT(a) (1u << AREA_##a)

static const area_set neighbours[N_AREA] = {
    [AREA_NORD] = BIT(MIDT),
    [AREA_MIDT] = BIT(NORD) | BIT(VEST) | BIT(OST),
    [AREA_VEST] = BIT(MIDT) | BIT(SOR),
    [AREA_SOR] = BIT(VEST) | BIT(OST),
    [AREA_OST] = BIT(MIDT) | BIT(SOR) | BIT(OSLO),
    [AREA_OSLO] = BIT(OST),
};

area_set areas_within(int area, enum reach reach, bool exchange)
{
    area_set own = 1u << area;
    area_set set = reach == REACH_OWN          ? own
                   : reach == REACH_NEIGHBOURS ? own | neighbours[area]
                                               : (1u << N_AREA) - 1;
    if (exchange)
        return set;
    return area == AREA_OSLO ? own : set & ~BIT(OSLO);
}

int municipality_of(const struct model *m, uint64_t number, int area)
{
    const struct rules *r = m->rules;
    int class = category_at(r->p.municipality_share[area], N_MUNICIPALITY_CLASS,
                            uniform(m, DRAW_MUNICIPALITY_CLASS, number, 0, 0));
    double count = r->p.municipalities[area][class];
    return r->municipality_first[area][class] +
           (int)(uniform(m, DRAW_MUNICIPALITY, number, 0, 0) * count);
}
