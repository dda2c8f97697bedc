#include "tables/details.h"

const char *const detail_word[N_DETAILS] = {
    [DETAIL_FULL] = "full", [DETAIL_STANDARD] = "standard", [DETAIL_LARGE] = "large"};

#define ENDS         true
#define NO_ENDS      false
#define OVER(NAME)   DIMENSION_##NAME
#define OVER_NOTHING (-1)

struct told {
    bool is_told;
    struct kept_row row;
};

static const struct told told[N_DETAILS][N_MEASURES] = {
#define STANDARD(MEASURE, periods, ends, summed)                                                   \
    [DETAIL_STANDARD][MEASURE_##MEASURE] = {true, {periods, ends, summed}},
#define LARGE(MEASURE, periods, ends, summed)                                                      \
    [DETAIL_LARGE][MEASURE_##MEASURE] = {true, {periods, ends, summed}},
#include "tables/details.def"
#undef STANDARD
#undef LARGE
};

static const struct kept_row otherwise[N_DETAILS] = {
    [DETAIL_FULL] = {AS_IT_IS, ENDS, OVER_NOTHING},
    [DETAIL_STANDARD] = {AS_IT_IS, NO_ENDS, OVER_NOTHING},
    [DETAIL_LARGE] = {NOTHING, NO_ENDS, OVER_NOTHING}};

struct kept_row detail_keeps(enum detail_name name, enum measure measure)
{
    const struct told *row = &told[name][measure];
    return row->is_told ? row->row : otherwise[name];
}
