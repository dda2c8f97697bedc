#include "analysis/table_parts.h"

#include <math.h>
#include <string.h>

/* ---- words ---- */

const char *unit_words(enum indicator_unit unit, enum language language)
{
    static const enum text words[N_INDICATOR_UNITS] = {
        [IN_CHILDREN] = TEXT_UNIT_CHILDREN,
        [IN_CHILD_DAYS] = TEXT_UNIT_CHILD_DAYS,
        [IN_MILLION_KRONER] = TEXT_UNIT_MILLION_KRONER,
        [IN_WEEKS] = TEXT_UNIT_WEEKS,
        [IN_PERCENT] = TEXT_UNIT_PERCENT,
        [IN_A_YEAR] = TEXT_UNIT_A_YEAR,
        [IN_NUMBER_OF_HOMES] = TEXT_UNIT_HOMES,
        [IN_PERCENTAGE_POINTS] = TEXT_UNIT_PERCENTAGE_POINTS,
        [IN_PLACES] = TEXT_UNIT_PLACES,
        [IN_MOVES] = TEXT_UNIT_MOVES,
        [IN_MILLION_KRONER_IN_ALL] = TEXT_UNIT_MILLION_KRONER_IN_ALL,
    };
    return text_table[words[unit]][language];
}

const char *better_words(enum better better, enum language language)
{
    static const enum text words[] = {[BETTER_LOWER] = TEXT_BETTER_LOWER,
                                      [BETTER_HIGHER] = TEXT_BETTER_HIGHER,
                                      [BETTER_NEITHER] = TEXT_BETTER_NEITHER};
    return text_table[words[better]][language];
}

const char *comparison_kind_words(const struct comparison *comparison, enum language language)
{
    static const enum text words[N_INTERVAL_KINDS][2] = {
        [INTERVAL_PAIRED] = {TEXT_KIND_PAIRED, TEXT_KIND_PAIRED_SIMULTANEOUS},
        [INTERVAL_PAIRED_DRAWS] = {TEXT_KIND_DRAWS, TEXT_KIND_DRAWS_SIMULTANEOUS}};
    return text_table[words[comparison_kind(comparison)][comparison->order.simultaneous]][language];
}

/* ---- groups of cells that tables share ---- */

const struct results_category *maker_category(const struct maker *maker, size_t scenario)
{
    return &maker->comparison->results->scenario->category[scenario];
}

void maker_indicator(const struct maker *maker, const struct comparison_row *row)
{
    const struct indicator_row *indicator = &indicator_table[row->item.indicator];
    table_text(maker->table, indicator->name);
    table_text(maker->table, row->item.category >= 0 ? row->item.name : NULL);
    table_text(maker->table, block_label[indicator->block][maker->language]);
    table_text(maker->table, row->item.label[maker->language]);
    table_words(maker->table, indicator_unit_name[indicator->unit],
                unit_words(indicator->unit, maker->language));
}

void maker_period(const struct maker *maker)
{
    const struct results *results = maker->comparison->results;
    struct period period = maker->comparison->order.period;
    table_month(maker->table, period_year(results, period.first),
                period_month(results, period.first));
    table_month(maker->table, period_year(results, period.end - 1),
                period_month(results, period.end - 1));
}

void maker_scenario(const struct maker *maker, size_t scenario)
{
    table_text(maker->table, maker_category(maker, scenario)->name);
    table_text(maker->table, maker_category(maker, scenario)->label[maker->language]);
    table_whole(maker->table, maker->comparison->results->replications);
}

/* mean, low, high, confidence */
static void add_estimate(const struct maker *maker, const struct estimate *estimate,
                         double confidence)
{
    int decimals = finding_decimals(estimate->interval);
    table_number(maker->table, estimate->mean, decimals);
    table_number(maker->table, estimate->interval.low, decimals);
    table_number(maker->table, estimate->interval.high, decimals);
    table_number(maker->table, confidence, -1);
}

void maker_change(const struct maker *maker, const struct paired *paired)
{
    enum finding finding = finding_of(paired);
    add_estimate(maker, &paired->difference, maker->comparison->confidence);
    table_words(maker->table, finding_name(finding), finding_words(finding, maker->language));
    table_number(maker->table, paired->reduction, 1);
}

/* Share of draws above zero, and below. */
static void add_shares(const struct maker *maker, const struct estimate *change)
{
    table_number(maker->table, change->above, 2);
    table_number(maker->table, change->below, 2);
}

/* level_median, level_p10 and level_p90 with their intervals */
static void add_spread(const struct maker *maker, const struct spread *spread, int decimals)
{
    const struct quantile_estimate *const tails[] = {&spread->p10, &spread->p90};
    table_number(maker->table, spread->median.value, decimals);
    for (int i = 0; i < 2; i++) {
        table_number(maker->table, tails[i]->value, decimals);
        table_number(maker->table, tails[i]->interval.low, decimals);
        table_number(maker->table, tails[i]->interval.high, decimals);
    }
}

static void add_draws(const struct maker *maker)
{
    size_t draws = maker->comparison->results->n_draws;
    table_number(maker->table, draws ? (double)draws : NAN, 0);
}

/* ---- which rows there are ---- */

typedef void row_maker(const struct maker *maker, const struct comparison_row *row, size_t scenario,
                       size_t base);

/* Calls `make` for every row and scenario with its base, and where all pairs are wanted then with
 * each other scenario before it; for the base itself only `with_base`. */
static void for_changes(const struct maker *maker, bool with_base, row_maker *make)
{
    const struct comparison *comparison = maker->comparison;
    size_t base = comparison->order.base, scenarios = comparison->results->scenarios;
    for (size_t i = 0; i < comparison->n_rows; i++) {
        for (size_t s = 0; s < scenarios; s++)
            if (s != base || with_base)
                make(maker, &comparison->rows[i], s, base);
        for (size_t s = 0; comparison->order.all_pairs && s < scenarios; s++)
            for (size_t b = 0; b < s; b++)
                if (s != base && b != base)
                    make(maker, &comparison->rows[i], s, b);
    }
}

static struct table *make_table(enum answer answer, const enum field *fields, size_t n,
                                const struct worlds *worlds, enum language language,
                                void (*fill)(const struct maker *maker))
{
    struct table *table = table_make(answer, fields, n);
    for (size_t w = 0; w < worlds->n; w++) {
        struct maker maker = {table, worlds->comparison[w], language};
        fill(&maker);
    }
    return table;
}

/* ---- all ---- */

static const enum field all_fields[] = {FIELD_indicator,
                                        FIELD_category,
                                        FIELD_block,
                                        FIELD_label,
                                        FIELD_unit,
                                        FIELD_first_month,
                                        FIELD_last_month,
                                        FIELD_scenario,
                                        FIELD_scenario_title,
                                        FIELD_replications,
                                        FIELD_level,
                                        FIELD_level_low,
                                        FIELD_level_high,
                                        FIELD_level_confidence,
                                        FIELD_change,
                                        FIELD_change_low,
                                        FIELD_change_high,
                                        FIELD_change_confidence,
                                        FIELD_finding,
                                        FIELD_variance_reduction,
                                        FIELD_digest,
                                        FIELD_draws,
                                        FIELD_level_between,
                                        FIELD_level_within,
                                        FIELD_change_between,
                                        FIELD_change_within,
                                        FIELD_draws_above_zero,
                                        FIELD_draws_below_zero,
                                        FIELD_world,
                                        FIELD_better,
                                        FIELD_base,
                                        FIELD_interval_kind,
                                        FIELD_level_median,
                                        FIELD_level_p10,
                                        FIELD_level_p10_low,
                                        FIELD_level_p10_high,
                                        FIELD_level_p90,
                                        FIELD_level_p90_low,
                                        FIELD_level_p90_high};

static void add_all(const struct maker *maker, const struct comparison_row *row, size_t scenario,
                    size_t base)
{
    const struct comparison *comparison = maker->comparison;
    const struct estimate *level = &row->level[scenario];
    struct paired paired = comparison_pair(comparison, row, scenario, base);
    bool is_base = scenario == base;
    enum better better = indicator_table[row->item.indicator].better;
    int decimals = finding_decimals(level->interval);
    maker_indicator(maker, row);
    maker_period(maker);
    maker_scenario(maker, scenario);
    add_estimate(maker, level, comparison->order.confidence);
    if (is_base)
        table_empty(maker->table, 6);
    else
        maker_change(maker, &paired);
    table_text(maker->table, comparison->results->digest);
    add_draws(maker);
    table_number(maker->table, level->between, decimals);
    table_number(maker->table, level->within, decimals);
    if (is_base)
        table_empty(maker->table, 4);
    else {
        decimals = finding_decimals(paired.difference.interval);
        table_number(maker->table, paired.difference.between, decimals);
        table_number(maker->table, paired.difference.within, decimals);
        add_shares(maker, &paired.difference);
    }
    table_text(maker->table, comparison->results->world);
    table_words(maker->table, better_name[better], better_words(better, maker->language));
    table_text(maker->table, is_base ? NULL : maker_category(maker, base)->name);
    table_words(maker->table, is_base ? NULL : comparison_kind_name(comparison),
                comparison_kind_words(comparison, maker->language));
    add_spread(maker, &row->spread[scenario], finding_decimals(level->interval));
}

static void fill_all(const struct maker *maker)
{
    for_changes(maker, true, add_all);
}

struct table *table_of_all(const struct worlds *worlds, enum language language)
{
    return make_table(ANSWER_changes, all_fields, sizeof all_fields / sizeof *all_fields, worlds,
                      language, fill_all);
}

/* ---- levels ---- */

static const enum field level_fields[] = {FIELD_indicator,
                                          FIELD_category,
                                          FIELD_block,
                                          FIELD_label,
                                          FIELD_unit,
                                          FIELD_better,
                                          FIELD_first_month,
                                          FIELD_last_month,
                                          FIELD_world,
                                          FIELD_scenario,
                                          FIELD_scenario_title,
                                          FIELD_replications,
                                          FIELD_draws,
                                          FIELD_level,
                                          FIELD_level_low,
                                          FIELD_level_high,
                                          FIELD_level_confidence,
                                          FIELD_level_median,
                                          FIELD_level_p10,
                                          FIELD_level_p10_low,
                                          FIELD_level_p10_high,
                                          FIELD_level_p90,
                                          FIELD_level_p90_low,
                                          FIELD_level_p90_high,
                                          FIELD_level_between,
                                          FIELD_level_within,
                                          FIELD_digest};

/* indicator … unit, better, first_month, last_month, world, scenario, scenario_title, replications,
 * draws */
static void add_heading(const struct maker *maker, const struct comparison_row *row,
                        size_t scenario)
{
    enum better better = indicator_table[row->item.indicator].better;
    maker_indicator(maker, row);
    table_words(maker->table, better_name[better], better_words(better, maker->language));
    maker_period(maker);
    table_text(maker->table, maker->comparison->results->world);
    maker_scenario(maker, scenario);
    add_draws(maker);
}

static void fill_levels(const struct maker *maker)
{
    const struct comparison *comparison = maker->comparison;
    for (size_t i = 0; i < comparison->n_rows; i++)
        for (size_t s = 0; s < comparison->results->scenarios; s++) {
            const struct comparison_row *row = &comparison->rows[i];
            int decimals = finding_decimals(row->level[s].interval);
            add_heading(maker, row, s);
            add_estimate(maker, &row->level[s], comparison->order.confidence);
            add_spread(maker, &row->spread[s], decimals);
            table_number(maker->table, row->level[s].between, decimals);
            table_number(maker->table, row->level[s].within, decimals);
            table_text(maker->table, comparison->results->digest);
        }
}

struct table *table_of_levels(const struct worlds *worlds, enum language language)
{
    return make_table(ANSWER_levels, level_fields, sizeof level_fields / sizeof *level_fields,
                      worlds, language, fill_levels);
}

/* ---- changes ---- */

static const enum field change_fields[] = {FIELD_indicator,
                                           FIELD_category,
                                           FIELD_block,
                                           FIELD_label,
                                           FIELD_unit,
                                           FIELD_better,
                                           FIELD_first_month,
                                           FIELD_last_month,
                                           FIELD_world,
                                           FIELD_scenario,
                                           FIELD_scenario_title,
                                           FIELD_replications,
                                           FIELD_draws,
                                           FIELD_base,
                                           FIELD_change,
                                           FIELD_change_low,
                                           FIELD_change_high,
                                           FIELD_change_confidence,
                                           FIELD_finding,
                                           FIELD_variance_reduction,
                                           FIELD_interval_kind,
                                           FIELD_change_between,
                                           FIELD_change_within,
                                           FIELD_draws_above_zero,
                                           FIELD_draws_below_zero,
                                           FIELD_digest};

static void add_changes(const struct maker *maker, const struct comparison_row *row,
                        size_t scenario, size_t base)
{
    const struct comparison *comparison = maker->comparison;
    struct paired paired = comparison_pair(comparison, row, scenario, base);
    int decimals = finding_decimals(paired.difference.interval);
    add_heading(maker, row, scenario);
    table_text(maker->table, maker_category(maker, base)->name);
    maker_change(maker, &paired);
    table_words(maker->table, comparison_kind_name(comparison),
                comparison_kind_words(comparison, maker->language));
    table_number(maker->table, paired.difference.between, decimals);
    table_number(maker->table, paired.difference.within, decimals);
    add_shares(maker, &paired.difference);
    table_text(maker->table, comparison->results->digest);
}

static void fill_changes(const struct maker *maker)
{
    for_changes(maker, false, add_changes);
}

struct table *table_of_changes(const struct worlds *worlds, enum language language)
{
    return make_table(ANSWER_changes, change_fields, sizeof change_fields / sizeof *change_fields,
                      worlds, language, fill_changes);
}

/* ---- ranking ---- */

static const enum field ranking_fields[] = {FIELD_indicator,
                                            FIELD_category,
                                            FIELD_block,
                                            FIELD_label,
                                            FIELD_unit,
                                            FIELD_better,
                                            FIELD_first_month,
                                            FIELD_last_month,
                                            FIELD_world,
                                            FIELD_scenario,
                                            FIELD_scenario_title,
                                            FIELD_replications,
                                            FIELD_draws,
                                            FIELD_position,
                                            FIELD_level,
                                            FIELD_margin,
                                            FIELD_margin_low,
                                            FIELD_margin_high,
                                            FIELD_ranking_confidence,
                                            FIELD_verdict,
                                            FIELD_digest};

static void add_ranked(const struct maker *maker, const struct ranking *ranking, size_t position)
{
    const struct ranked *ranked = &ranking->ranked[position];
    const struct comparison_row *row = ranking->row;
    int decimals = finding_decimals(ranked->interval);
    enum better better = ranking->better;
    maker_indicator(maker, row);
    table_words(maker->table, better_name[better], better_words(better, maker->language));
    maker_period(maker);
    table_text(maker->table, maker->comparison->results->world);
    maker_scenario(maker, ranked->scenario);
    add_draws(maker);
    table_whole(maker->table, position + 1);
    table_number(maker->table, row->level[ranked->scenario].mean,
                 finding_decimals(row->level[ranked->scenario].interval));
    table_number(maker->table, ranked->margin, decimals);
    table_number(maker->table, ranked->interval.low, decimals);
    table_number(maker->table, ranked->interval.high, decimals);
    table_number(maker->table, ranking->confidence, -1);
    table_words(maker->table, verdict_name(ranked->verdict),
                verdict_words(ranked->verdict, maker->language));
    table_text(maker->table, maker->comparison->results->digest);
}

struct table *table_of_ranking(const struct ranked_world *rankings, size_t n,
                               enum language language)
{
    struct table *table =
        table_make(ANSWER_ranking, ranking_fields, sizeof ranking_fields / sizeof *ranking_fields);
    for (size_t i = 0; i < n; i++) {
        struct maker maker = {table, rankings[i].comparison, language};
        for (size_t p = 0; p < rankings[i].ranking.n; p++)
            add_ranked(&maker, &rankings[i].ranking, p);
    }
    return table;
}
