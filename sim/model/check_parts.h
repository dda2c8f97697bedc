/* What the files that check invariants share. */
#ifndef PLASSFLYT_MODEL_CHECK_PARTS_H
#define PLASSFLYT_MODEL_CHECK_PARTS_H

#include "model/model.h"

/* Fails the replication with this message unless the condition holds. */
#define CHECK(m, holds, ...)                                                                       \
    do {                                                                                           \
        if (!(holds))                                                                              \
            state_fail(&(m)->state, __VA_ARGS__);                                                  \
    } while (0)

/* Children found to live in institutions; begins as zeros. */
struct residents {
    struct {
        int32_t children, risky;
    } in[N_AREA][N_TARGET_GROUP][N_OWNER];
};
void residents_add(struct residents *residents, const struct child *c);

/* Vacant homes and waiting episodes in their lists; `kept` homes are held back for municipalities,
 * `listed` episodes wait. */
void check_index(struct model *m, uint32_t kept, uint32_t listed);

/* Institutions: who lives in each unit; which places are free, and who waits. */
void check_residents(struct model *m, const struct residents *residents);
void check_units(struct model *m);

#endif
