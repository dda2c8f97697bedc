/* Telling the story of a child, where somebody listens (observe/story.h). Costs one branch where
 * nobody does: details are worked out only then. */
#ifndef PLASSFLYT_MODEL_TELL_H
#define PLASSFLYT_MODEL_TELL_H

#include "model/model.h"
#include "observe/story.h"

/* Tells a line (enum story) of a child, or of all children of an episode, with the details that
 * story.def has for it. */
#define tell(m, child, what)                     tell_with(m, child, what, 0)
#define tell_members(m, episode, what)           tell_members_with(m, episode, what, 0)
#define tell_with(m, child, what, ...)           TELL(m, tell_child, child, what, __VA_ARGS__)
#define tell_members_with(m, episode, what, ...) TELL(m, tell_episode, episode, what, __VA_ARGS__)

#define TELL(m, teller, id, what, ...)                                                             \
    do {                                                                                           \
        if ((m)->observer.story)                                                                   \
            teller(m, id, (enum story)(what), (const int64_t[STORY_DETAILS]){__VA_ARGS__});        \
    } while (0)

void tell_child(const struct model *m, uint32_t child, enum story what,
                const int64_t detail[STORY_DETAILS]);
void tell_episode(const struct model *m, uint32_t episode, enum story what,
                  const int64_t detail[STORY_DETAILS]);

#endif
