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

/* Institutions: who lives in each unit, which places are free, who waits. */
void check_units(struct model *m);

#endif
