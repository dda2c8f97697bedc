/* Yes or no, by chance. */
#ifndef PLASSFLYT_MODEL_CHANCE_H
#define PLASSFLYT_MODEL_CHANCE_H

#include "model/model.h"

/* Whether the draw at this address says yes, with this probability. Where that is certain nothing is
 * drawn: a draw lies between 0 and 1 and is neither. */
static inline bool chance_says(const struct model *m, enum draw_purpose purpose, uint64_t number,
                               uint32_t episode, double probability)
{
    return probability >= 1 ||
           (probability > 0 && uniform(m, purpose, number, episode, 0) < probability);
}

#endif
