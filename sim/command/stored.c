#include "command/stored.h"

#include "command/choice.h"

static const char *word_of_detail(size_t i, const void *context)
{
    (void)context;
    return detail_word[i];
}

static const char *name_of_measure(size_t i, const void *context)
{
    (void)context;
    return measure_table[i].name;
}

bool stored_read(const struct invocation *invocation, struct detail *detail)
{
    static const struct choices details = {N_DETAILS, word_of_detail, NULL};
    static const struct choices measures = {N_MEASURES, name_of_measure, NULL};
    const char *word = option_value(invocation, "detail");
    bool wanted[N_MEASURES];
    int name = word ? choose(invocation, "detail", word, &details) : DETAIL_STANDARD;
    if (name < 0 || !choose_some(invocation, "measures", &measures, wanted))
        return false;
    detail_make(detail, (enum detail_name)name);
    if (option_value(invocation, "measures"))
        detail_only(detail, wanted);
    return true;
}
