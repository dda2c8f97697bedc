#include "model/group.h"

#include "model/child.h"

/* What a need consists of is drawn once for each child and read off by how great the need is, so a
 * child whose need rises may come to have a problem that it had not before. */

enum UNIT_KIND_category group_kind(int group)
{
    static const uint8_t kind[N_TARGET_GROUP] = {
        [TARGET_GROUP_ACUTE_CARE] = UNIT_KIND_ACUTE,
        [TARGET_GROUP_ACUTE_BEHAVIOUR] = UNIT_KIND_ACUTE,
        [TARGET_GROUP_CARE_YOUNGER] = UNIT_KIND_CARE,
        [TARGET_GROUP_CARE_OLDER] = UNIT_KIND_CARE,
        [TARGET_GROUP_LOW_RISK] = UNIT_KIND_TREATMENT,
        [TARGET_GROUP_HIGH_RISK] = UNIT_KIND_TREATMENT,
        [TARGET_GROUP_DRUGS] = UNIT_KIND_TREATMENT,
        [TARGET_GROUP_COMBINED] = N_UNIT_KIND,
    };
    return (enum UNIT_KIND_category)kind[group];
}

static bool has_drug_problem(const struct model *m, const struct child *c)
{
    const struct parameters *p = &m->rules->p;
    double share = p->drug_problem[c->need];
    return share > 0 && now(m) >= child_birthday(c, p->drug_age) &&
           uniform(m, DRAW_DRUG_PROBLEM, c->number, 0, 0) < share;
}

static bool has_severe_behaviour(const struct model *m, const struct child *c)
{
    double share = m->rules->p.severe_behaviour[c->need];
    return share > 0 && uniform(m, DRAW_SEVERE_BEHAVIOUR, c->number, 0, 0) < share;
}

bool is_risky(const struct model *m, const struct child *c)
{
    return has_drug_problem(m, c) || has_severe_behaviour(m, c);
}

static enum TARGET_GROUP_category treatment_group(const struct model *m, const struct child *c)
{
    if (has_drug_problem(m, c))
        return TARGET_GROUP_DRUGS;
    return has_severe_behaviour(m, c) ? TARGET_GROUP_HIGH_RISK : TARGET_GROUP_LOW_RISK;
}

static enum TARGET_GROUP_category acute_group(bool risky)
{
    return risky ? TARGET_GROUP_ACUTE_BEHAVIOUR : TARGET_GROUP_ACUTE_CARE;
}

enum TARGET_GROUP_category group_of(const struct model *m, const struct child *c,
                                    enum UNIT_KIND_category kind)
{
    if (kind == UNIT_KIND_TREATMENT)
        return treatment_group(m, c);
    if (kind == UNIT_KIND_CARE)
        return now(m) < child_birthday(c, m->rules->p.care_older_age) ? TARGET_GROUP_CARE_YOUNGER
                                                                      : TARGET_GROUP_CARE_OLDER;
    return acute_group(is_risky(m, c));
}

struct seeker seeker_of_acute(const struct model *m, const struct child *c)
{
    bool risky = is_risky(m, c);
    return (struct seeker){.area = c->area, .group = (uint8_t)acute_group(risky), .risky = risky};
}

struct seeker seeker_in_queue(const struct model *m, const struct child *c)
{
    return (struct seeker){.area = c->area, .group = c->group, .risky = is_risky(m, c)};
}

bool group_is_for_risky(int group)
{
    return group == TARGET_GROUP_ACUTE_BEHAVIOUR || group == TARGET_GROUP_HIGH_RISK ||
           group == TARGET_GROUP_DRUGS;
}

bool group_admits(const struct model *m, int place, int own)
{
    const double *pool = m->rules->p.institution_pool;
    if (place == TARGET_GROUP_COMBINED)
        return group_kind(own) != UNIT_KIND_ACUTE;
    return place == own || (int)pool[place] == (int)pool[own];
}
