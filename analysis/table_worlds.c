/* Worlds beside each other: changes with whether they agree, and what changes are uncertain by. */
#include "analysis/table_parts.h"

/* ---- worlds ---- */

static const enum field world_fields[] = {
    FIELD_indicator,      FIELD_category,           FIELD_block,       FIELD_label,
    FIELD_unit,           FIELD_first_month,        FIELD_last_month,  FIELD_scenario,
    FIELD_scenario_title, FIELD_replications,       FIELD_world,       FIELD_base,
    FIELD_change,         FIELD_change_low,         FIELD_change_high, FIELD_change_confidence,
    FIELD_finding,        FIELD_variance_reduction, FIELD_agreement,   FIELD_digest};

static void add_world(const struct maker *maker, const struct worlds *worlds, size_t w,
                      const struct comparison_row *row, size_t scenario)
{
    const struct comparison *comparison = maker->comparison;
    enum agreement agreement = agreement_of(worlds, row, scenario);
    maker_indicator(maker, row);
    maker_period(maker);
    maker_scenario(maker, worlds_scenario(worlds, w, scenario));
    table_text(maker->table, comparison->results->world);
    table_text(maker->table, maker_category(maker, comparison->order.base)->name);
    maker_change(maker, worlds_change(worlds, w, row, scenario));
    table_words(maker->table, agreement_name(agreement),
                agreement_words(agreement, maker->language));
    table_text(maker->table, comparison->results->digest);
}

struct table *table_of_worlds(const struct worlds *worlds, enum language language)
{
    struct table *table =
        table_make(ANSWER_worlds, world_fields, sizeof world_fields / sizeof *world_fields);
    const struct comparison *first = worlds->comparison[0];
    for (size_t i = 0; worlds->n > 1 && i < first->n_rows; i++)
        for (size_t s = 0; s < first->results->scenarios; s++)
            for (size_t w = 0; s != first->order.base && w < worlds->n; w++) {
                struct maker maker = {table, worlds->comparison[w], language};
                add_world(&maker, worlds, w, &first->rows[i], s);
            }
    return table;
}

/* ---- uncertainty ---- */

static const enum field uncertainty_fields[] = {
    FIELD_indicator,      FIELD_category,    FIELD_block,      FIELD_label,
    FIELD_unit,           FIELD_first_month, FIELD_last_month, FIELD_scenario,
    FIELD_scenario_title, FIELD_base,        FIELD_chance,     FIELD_uncertain_values,
    FIELD_between_worlds};

static void add_uncertainty(const struct maker *maker, const struct worlds *worlds,
                            const struct comparison_row *row, size_t scenario)
{
    const struct comparison *first = maker->comparison;
    struct split split = uncertainty_of(worlds, row, scenario);
    int decimals = finding_decimals((struct interval){-split.chance, split.chance});
    maker_indicator(maker, row);
    maker_period(maker);
    table_text(maker->table, maker_category(maker, scenario)->name);
    table_text(maker->table, maker_category(maker, scenario)->label[maker->language]);
    table_text(maker->table, maker_category(maker, first->order.base)->name);
    table_number(maker->table, split.chance, decimals);
    table_number(maker->table, split.values, decimals);
    table_number(maker->table, split.worlds, decimals);
}

struct table *table_of_uncertainty(const struct worlds *worlds, enum language language)
{
    struct table *table = table_make(ANSWER_uncertainty, uncertainty_fields,
                                     sizeof uncertainty_fields / sizeof *uncertainty_fields);
    struct maker maker = {table, worlds->comparison[0], language};
    const struct comparison *first = maker.comparison;
    for (size_t i = 0; worlds_have_split(worlds) && i < first->n_rows; i++)
        for (size_t s = 0; s < first->results->scenarios; s++)
            if (s != first->order.base)
                add_uncertainty(&maker, worlds, &first->rows[i], s);
    return table;
}
