/* plassflyt compare: what scenarios change against the null alternative. */
#include "command/compare.h"

#include "command/choice.h"
#include "command/new_file.h"
#include "command/open_results.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Everything that is compared, one row an indicator and scenario. */
static const struct column columns[] = {
    {"indicator", TEXT_COLUMN_INDICATOR, false, EVERYWHERE},
    {"category", TEXT_COLUMN_CATEGORY, false, EVERYWHERE},
    {"block", TEXT_COLUMN_BLOCK, false, EVERYWHERE},
    {"label", TEXT_COLUMN_LABEL, false, EVERYWHERE},
    {"unit", TEXT_COLUMN_UNIT, false, EVERYWHERE},
    {"first_month", TEXT_COLUMN_PERIOD_FROM, false, EVERYWHERE},
    {"last_month", TEXT_COLUMN_PERIOD_TO, false, EVERYWHERE},
    {"scenario", TEXT_COLUMN_SCENARIO, false, EVERYWHERE},
    {"scenario_title", TEXT_COLUMN_SCENARIO_TITLE, false, EVERYWHERE},
    {"replications", TEXT_COLUMN_REPLICATIONS, true, EVERYWHERE},
    {"level", TEXT_COLUMN_LEVEL, true, EVERYWHERE},
    {"level_low", TEXT_COLUMN_LEVEL_LOW, true, EVERYWHERE},
    {"level_high", TEXT_COLUMN_LEVEL_HIGH, true, EVERYWHERE},
    {"level_confidence", TEXT_COLUMN_LEVEL_CONFIDENCE, true, EVERYWHERE},
    {"change", TEXT_COLUMN_DIFFERENCE, true, EVERYWHERE},
    {"change_low", TEXT_COLUMN_DIFFERENCE_LOW, true, EVERYWHERE},
    {"change_high", TEXT_COLUMN_DIFFERENCE_HIGH, true, EVERYWHERE},
    {"change_confidence", TEXT_COLUMN_DIFFERENCE_CONFIDENCE, true, EVERYWHERE},
    {"finding", TEXT_COLUMN_FINDING, false, FILE_ONLY},
    {"variance_reduction", TEXT_COLUMN_REDUCTION, true, EVERYWHERE},
    {"digest", TEXT_COLUMN_DIGEST, false, EVERYWHERE},
    {"draws", TEXT_COLUMN_DRAWS, true, EVERYWHERE},
    {"level_between", TEXT_COLUMN_LEVEL_BETWEEN, true, EVERYWHERE},
    {"level_within", TEXT_COLUMN_LEVEL_WITHIN, true, EVERYWHERE},
    {"change_between", TEXT_COLUMN_CHANGE_BETWEEN, true, EVERYWHERE},
    {"change_within", TEXT_COLUMN_CHANGE_WITHIN, true, EVERYWHERE},
    {"draws_above_zero", TEXT_COLUMN_DRAWS_ABOVE, true, EVERYWHERE},
    {"draws_below_zero", TEXT_COLUMN_DRAWS_BELOW, true, EVERYWHERE},
};
enum { N_COLUMNS = sizeof columns / sizeof columns[0] };

static const double confidence = 0.95;

/* ---- the tidy table ---- */

static void add_month(struct sheet *sheet, const struct results *results, size_t month)
{
    char text[32];
    snprintf(text, sizeof text, "%04d-%02d", period_year(results, month),
             period_month(results, month));
    sheet_add(sheet, text);
}

static void add_what(struct sheet *sheet, const struct comparison *comparison,
                     const struct comparison_row *row, enum language language)
{
    const struct indicator_row *indicator = &indicator_table[row->item.indicator];
    sheet_add(sheet, indicator->name);
    sheet_add(sheet, row->item.category >= 0 ? row->item.name : "");
    sheet_add(sheet, block_label[indicator->block][language]);
    sheet_add(sheet, row->item.label[language]);
    sheet_add(sheet, indicator_unit_name[indicator->unit]);
    add_month(sheet, comparison->results, comparison->order.period.first);
    add_month(sheet, comparison->results, comparison->order.period.end - 1);
}

static void add_estimate(struct sheet *sheet, const struct estimate *estimate, double level)
{
    sheet_add_estimate(sheet, estimate->mean);
    sheet_add_estimate(sheet, estimate->interval.low);
    sheet_add_estimate(sheet, estimate->interval.high);
    sheet_add_number(sheet, level);
}

/* What a finding is called: words in a table for people's spreadsheets, else its name. */
static const char *finding_text(const struct paired *paired, enum sheet_form form,
                                enum language language)
{
    enum finding finding = finding_of(paired);
    return form == SHEET_CSV_LOCAL ? finding_words(finding, language) : finding_name(finding);
}

/* Parts of the spread, where replications share draws; change NULL for the base. */
static void add_parts(struct sheet *sheet, const struct results *results,
                      const struct estimate *level, const struct estimate *change)
{
    if (results->n_draws == 0) {
        for (int i = 0; i < 7; i++)
            sheet_add(sheet, NULL);
        return;
    }
    sheet_add_number(sheet, (double)level->draws);
    sheet_add_estimate(sheet, level->between);
    sheet_add_estimate(sheet, level->within);
    sheet_add_estimate(sheet, change ? change->between : NAN);
    sheet_add_estimate(sheet, change ? change->within : NAN);
    sheet_add_estimate(sheet, change ? change->above : NAN);
    sheet_add_estimate(sheet, change ? change->below : NAN);
}

static void add_row(struct sheet *sheet, const struct comparison *comparison,
                    const struct comparison_row *row, size_t scenario, enum sheet_form form,
                    enum language language)
{
    const struct results *results = comparison->results;
    const struct paired *difference = &row->difference[scenario];
    add_what(sheet, comparison, row, language);
    sheet_add(sheet, results->scenario->category[scenario].name);
    sheet_add(sheet, results->scenario->category[scenario].label[language]);
    sheet_add_number(sheet, (double)results->replications);
    add_estimate(sheet, &row->level[scenario], comparison->order.confidence);
    if (scenario == comparison->order.base) {
        for (int i = 0; i < 6; i++)
            sheet_add(sheet, NULL);
    } else {
        add_estimate(sheet, &difference->difference, comparison->confidence);
        sheet_add(sheet, finding_text(difference, form, language));
        sheet_add_estimate(sheet, difference->reduction);
    }
    sheet_add(sheet, results->digest);
    add_parts(sheet, results, &row->level[scenario],
              scenario == comparison->order.base ? NULL : &difference->difference);
}

static struct sheet *make_sheet(const struct comparison *comparison, enum sheet_form form,
                                enum language language)
{
    struct sheet *sheet = sheet_make(columns, N_COLUMNS);
    for (size_t i = 0; i < comparison->n_rows; i++)
        for (size_t s = 0; s < comparison->results->scenarios; s++)
            add_row(sheet, comparison, &comparison->rows[i], s, form, language);
    return sheet;
}

/* ---- files ---- */

/* The headings of a sheet without rows, in a language; to be freed. */
static char *headings(enum sheet_form form, enum language language)
{
    char *text = NULL;
    size_t length;
    struct sheet *sheet = sheet_make(columns, N_COLUMNS);
    FILE *out = open_memstream(&text, &length);
    if (out) {
        sheet_print(sheet, form, language, out);
        fclose(out);
    }
    sheet_free(sheet);
    return text;
}

/* Writes the tidy table into the file that an option names. True if it names none. */
static bool write_file(const struct invocation *invocation, const struct comparison *comparison,
                       const char *option, enum sheet_form form)
{
    const char *path = option_value(invocation, option);
    if (!path)
        return true;
    char *beginning[N_LANGUAGES];
    for (int l = 0; l < N_LANGUAGES; l++)
        beginning[l] = headings(form, (enum language)l);
    struct new_file file;
    make_folders(path);
    bool good = new_file_open(&file, path, (const char *const *)beginning, N_LANGUAGES, invocation);
    if (good) {
        struct sheet *sheet = make_sheet(comparison, form, invocation->language);
        sheet_print(sheet, form, invocation->language, file.stream);
        sheet_free(sheet);
        good = new_file_close(&file, invocation);
    }
    for (int l = 0; l < N_LANGUAGES; l++)
        free(beginning[l]);
    return good;
}

/* ---- JSON ---- */

static void print_json(const struct invocation *invocation, const struct comparison *comparison,
                       const struct warnings *warnings)
{
    FILE *out = invocation->out;
    fputs("{\"digest\": ", out);
    json_string(comparison->results->digest, out);
    fputs(",\n \"warnings\": [", out);
    for (size_t i = 0; i < warnings->n; i++) {
        fputs(i ? ",\n  " : "", out);
        json_string(warnings->text[i], out);
    }
    fputs("],\n \"rows\": ", out);
    struct sheet *sheet = make_sheet(comparison, SHEET_JSON, invocation->language);
    sheet_print(sheet, SHEET_JSON, invocation->language, out);
    sheet_free(sheet);
    fputs("}\n", out);
}

/* ---- the verb ---- */

/* Shows the comparison in every form asked for; the files come first, so that nobody reads past a
 * message that they could not be written. */
static bool show(const struct invocation *invocation, const struct comparison *comparison,
                 const struct warnings *warnings)
{
    if (!write_file(invocation, comparison, "csv", SHEET_CSV) ||
        !write_file(invocation, comparison, "csv-norwegian", SHEET_CSV_LOCAL))
        return false;
    if (invocation->json)
        print_json(invocation, comparison, warnings);
    else
        compare_print(invocation, comparison, warnings, terminal_width(invocation->out));
    return true;
}

static const char *scenario_name(size_t i, const void *context)
{
    const struct results *results = context;
    return results->scenario->category[i].name;
}

/* Reads --base and --simultaneous. */
static bool read_order(const struct invocation *invocation, const struct results *results,
                       struct comparison_order *order)
{
    const struct choices scenarios = {results->scenarios, scenario_name, results};
    const char *base = option_value(invocation, "base");
    int number = base ? choose(invocation, "base", base, &scenarios) : 0;
    order->base = number < 0 ? 0 : (size_t)number;
    order->simultaneous = option_value(invocation, "simultaneous") != NULL;
    return number >= 0;
}

/* Compares and shows; false after messages. */
static bool compare(const struct invocation *invocation, const struct results *results,
                    const struct comparison_order *order)
{
    struct messages messages;
    messages_start(&messages, invocation->language);
    struct comparison *comparison = comparison_make(results, order, &messages);
    struct warnings warnings = {NULL, NULL, 0};
    bool done = comparison &&
                warnings_make(comparison, invocation->language, &warnings, &messages) &&
                show(invocation, comparison, &warnings);
    print_messages(&messages, invocation->err);
    messages_free(&messages);
    warnings_free(&warnings);
    comparison_free(comparison);
    return done;
}

int command_compare(const struct invocation *invocation)
{
    struct comparison_order order = {.confidence = confidence};
    struct results *results = open_results(invocation, &order.period);
    if (!results)
        return EXIT_BAD_INPUT;
    bool done = read_order(invocation, results, &order) && compare(invocation, results, &order);
    results_free(results);
    return done ? EXIT_DONE : EXIT_BAD_INPUT;
}
