#include "model/area.h"

/* The map: Nord–Midt, Midt–Vest, Midt–Øst, Vest–Sør, Sør–Øst. Oslo runs its own service and shares
 * homes with the five regions only by purchase. */

#define BIT(a) (1u << AREA_##a)

#define ALL     ((1u << N_AREA) - 1)
#define BUFETAT (ALL & ~BIT(OSLO))

/* Without and with exchange. Each area also reaches itself. */
#define REACHES(AREA, neighbours)                                                                  \
    {                                                                                              \
        {BIT(AREA), BIT(AREA)}, {(BIT(AREA) | (neighbours)) & BUFETAT, BIT(AREA) | (neighbours)},  \
        {                                                                                          \
            BUFETAT, ALL                                                                           \
        }                                                                                          \
    }

const uint8_t area_sets[N_AREA][N_REACH][2] = {
    [AREA_NORD] = REACHES(NORD, BIT(MIDT)),
    [AREA_MIDT] = REACHES(MIDT, BIT(NORD) | BIT(VEST) | BIT(OST)),
    [AREA_VEST] = REACHES(VEST, BIT(MIDT) | BIT(SOR)),
    [AREA_SOR] = REACHES(SOR, BIT(VEST) | BIT(OST)),
    [AREA_OST] = REACHES(OST, BIT(MIDT) | BIT(SOR) | BIT(OSLO)),
    [AREA_OSLO] = {{BIT(OSLO), BIT(OSLO)}, {BIT(OSLO), BIT(OSLO) | BIT(OST)}, {BIT(OSLO), ALL}},
};

static int drawn_municipality(const struct model *m, uint64_t number, uint32_t wait, int area)
{
    const struct rules *r = m->rules;
    int class = category_at(r->p.municipality_share[area], N_MUNICIPALITY_CLASS,
                            uniform(m, DRAW_MUNICIPALITY_CLASS, number, wait, 0));
    double count = r->p.municipalities[area][class];
    return r->municipality_first[area][class] +
           (int)(uniform(m, DRAW_MUNICIPALITY, number, wait, 0) * count);
}

int municipality_of(const struct model *m, uint64_t number, int area)
{
    return drawn_municipality(m, number, 0, area);
}

int municipality_moved_to(const struct model *m, uint64_t number, uint32_t wait, int area)
{
    return drawn_municipality(m, number, wait, area);
}

int municipality_class_of(const struct model *m, int municipality, int area)
{
    int class = N_MUNICIPALITY_CLASS - 1;
    while (class > 0 && municipality < m->rules->municipality_first[area][class])
        class --;
    return class;
}
