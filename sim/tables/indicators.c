#include "tables/indicators.h"

const char *const indicator_unit_name[N_INDICATOR_UNITS] = {
    [IN_CHILDREN] = "children",
    [IN_CHILD_DAYS] = "child-days a year",
    [IN_MILLION_KRONER] = "NOK million a year",
    [IN_WEEKS] = "weeks",
    [IN_PERCENT] = "per cent",
    [IN_A_YEAR] = "a year",
    [IN_NUMBER_OF_HOMES] = "homes",
    [IN_PERCENTAGE_POINTS] = "percentage points",
    [IN_PLACES] = "places",
    [IN_MOVES] = "moves",
    [IN_MILLION_KRONER_IN_ALL] = "NOK million",
};

const int indicator_unit_decimals[N_INDICATOR_UNITS] = {
    [IN_CHILDREN] = 1,
    [IN_CHILD_DAYS] = 0,
    [IN_MILLION_KRONER] = 1,
    [IN_WEEKS] = 1,
    [IN_PERCENT] = 1,
    [IN_A_YEAR] = 1,
    [IN_NUMBER_OF_HOMES] = 1,
    [IN_PERCENTAGE_POINTS] = 1,
    [IN_PLACES] = 1,
    [IN_MOVES] = 1,
    [IN_MILLION_KRONER_IN_ALL] = 0,
};

const char *const better_name[] = {
    [BETTER_LOWER] = "lower", [BETTER_HIGHER] = "higher", [BETTER_NEITHER] = "neither"};

const char *const block_label[N_BLOCKS][N_LANGUAGES] = {
#define BLOCK(ID, brief, en, nb, nn) [BLOCK_##ID] = {en, nb, nn},
#define INDICATOR(BLOCK, name, measure, selection, each, statistic, argument, unit, better, en,    \
                  nb, nn)
#include "tables/indicators.def"
#undef BLOCK
#undef INDICATOR
};

const bool block_is_brief[N_BLOCKS] = {
#define BLOCK(ID, brief, en, nb, nn) [BLOCK_##ID] = brief,
#define INDICATOR(BLOCK, name, measure, selection, each, statistic, argument, unit, better, en,    \
                  nb, nn)
#include "tables/indicators.def"
#undef BLOCK
#undef INDICATOR
};

const struct indicator_row indicator_table[N_INDICATORS] = {
#define BLOCK(ID, brief, en, nb, nn)
#define INDICATOR(BLOCK, name, measure, selection, each, statistic, argument, unit, better, en,    \
                  nb, nn)                                                                          \
    {BLOCK_##BLOCK,         #name,    measure,   selection,       each,                            \
     STATISTIC_##statistic, argument, IN_##unit, BETTER_##better, {en, nb, nn}},
#include "tables/indicators.def"
#undef BLOCK
#undef INDICATOR
};
