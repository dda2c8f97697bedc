/* Children: what is fixed when a child arrives, and its age. */
#ifndef PLASSFLYT_MODEL_CHILD_H
#define PLASSFLYT_MODEL_CHILD_H

#include "model/model.h"

/* Creates child number `sibling` of an arriving group: age, need, assessment and so on are drawn by
 * its number. It lives at home and is counted from now. */
uint32_t child_new(struct model *m, enum PATH_category path, int area, uint64_t group_number,
                   int sibling);

/* What is known of a child who is there when a count is taken over. */
struct child_facts {
    uint64_t number;
    enum PATH_category path;
    int area, municipality, need, assessed;
    double age; /* years */
};

/* Creates such a child: at home, as one who has arrived long ago. */
uint32_t child_counted(struct model *m, const struct child_facts *facts);

/* True need, and what it is assessed as, drawn as on arrival, where they are not known. */
int child_drawn_need(const struct model *m, const struct child_facts *facts);
int child_drawn_assessment(const struct model *m, const struct child_facts *facts);

/* Ends the child's part in the model. It must have been counted out (placement.h). */
void child_free(struct model *m, uint32_t id);

/* Whether row id still holds a child of the same arriving group as `number`. */
bool child_is(const struct model *m, uint32_t id, uint64_t number);

/* What need is first assessed to be, by a uniform draw. */
int child_assessed(const struct model *m, int need, double u);

/* Completed years of age. */
static inline int child_age(const struct child *c, tick when)
{
    return (int)((when - c->birth) / TICKS_PER_YEAR);
}

/* The tick of the child's birthday number `years`. */
static inline tick child_birthday(const struct child *c, double years)
{
    return c->birth + (tick)(years * (double)TICKS_PER_YEAR);
}

/* Age band of homes that the child belongs to. */
static inline enum AGE_BAND_category child_band(const struct child *c, tick when)
{
    int age = child_age(c, when);
    return age < 6 ? AGE_BAND_0_5 : age < 13 ? AGE_BAND_6_12 : AGE_BAND_13_17;
}

#endif
