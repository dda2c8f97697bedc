#include "command/calibrate_report.h"

#include "analysis/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PAIRS = 8 };

static const double least_correlation = 0.5;

/* As good as an end of a range: four digits may fall this short of it. */
static const double near_end = 0.005;

/* ---- values ---- */

/* What a coordinate's number is multiplied by to be shown. */
static double scale_of(const struct space *space, const struct coordinate *c)
{
    bool one = c->is_factor && c->n_cells == 1;
    return one ? parameter_cells_const(&space->study->value, c->parameter)[c->cells[0]] : 1;
}

static void find_spread(const struct calibration_report *report, size_t i, double scale,
                        struct shown *shown)
{
    const struct calibration *calibration = report->calibration;
    const struct coordinate *c = &report->history->space.coordinates[i];
    shown->fits_low = shown->fits_high = NAN;
    for (size_t k = 0; k < calibration->n_fits; k++) {
        if (!calibration->fits[k].kept)
            continue;
        double value = scale * coordinate_value(c, calibration->fits[k].places[i]);
        shown->fits_low = fmin(shown->fits_low, value);
        shown->fits_high = fmax(shown->fits_high, value);
    }
}

/* The end of its range that a place is at: -1, 1, or 0 for neither. */
static int end_at(double place)
{
    if (place < near_end)
        return -1;
    return place > 1 - near_end;
}

struct shown shown_value(const struct calibration_report *report, const struct fit *fit, size_t i)
{
    const struct space *space = &report->history->space;
    const struct coordinate *c = &space->coordinates[i];
    double scale = scale_of(space, c), place = fit->places[i];
    struct shown shown = {.evidence = scale * c->evidence,
                          .fitted = scale * coordinate_value(c, place),
                          .low = scale * c->low,
                          .high = scale * c->high,
                          .end = end_at(place)};
    bool factor = c->is_factor && c->n_cells > 1;
    shown.unit = factor ? "factor" : parameter_table[c->parameter].unit;
    find_spread(report, i, scale, &shown);
    return shown;
}

size_t goals_met(const struct calibration_report *report, const struct fit *fit)
{
    size_t n = 0;
    for (size_t g = 0; g < report->order->m; g++)
        n += goal_met(&report->order->goals[g], fit->figures[g]);
    return n;
}

/* ---- what goes together ---- */

static double correlation(const struct calibration *calibration, size_t a, size_t b)
{
    double n = 0, sum_a = 0, sum_b = 0, aa = 0, bb = 0, ab = 0;
    for (size_t k = 0; k < calibration->n_fits; k++) {
        if (!calibration->fits[k].kept)
            continue;
        double x = calibration->fits[k].places[a], y = calibration->fits[k].places[b];
        n++;
        sum_a += x;
        sum_b += y;
        aa += x * x;
        bb += y * y;
        ab += x * y;
    }
    double spread = (aa - sum_a * sum_a / n) * (bb - sum_b * sum_b / n);
    return spread > 0 ? (ab - sum_a * sum_b / n) / sqrt(spread) : 0;
}

size_t correlated_pairs(const struct calibration_report *report, struct correlated *pairs,
                        size_t most)
{
    size_t n = 0;
    double least = fmax(least_correlation, 3 / sqrt((double)report->calibration->n_kept));
    for (size_t a = 0; a < report->order->n; a++)
        for (size_t b = a + 1; b < report->order->n; b++) {
            struct correlated pair = {a, b, correlation(report->calibration, a, b)};
            if (!(fabs(pair.correlation) >= least))
                continue;
            size_t at = n < most ? n++ : most;
            for (; at > 0 && fabs(pairs[at - 1].correlation) < fabs(pair.correlation); at--)
                if (at < most)
                    pairs[at] = pairs[at - 1];
            if (at < most)
                pairs[at] = pair;
        }
    return n;
}

/* ---- tables ---- */

static const struct column parameter_columns[] = {
    {"parameter", TEXT_COLUMN_PARAMETER, false, EVERYWHERE},
    {"unit", TEXT_COLUMN_UNIT, false, EVERYWHERE},
    {"evidence", TEXT_COLUMN_EVIDENCE, true, EVERYWHERE},
    {"fitted", TEXT_COLUMN_FITTED, true, EVERYWHERE},
    {"range", TEXT_COLUMN_RANGE, true, TABLE_ONLY},
    {"low", TEXT_COLUMN_LOW, true, FILE_ONLY},
    {"high", TEXT_COLUMN_HIGH, true, FILE_ONLY},
    {"place", TEXT_COLUMN_PLACE, true, EVERYWHERE},
    {"fits", TEXT_COLUMN_FITS, true, TABLE_ONLY},
    {"fits_low", TEXT_COLUMN_LOW, true, FILE_ONLY},
    {"fits_high", TEXT_COLUMN_HIGH, true, FILE_ONLY},
    {"at_end", TEXT_COLUMN_END, false, EVERYWHERE},
};

static const struct column target_columns[] = {
    {"target", TEXT_COLUMN_TARGET, false, EVERYWHERE},
    {"title", TEXT_COLUMN_TITLE, false, EVERYWHERE},
    {"published", TEXT_COLUMN_PUBLISHED, true, EVERYWHERE},
    {"span", TEXT_COLUMN_SPAN, true, TABLE_ONLY},
    {"low", TEXT_COLUMN_LOW, true, FILE_ONLY},
    {"high", TEXT_COLUMN_HIGH, true, FILE_ONLY},
    {"evidence", TEXT_COLUMN_EVIDENCE, true, EVERYWHERE},
    {"fitted", TEXT_COLUMN_FITTED, true, EVERYWHERE},
    {"distance", TEXT_COLUMN_DISTANCE, true, EVERYWHERE},
    {"finding", TEXT_COLUMN_FINDING, false, EVERYWHERE},
    {"use", TEXT_COLUMN_USE, false, FILE_ONLY},
};

#define COLUMNS(table) table, sizeof table / sizeof table[0]

/* As many decimals as four digits of the number need. */
static int decimals(double number)
{
    double size = fabs(number);
    return size < 0.1 ? 4 : size < 10 ? 3 : size < 100 ? 1 : 0;
}

static void add_plain(struct sheet *sheet, const struct calibration_report *report, double number,
                      int places)
{
    char out[NUMBER_SIZE];
    enum language language = report->history->invocation->language;
    sheet_add(sheet, isnan(number) ? "" : number_plain(out, language, number, places));
}

static void add_span(struct sheet *sheet, const struct calibration_report *report, double low,
                     double high)
{
    char out[NUMBER_SIZE];
    enum language language = report->history->invocation->language;
    sheet_add(sheet, isnan(low) ? "" : number_range(out, language, low, high, decimals(high)));
}

static void add_parameter_numbers(struct sheet *sheet, const struct shown *shown, double place)
{
    sheet_add_number(sheet, shown->evidence);
    sheet_add_number(sheet, shown->fitted);
    sheet_add(sheet, NULL);
    sheet_add_number(sheet, shown->low);
    sheet_add_number(sheet, shown->high);
    sheet_add_number(sheet, place);
    sheet_add(sheet, NULL);
    sheet_add_estimate(sheet, shown->fits_low);
    sheet_add_estimate(sheet, shown->fits_high);
    sheet_add(sheet, shown->end < 0 ? "low" : shown->end > 0 ? "high" : "no");
}

static void add_parameter_words(struct sheet *sheet, const struct calibration_report *report,
                                const struct shown *shown, double place)
{
    char out[NUMBER_SIZE];
    const struct invocation *invocation = report->history->invocation;
    add_plain(sheet, report, shown->evidence, decimals(shown->high));
    add_plain(sheet, report, shown->fitted, decimals(shown->high));
    add_span(sheet, report, shown->low, shown->high);
    sheet_add(sheet, NULL);
    sheet_add(sheet, NULL);
    sheet_add(sheet, number_percent(out, invocation->language, place, 0));
    add_span(sheet, report, shown->fits_low, shown->fits_high);
    sheet_add(sheet, NULL);
    sheet_add(sheet, NULL);
    sheet_add(sheet, shown->end < 0   ? say(invocation, TEXT_CALIBRATE_LOW_END)
                     : shown->end > 0 ? say(invocation, TEXT_CALIBRATE_HIGH_END)
                                      : "");
}

static void print_parameters(const struct calibration_report *report, enum sheet_form form)
{
    const struct invocation *invocation = report->history->invocation;
    struct sheet *sheet = sheet_make(COLUMNS(parameter_columns));
    for (size_t i = 0; i < report->order->n; i++) {
        struct shown shown = shown_value(report, &report->calibration->best, i);
        double place = report->calibration->best.places[i];
        sheet_add(sheet, report->history->space.coordinates[i].name);
        sheet_add(sheet, shown.unit);
        if (form == SHEET_TABLE)
            add_parameter_words(sheet, report, &shown, place);
        else
            add_parameter_numbers(sheet, &shown, place);
    }
    sheet_print(sheet, form, invocation->language, invocation->out);
    sheet_free(sheet);
}

/* A figure before and after. */
struct before_after {
    double before, after;
};

static const char *finding_words(const struct invocation *invocation, const struct target *target,
                                 bool met, char words[128])
{
    const char *word = say(invocation, met ? TEXT_TARGET_MET : TEXT_TARGET_MISSED);
    if (strcmp(target->use, "label") != 0)
        return word;
    text_format(words, 128, invocation->language, TEXT_CALIBRATE_LABEL, ARGUMENTS(word));
    return words;
}

static void add_target(struct sheet *sheet, const struct calibration_report *report,
                       const struct target *t, struct before_after figure, enum sheet_form form)
{
    char out[NUMBER_SIZE], words[128];
    const struct invocation *invocation = report->history->invocation;
    double distance = (figure.after - (t->low + t->high) / 2) / ((t->high - t->low) / 2);
    bool met = figure.after >= t->low && figure.after <= t->high;
    sheet_add(sheet, t->id);
    sheet_add(sheet, t->title[invocation->language]);
    if (form == SHEET_TABLE) {
        add_plain(sheet, report, t->value, decimals(t->high));
        add_span(sheet, report, t->low, t->high);
        sheet_add(sheet, NULL);
        sheet_add(sheet, NULL);
        add_plain(sheet, report, figure.before, decimals(t->high));
        add_plain(sheet, report, figure.after, decimals(t->high));
        sheet_add(sheet, number_signed(out, invocation->language, distance, 1));
        sheet_add(sheet, finding_words(invocation, t, met, words));
    } else {
        sheet_add_estimate(sheet, t->value);
        sheet_add(sheet, NULL);
        sheet_add_number(sheet, t->low);
        sheet_add_number(sheet, t->high);
        sheet_add_estimate(sheet, figure.before);
        sheet_add_estimate(sheet, figure.after);
        sheet_add_estimate(sheet, distance);
        sheet_add(sheet, met ? "met" : "missed");
    }
    sheet_add(sheet, t->use);
}

static void print_targets(const struct calibration_report *report, enum sheet_form form)
{
    const struct invocation *invocation = report->history->invocation;
    size_t n = report->history->study.n_targets;
    double *before = calloc(2 * n + 1, sizeof *before), *after = before ? before + n : NULL;
    struct sheet *sheet = sheet_make(COLUMNS(target_columns));
    if (before && history_figures(report->history, report->calibration->start.places, before) &&
        history_figures(report->history, report->calibration->best.places, after))
        for (size_t i = 0; i < n; i++)
            add_target(sheet, report, &report->history->targets[i],
                       (struct before_after){before[i], after[i]}, form);
    sheet_print(sheet, form, invocation->language, invocation->out);
    sheet_free(sheet);
    free(before);
}

/* ---- sentences ---- */

static void print_line(const struct calibration_report *report, enum text text,
                       const char *const *arguments, int n_arguments)
{
    print_text(report->history->invocation, text, arguments, n_arguments);
    fputs("\n", report->history->invocation->out);
}

static void print_misses(const struct calibration_report *report)
{
    const struct calibration *calibration = report->calibration;
    enum language language = report->history->invocation->language;
    char met[32], all[32], met_before[32], before[NUMBER_SIZE], after[NUMBER_SIZE];
    char decided[NUMBER_SIZE], directions[32];
    snprintf(met, sizeof met, "%zu", goals_met(report, &calibration->best));
    snprintf(met_before, sizeof met_before, "%zu", goals_met(report, &calibration->start));
    snprintf(all, sizeof all, "%zu", report->order->m);
    snprintf(directions, sizeof directions, "%zu", report->order->n);
    number_plain(before, language, calibration->start.misses, 1);
    number_plain(after, language, calibration->best.misses, 1);
    number_plain(decided, language, calibration->decided, 1);
    print_line(report, TEXT_CALIBRATE_MET, ARGUMENTS(met, all, met_before, before, after));
    print_line(report, TEXT_CALIBRATE_DECIDED, ARGUMENTS(decided, directions));
}

static void print_fits(const struct calibration_report *report)
{
    struct correlated pairs[MOST_PAIRS];
    char kept[32], made[32], number[NUMBER_SIZE], folder[PATH_MAX];
    const struct coordinate *c = report->history->space.coordinates;
    if (report->calibration->n_fits == 0)
        return;
    snprintf(kept, sizeof kept, "%zu", report->calibration->n_kept);
    snprintf(made, sizeof made, "%zu", report->calibration->n_fits);
    report_folder(report->output, folder);
    print_line(report, TEXT_CALIBRATE_KEPT, ARGUMENTS(kept, made, folder));
    size_t n = correlated_pairs(report, pairs, MOST_PAIRS);
    for (size_t i = 0; i < n; i++) {
        number_signed(number, report->history->invocation->language, pairs[i].correlation, 2);
        if (i == 0)
            print_line(report, TEXT_CALIBRATE_TOGETHER, NO_ARGUMENTS);
        fprintf(report->history->invocation->out, "  %s  %s, %s\n", number, c[pairs[i].a].name,
                c[pairs[i].b].name);
    }
}

static void print_json(const struct calibration_report *report)
{
    FILE *out = report->history->invocation->out;
    fputs("{\"output\": ", out);
    json_string(report->output, out);
    fprintf(out, ", \"fits_made\": %zu, \"fits_kept\": %zu, \"decided\": %.6g,\n\"targets\":\n",
            report->calibration->n_fits, report->calibration->n_kept, report->calibration->decided);
    print_targets(report, SHEET_JSON);
    fputs(",\n\"parameters\":\n", out);
    print_parameters(report, SHEET_JSON);
    fputs("}\n", out);
}

void report_print(const struct calibration_report *report)
{
    const struct invocation *invocation = report->history->invocation;
    if (invocation->json) {
        print_json(report);
        return;
    }
    print_parameters(report, SHEET_TABLE);
    fputs("\n", invocation->out);
    print_targets(report, SHEET_TABLE);
    fputs("\n", invocation->out);
    print_misses(report);
    print_fits(report);
    if (!invocation->quiet)
        print_line(report, TEXT_CALIBRATE_WRITTEN,
                   ARGUMENTS(report->output, calibration_journal_path(report->history->journal)));
}
