/* What can be told of a child: the lines of a story and their words, from story.def. */
#ifndef PLASSFLYT_TABLES_STORY_H
#define PLASSFLYT_TABLES_STORY_H

#include "tables/kinds.h"

#define STORY_DETAILS 3

enum story {
#define STORY(ID, name, first, second, third, en, nb, nn) STORY_##ID,
#include "story.def"
#undef STORY
    N_STORIES
};

enum detail_kind { DETAIL_NONE, DETAIL_CATEGORY, DETAIL_COUNT, DETAIL_DAY, DETAIL_TIME };

struct detail_row {
    const char *name; /* NULL: none */
    enum detail_kind kind;
    enum dimension dimension; /* of a category */
};

struct story_row {
    const char *name;
    struct detail_row detail[STORY_DETAILS];
    const char *text[N_LANGUAGES]; /* "" for what is never shown as a line */
};

extern const struct story_row story_table[N_STORIES];

#endif
