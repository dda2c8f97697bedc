#include "tables/story.h"

#define NONE                                                                                       \
    {                                                                                              \
        NULL, DETAIL_NONE, N_DIMENSIONS                                                            \
    }
#define OF(name, DIMENSION)                                                                        \
    {                                                                                              \
#name, DETAIL_CATEGORY, DIMENSION_##DIMENSION                                              \
    }
#define COUNT(name)                                                                                \
    {                                                                                              \
#name, DETAIL_COUNT, N_DIMENSIONS                                                          \
    }
#define DAY(name)                                                                                  \
    {                                                                                              \
#name, DETAIL_DAY, N_DIMENSIONS                                                            \
    }
#define TIME(name)                                                                                 \
    {                                                                                              \
#name, DETAIL_TIME, N_DIMENSIONS                                                           \
    }

const struct story_row story_table[N_STORIES] = {
#define STORY(ID, name, first, second, third, en, nb, nn)                                          \
    [STORY_##ID] = {#name, {first, second, third}, {en, nb, nn}},
#include "tables/story.def"
#undef STORY
};
