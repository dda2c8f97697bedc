#include "model/tell.h"

void tell_child(const struct model *m, uint32_t child, enum story what,
                const int64_t detail[STORY_DETAILS])
{
    story_tell(m->observer.story, now(m), m->child[child].number, what, detail);
}

void tell_episode(const struct model *m, uint32_t episode, enum story what,
                  const int64_t detail[STORY_DETAILS])
{
    const struct episode *e = &m->episode[episode];
    for (int i = 0; i < e->members; i++)
        tell_child(m, e->member[i], what, detail);
}
