/* What tests of one mechanism share: a policy of some changes beside the null alternative, in a tenth
 * of the country that may be changed too. */
#ifndef PLASSFLYT_TESTS_BEHAVIOUR_RUN_H
#define PLASSFLYT_TESTS_BEHAVIOUR_RUN_H

#include "changes.h"

static const char tenth[] = "tests/worlds/tenth.yaml";

/* Lines of a list of changes: from the policy date on, there in some cells only, and in a world. */
#define CHANGE(parameter, rest)           "  - {parameter: " parameter ", from: 2027-01-01, " rest "}\n"
#define CHANGE_IN(parameter, where, rest) CHANGE(parameter, "where: {" where "}, " rest)
#define IN_WORLD(parameter, rest)         "  - {parameter: " parameter ", " rest "}\n"

struct run {
    struct files files;
    struct trials trials;
};

/* `special`: changes of the world, or NULL. End with run_end. */
static inline void run_begin(struct run *r, const char *changes, const char *special, uint32_t seed)
{
    files_open(&r->files);
    const char *path = policy_of(&r->files, "changed", changes);
    const char *world = special ? world_of(&r->files, "special", tenth, special) : tenth;
    trials_open_with(&r->trials, &path, 1, world, seed, NULL);
}

static inline void run_end(struct run *r)
{
    trials_close(&r->trials);
    files_close(&r->files);
}

#endif
