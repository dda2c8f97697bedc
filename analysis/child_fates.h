/* What children have in both of two scenarios, in one only, or in neither. Units and pairs as in
 * child_changes.h. */
#ifndef PLASSFLYT_ANALYSIS_CHILD_FATES_H
#define PLASSFLYT_ANALYSIS_CHILD_FATES_H

#include "analysis/children.h"
#include "analysis/statistics.h"

enum child_fate {
    /* began a stay in a foster home; of the pairs who wait for one in one scenario or both */
    FATE_PLACED,
    /* has left care when the simulation ends; of all pairs */
    FATE_LEFT,
    N_CHILD_FATES
};

enum { FATE_IN_BOTH, FATE_IN_BASE, FATE_IN_SCENARIO, FATE_IN_NEITHER, N_FATE_CASES };

struct child_fates {
    struct estimate count[N_FATE_CASES]; /* children a replication */
};

/* False and a message if the children cannot be read. */
bool child_fates_make(const struct children *children, enum child_fate fate, size_t base,
                      size_t scenario, double confidence, struct child_fates *fates,
                      struct messages *messages);

#endif
