/* Section 4: what the measures do, how lasting it is, who is affected, and money. */
#include "analysis/report_parts.h"

#include <stdlib.h>
#include <string.h>

/* ---- years ---- */

/* The years after the policy date that are shown: first, third, fifth, tenth, as far as there are. */
static size_t years_shown(const struct report *report, size_t shown[4])
{
    static const size_t after[] = {1, 3, 5, 10};
    const struct report_years *years = report->order->world[0].years;
    int policy = period_year(report->results, period_projection(report->results));
    size_t n = 0;
    for (size_t i = 0; i < sizeof after / sizeof after[0]; i++) {
        long year = policy + (long)after[i] - 1 - years->first_year;
        if (year >= 0 && (size_t)year < years->n_years)
            shown[n++] = (size_t)year;
    }
    return n;
}

static void lasting_table(struct report *report, enum indicator indicator)
{
    static const int widths[] = {30, 22, 22, 22, 22};
    const struct report_years *years = report->order->world[0].years;
    size_t item = report_years_item(years, indicator), shown[4];
    size_t n = years_shown(report, shown);
    char text[16], date[64], caption[1024];
    if (item == years->n_items || n == 0)
        return;
    report_table(report, 1 + n, widths, 1);
    report_cell_text(report, TEXT_COLUMN_SCENARIO);
    for (size_t i = 0; i < n; i++) {
        snprintf(text, sizeof text, "%d", years->first_year + (int)shown[i]);
        report_cell(report, text);
    }
    for (size_t s = 1; s < report->results->scenarios; s++) {
        report_cell(report, report_scenario(report, s));
        for (size_t i = 0; i < n; i++)
            report_cell_change(report, &report_years_at(years, item, 0, shown[i], s)->change);
    }
    text_format(
        caption, sizeof caption, report->language, TEXT_REPORT_LASTING_CAPTION,
        ARGUMENTS(years->items[item].label[report->language], report_policy_date(report, date)));
    report_table_end(report, caption);
}

static void say_lasting(struct report *report)
{
    char end[16];
    if (report->results->scenarios < 2)
        return;
    snprintf(end, sizeof end, "%d", period_year(report->results, report->results->months - 1));
    report_heading(report, 3, NULL, TEXT_REPORT_LASTING);
    report_paragraph(report, TEXT_REPORT_LASTING_TEXT, ARGUMENTS(end));
    lasting_table(report, INDICATOR_queue_past_wish);
    lasting_table(report, INDICATOR_days_below_need);
    lasting_table(report, INDICATOR_children_institution);
    lasting_table(report, INDICATOR_cost_total);
    report_marks(report);
}

/* ---- effects ---- */

static void headline(struct report *report)
{
    static const enum text heading[] = {TEXT_REPORT_SHORT_QUEUE,        TEXT_REPORT_SHORT_BELOW,
                                        TEXT_REPORT_SHORT_ABOVE,        TEXT_REPORT_SHORT_STATE,
                                        TEXT_REPORT_SHORT_MUNICIPALITY, TEXT_REPORT_SHORT_TOTAL};
    static const enum indicator indicator[] = {
        INDICATOR_queue_past_wish, INDICATOR_days_below_need,   INDICATOR_days_above_need,
        INDICATOR_cost_state,      INDICATOR_cost_municipality, INDICATOR_cost_total};
    char period[PERIOD_LABEL_SIZE], confidence[NUMBER_SIZE], caption[1024];
    text_format(caption, sizeof caption, report->language, TEXT_REPORT_HEADLINE_CAPTION,
                ARGUMENTS(report_period(report, period), report_scenario(report, 0),
                          report_confidence(report, report->comparison->confidence, confidence)));
    report_scenario_table(report, heading, indicator, sizeof heading / sizeof heading[0], caption);
    report_marks(report);
}

static void say_each(struct report *report)
{
    char replications[REPLICATIONS_SIZE];
    if (report_is_silent(report, replications))
        return;
    for (size_t s = 1; s < report->results->scenarios; s++) {
        report_say(report, TEXT_REPORT_WITH,
                   ARGUMENTS(report_scenario(report, s), report_scenario(report, 0)));
        fputs(" ", report->out);
        report_statements(report, s, false);
    }
}

static void part(struct report *report, enum text heading, enum figure figure,
                 enum indicator_block block)
{
    report_heading(report, 3, NULL, heading);
    report_not_kept(report, block, figure);
    report_figure(report, figure);
    report_block_tables(report, block);
}

void report_effects(struct report *report)
{
    report_heading(report, 2, "sec-4", TEXT_REPORT_4);
    report_of_world(report, true);
    report_heading(report, 3, NULL, TEXT_REPORT_EFFECTS);
    report_paragraph(report, TEXT_REPORT_SIDE_BY_SIDE, NO_ARGUMENTS);
    headline(report);
    say_each(report);
    report_figure(report, FIGURE_CHANGES);
    part(report, TEXT_REPORT_WAITS, FIGURE_WAITS, BLOCK_WAITING);
    part(report, TEXT_REPORT_REASONS, FIGURE_REASONS, BLOCK_REASONS);
    part(report, TEXT_REPORT_LIVES, FIGURE_PLACES, BLOCK_PLACES);
    report_heading(report, 3, NULL, TEXT_REPORT_BREACHES);
    report_paragraph(report, TEXT_REPORT_BREACHES_TEXT, NO_ARGUMENTS);
    report_not_kept(report, BLOCK_BREACHES, FIGURE_BREACHES);
    report_figure(report, FIGURE_BREACHES);
    report_block_tables(report, BLOCK_BREACHES);
    part(report, TEXT_REPORT_STABILITY, FIGURE_STABILITY, BLOCK_STABILITY);
    report_heading(report, 3, NULL, TEXT_REPORT_CAPACITY);
    report_not_kept(report, BLOCK_HOMES, FIGURE_CAPACITY);
    report_figure(report, FIGURE_CAPACITY);
    report_figure(report, FIGURE_PIPELINE);
    report_block_tables(report, BLOCK_HOMES);
    say_lasting(report);
}

/* ---- who is affected ---- */

static void area_table(struct report *report, enum indicator indicator)
{
    static const int widths[] = {24, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18};
    const struct report_years *years = report->order->world[0].years;
    size_t item = report_years_item(years, indicator);
    char period[PERIOD_LABEL_SIZE], caption[1024];
    if (item == years->n_items || years->places > sizeof widths / sizeof widths[0] - 1)
        return;
    report_table(report, 1 + years->places, widths, 1);
    report_cell_text(report, TEXT_COLUMN_SCENARIO);
    report_cell_text(report, TEXT_REPORT_COUNTRY);
    for (size_t a = 1; a < years->places; a++)
        report_cell(report, years->area->category[a - 1].label[report->language]);
    for (size_t s = 0; s < report->results->scenarios; s++) {
        report_cell(report, report_scenario(report, s));
        for (size_t place = 0; place < years->places; place++) {
            const struct report_number *number =
                report_years_at(years, item, place, years->n_years, s);
            if (s == 0)
                report_cell_level(report, &number->level);
            else
                report_cell_change(report, &number->change);
        }
    }
    text_format(caption, sizeof caption, report->language, TEXT_REPORT_AREA_CAPTION,
                ARGUMENTS(years->items[item].label[report->language], report_period(report, period),
                          report_scenario(report, 0)));
    report_table_end(report, caption);
}

void report_affected(struct report *report)
{
    report_heading(report, 3, "sec-4-who", TEXT_REPORT_AFFECTED);
    report_paragraph(report, TEXT_REPORT_AREA_TEXT, NO_ARGUMENTS);
    report_figure(report, FIGURE_AREAS);
    area_table(report, INDICATOR_queue_past_wish);
    area_table(report, INDICATOR_days_below_need);
    area_table(report, INDICATOR_days_above_need);
    area_table(report, INDICATOR_cost_total);
    report_marks(report);
    report_block_tables(report, BLOCK_EQUITY);
    report_block_tables(report, BLOCK_NEARNESS);
}

/* ---- money ---- */

/* "Rundskriv R-109/2021, Finansdepartementet, 25.06.2021"; "" if it is not known. */
static void source_words(const struct results *results, const char *id, char out[1024])
{
    const struct results_source *source = results_source(results, id);
    out[0] = '\0';
    if (source)
        snprintf(out, 1024, "%s, %s, %s", source->title, source->issuer, source->date);
}

static void say_rate(struct report *report)
{
    char price[32] = "", rate[NUMBER_SIZE], date[64], end[16], source[1024] = "";
    const struct results *results = report->results;
    const struct results_parameter *year = results_parameter(results, "price_year");
    const struct results_parameter *discount = results_parameter(results, "discount_rate");
    const struct period period = report->comparison->order.period;
    if (year)
        snprintf(price, sizeof price, "%.0f", year->value[0]);
    snprintf(end, sizeof end, "%d", period_year(results, period.end - 1));
    number_percent_word(rate, report->language, discount ? discount->value[0] : 0, 0);
    report_say(report, TEXT_REPORT_MONEY_TEXT,
               ARGUMENTS(price, report_policy_date(report, date), end, rate));
    if (discount && discount->source)
        source_words(results, discount->source, source);
    fputs(" ", report->out);
    if (*source)
        report_say(report, TEXT_REPORT_MONEY_RATE, ARGUMENTS(source));
    fputs("\n\n", report->out);
}

void report_money(struct report *report)
{
    static const enum text heading[] = {TEXT_REPORT_SHORT_STATE,
                                        TEXT_REPORT_SHORT_MUNICIPALITY,
                                        TEXT_REPORT_SHORT_TOTAL,
                                        TEXT_REPORT_SHORT_PRESENT_STATE,
                                        TEXT_REPORT_SHORT_PRESENT_MUNICIPALITY,
                                        TEXT_REPORT_SHORT_PRESENT};
    static const enum indicator indicator[] = {INDICATOR_cost_state,
                                               INDICATOR_cost_municipality,
                                               INDICATOR_cost_total,
                                               INDICATOR_present_value_state,
                                               INDICATOR_present_value_municipality,
                                               INDICATOR_present_value};
    char period[PERIOD_LABEL_SIZE], price[32] = "", caption[1024];
    const struct results_parameter *year = results_parameter(report->results, "price_year");
    if (year)
        snprintf(price, sizeof price, "%.0f", year->value[0]);
    report_heading(report, 3, "sec-4-money", TEXT_REPORT_MONEY);
    say_rate(report);
    text_format(caption, sizeof caption, report->language, TEXT_REPORT_MONEY_CAPTION,
                ARGUMENTS(report_period(report, period), price, report_scenario(report, 0)));
    report_scenario_table(report, heading, indicator, sizeof heading / sizeof heading[0], caption);
    report_marks(report);
    report_figure(report, FIGURE_MONEY);
    report_paragraph(report, TEXT_REPORT_MONEY_NOT, NO_ARGUMENTS);
}
