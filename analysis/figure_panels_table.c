/* What the panels of each figure show. */
#include "analysis/figure_panels.h"

/* clang-format off */
#define OF(indicator) {INDICATOR_##indicator, NULL, N_TEXTS, {{NULL, NULL}, {NULL, NULL}, PANEL_ALONE, 1}, NULL}
#define OF_MONEY(indicator) {INDICATOR_##indicator, NULL, N_TEXTS, {{NULL, NULL}, {NULL, NULL}, PANEL_ALONE, 1 / ORE_PER_MILLION}, NULL}
#define WITH(indicator, series) {INDICATOR_##indicator, NULL, N_TEXTS, {{NULL, NULL}, {NULL, NULL}, PANEL_ALONE, 1}, series}
#define OWN(name, measure, selection) {NO_INDICATOR, #name, TEXT_PANEL_##name, {{measure, selection}, {NULL, NULL}, PANEL_ALONE, 1}, NULL}
#define LESS(name, measure, selection, less, selection_less) {NO_INDICATOR, #name, TEXT_PANEL_##name, {{measure, selection}, {less, selection_less}, PANEL_LESS, 1}, NULL}
#define OVER(name, measure, selection, over, selection_over, times) {NO_INDICATOR, #name, TEXT_PANEL_##name, {{measure, selection}, {over, selection_over}, PANEL_OVER, times}, NULL}
/* clang-format on */

#define ORE_PER_MILLION  1e8
#define ORE_PER_THOUSAND 1e5
#define IN_CARE          "place!=at_home|returned"
#define APPROVED_IN_USE  "home_state=occupied|reserved"

static const struct panel_row definitions[] = {OF(queue_searched), WITH(queue_past_wish, "queue"),
                                               OF(queue_past_six_weeks)};

static const struct panel_row places[] = {
    WITH(children_family, "foster_children_all_ages"),
    WITH(children_institution, "institution_mean|institution_end|institution_round"),
    OF(children_at_home),
    OF(children_kinship),
    OF(children_ordinary),
    OF(children_reinforced),
    OF(children_specialised),
    WITH(children_emergency, "emergency_children"),
    OF(children_single_purchase),
    OF(children_acute),
    OF(children_care),
    OF(children_treatment),
};

static const struct panel_row stability[] = {
    OWN(moves, "moves", ""),
    OVER(moved_over_5, "foster_moves",
         "moves_made!=moves_0|moves_1|moves_2|moves_3|moves_4|moves_5", "foster_moves", "", 100),
    OWN(breakdowns_kinship, "breakdowns", "home_kind=kinship"),
    OWN(breakdowns_ordinary, "breakdowns", "home_kind=ordinary"),
    OWN(breakdowns_specialised, "breakdowns", "home_kind=specialised"),
    OVER(emergency_again, "emergency_chains", "emergency_row!=first", "emergency_chains", "", 100),
};

static const struct panel_row breaches[] = {
    OF(breaches_shadow),        OF(breaches_legal),        OF(breaches_ordinary),
    OF(breaches_open_shadow),   OF(breaches_open_legal),   OF(breaches_acute),
    OF(centre_breaches_shadow), OF(centre_breaches_legal), OF(breaches_institution),
};

static const struct panel_row capacity[] = {
    OWN(used_ordinary, "homes", "home_kind=ordinary " APPROVED_IN_USE),
    OWN(used_specialised, "homes", "home_kind=specialised " APPROVED_IN_USE),
    OWN(used_emergency, "homes", "home_kind=emergency " APPROVED_IN_USE),
    OWN(used_institution, "children_group", ""),
    OWN(ready_ordinary, "homes", "home_kind=ordinary home_state=idle"),
    OWN(ready_specialised, "homes", "home_kind=specialised home_state=idle"),
    OWN(ready_emergency, "homes", "home_kind=emergency home_state=idle"),
    LESS(ready_institution, "places_group", "", "children_group", ""),
};

static const struct panel_row pipeline[] = {
    OWN(enquiries, "enquiries", ""),
    OWN(on_the_way, "homes", "home_kind!=kinship home_state=training"),
    OWN(approved, "approved", ""),
    OWN(idle, "homes", "home_kind!=kinship home_state=idle"),
    OWN(occupied, "homes", "home_kind!=kinship home_state=occupied"),
    OWN(lost, "homes_lost", "home_kind!=kinship home_loss!=training"),
};

static const struct panel_row money[] = {
    OF_MONEY(cost_state),
    OF_MONEY(cost_municipality),
    OF_MONEY(cost_total),
    OVER(cost_state_a_child, "costs", "payer=state", "children", IN_CARE, 1 / ORE_PER_THOUSAND),
    OVER(cost_municipality_a_child, "costs", "payer=municipality", "children", IN_CARE,
         1 / ORE_PER_THOUSAND),
    OVER(cost_total_a_child, "costs", "", "children", IN_CARE, 1 / ORE_PER_THOUSAND),
};

/* The selection is completed by each area. */
static const struct panel_row areas[] = {
    {NO_INDICATOR,
     "queue_past_wish",
     N_TEXTS,
     {{"queue", "queue_category=past_wish"}, {NULL, NULL}, PANEL_ALONE, 1},
     NULL}};

#define PANELS(ID, NAME, main, across, rows, each)                                                 \
    {                                                                                              \
        FIGURE_##ID, TEXT_FIGURE_##NAME##_SUBJECT, TEXT_FIGURE_##NAME##_WORDS, main, across, rows, \
            sizeof rows / sizeof rows[0], each                                                     \
    }

static const struct panels_row figures[] = {
    PANELS(DEFINITIONS, DEFINITIONS, 1, 3, definitions, NULL),
    PANELS(PLACES, PLACES, 1, 3, places, NULL),
    PANELS(STABILITY, STABILITY, 0, 3, stability, NULL),
    PANELS(BREACHES, BREACHES, 0, 3, breaches, NULL),
    PANELS(CAPACITY, CAPACITY, 5, 4, capacity, NULL),
    PANELS(PIPELINE, PIPELINE, 2, 3, pipeline, NULL),
    PANELS(MONEY, MONEY, 2, 3, money, NULL),
    PANELS(AREAS, AREAS, 0, 3, areas, "area"),
};

const struct panels_row *panels_row(enum figure figure)
{
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++)
        if (figures[i].figure == figure)
            return &figures[i];
    return NULL;
}

bool panel_is_kept(const struct results *results, const struct panel_row *row)
{
    const struct panel_what *what = &row->what;
    if (results->keeps_all)
        return true;
    if (row->indicator != NO_INDICATOR)
        return indicator_is_kept(results, (enum indicator)row->indicator);
    return indicator_keeps_cells(results, what->cells.measure, what->cells.selection) &&
           (what->how == PANEL_ALONE ||
            indicator_keeps_cells(results, what->other.measure, what->other.selection));
}
