/* The worlds that a calibration writes. Comments are English, as in all shipped files. */
/* for realpath NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
#define _XOPEN_SOURCE 700
#include "command/calibrate_report.h"
#include "command/new_file.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BEGINNING "plassflyt: world/1\n# Made by `plassflyt calibrate`"

enum { MOST_PAIRS = 20, MEMBER_PATH = 2 * PATH_MAX + 32 };

static const char *const beginnings[] = {BEGINNING};

/* One file: the best fit, or a member of the set. */
struct world_file {
    const struct calibration_report *report;
    const struct fit *fit;
    size_t number; /* of the member, from 1; 0: the best fit */
    const char *path;
    FILE *out;
};

static void write_text(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', out);
        fputc(*text == '\n' ? ' ' : *text, out);
    }
    fputc('"', out);
}

/* ---- the head ---- */

/* The world's path as seen from the folder of the output, so that both can be moved together. */
static void write_base(const struct world_file *file)
{
    const char *world = file->report->world;
    FILE *out = file->out;
    char folder[PATH_MAX], from[PATH_MAX + 1], to[PATH_MAX];
    const char *slash = strrchr(file->path, '/');
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - file->path + 1) : 1,
             slash ? file->path : ".");
    if (!realpath(folder, from) || !realpath(world, to)) {
        write_text(out, world);
        return;
    }
    size_t length = strlen(from), shared = 0, used = 0;
    snprintf(from + length, sizeof from - length, "/");
    for (size_t i = 0; from[i] && from[i] == to[i]; i++)
        if (from[i] == '/')
            shared = i + 1;
    char path[4 * PATH_MAX] = "";
    for (const char *c = from + shared; *c; c++)
        if (*c == '/')
            used += (size_t)snprintf(path + used, sizeof path - used, "../");
    snprintf(path + used, sizeof path - used, "%s", to + shared);
    write_text(out, path);
}

static void write_target(FILE *out, const struct target *t, double figure)
{
    double distance = (figure - (t->low + t->high) / 2) / ((t->high - t->low) / 2);
    bool met = figure >= t->low && figure <= t->high;
    fprintf(out, "#   %-15s %10.6g to %-10.6g %10.6g  %+5.1f  %s\n", t->id, t->low, t->high, figure,
            distance, met ? "met" : "missed");
}

static void write_targets(const struct world_file *file)
{
    struct history *history = file->report->history;
    size_t n = history->study.n_targets;
    double *figures = calloc(n + 1, sizeof *figures);
    if (!figures || !history_figures(history, file->fit->places, figures)) {
        free(figures);
        return;
    }
    fputs("# Fitted to (near enough, this world, distance in half the span):\n", file->out);
    for (size_t i = 0; i < n; i++) {
        if (i == history->n_fitted)
            fputs("# Not fitted to; these tell which world it is:\n", file->out);
        write_target(file->out, &history->targets[i], figures[i]);
    }
    free(figures);
}

static void write_ends(const struct world_file *file)
{
    const struct space *space = &file->report->history->space;
    size_t at_end = 0;
    for (size_t i = 0; i < space->n; i++) {
        int end = shown_value(file->report, file->fit, i).end;
        if (end == 0)
            continue;
        fputs(at_end == 0       ? "# At an end of the range:\n#   "
              : at_end % 4 == 0 ? ",\n#   "
                                : ", ",
              file->out);
        fprintf(file->out, "%s (%s)", space->coordinates[i].name, end < 0 ? "low" : "high");
        at_end++;
    }
    fputs(at_end ? ".\n" : "# No value is at an end of its range.\n", file->out);
}

static void write_pairs(const struct world_file *file)
{
    struct correlated pairs[MOST_PAIRS];
    const struct coordinate *c = file->report->history->space.coordinates;
    const struct calibration *calibration = file->report->calibration;
    if (file->number || calibration->n_fits == 0)
        return;
    fprintf(file->out,
            "# %zu of %zu fits meet every target met here; they stand in the folder "
            "of this file's name.\n",
            calibration->n_kept, calibration->n_fits);
    size_t n = correlated_pairs(file->report, pairs, MOST_PAIRS);
    for (size_t i = 0; i < n; i++)
        fprintf(file->out, "#   correlation %+.2f: %s, %s\n", pairs[i].correlation,
                c[pairs[i].a].name, c[pairs[i].b].name);
}

static void write_titles(const struct world_file *file)
{
    static const char *const code[N_LANGUAGES] = {
        [LANGUAGE_EN] = "en", [LANGUAGE_NB] = "nb", [LANGUAGE_NN] = "nn"};
    const struct study *study = file->report->history->space.study;
    char number[32] = "", text[4096];
    if (file->number)
        snprintf(number, sizeof number, " %zu", file->number);
    for (int part = 0; part < 2; part++) {
        fputs(part ? "description:\n" : "title:\n", file->out);
        for (int l = 0; l < N_LANGUAGES; l++) {
            const char *about = study->world_description[l] ? study->world_description[l] : "";
            text_format(text, sizeof text, (enum language)l,
                        part ? TEXT_CALIBRATE_DESCRIPTION : TEXT_CALIBRATE_TITLE,
                        (const char *const[]){part ? about : study->world_title[l], number}, 2);
            fprintf(file->out, "  %s: ", code[l]);
            write_text(file->out, text);
            fputs("\n", file->out);
        }
    }
}

static void write_head(const struct world_file *file)
{
    const struct calibration_report *report = file->report;
    const struct calibration_order *order = report->order;
    fprintf(file->out,
            BEGINNING " from the world %s: %ld replications, seed %lu.\n"
                      "# Every value lies inside the range of its evidence; nothing held back was "
                      "used.\n",
            report->history->space.study->world_name, (long)report->history->replications,
            (unsigned long)report->history->seed);
    write_targets(file);
    fprintf(file->out,
            "# The targets decide on about %.1f of the %zu directions in which the values can "
            "move;\n# in the others they stay near the evidence.\n",
            report->calibration->decided, order->n);
    write_ends(file);
    write_pairs(file);
    write_titles(file);
    fputs("base: ", file->out);
    write_base(file);
    fputs("\nchange:\n", file->out);
}

/* ---- the changes ---- */

static void write_comment(const struct world_file *file, size_t i)
{
    const struct coordinate *c = &file->report->history->space.coordinates[i];
    double place = file->fit->places[i];
    struct shown shown = shown_value(file->report, file->fit, i);
    fprintf(file->out, "  # %s: %.4g %s; evidence %.4g, range %.4g to %.4g, at %.0f %% of it%s",
            c->name, shown.fitted, shown.unit, shown.evidence, shown.low, shown.high, 100 * place,
            shown.end < 0   ? ": its low end"
            : shown.end > 0 ? ": its high end"
                            : "");
    if (!file->number && !isnan(shown.fits_low))
        fprintf(file->out, "; fits %.4g to %.4g", shown.fits_low, shown.fits_high);
    fputs("\n", file->out);
}

static void begin_change(const struct world_file *file, enum parameter p)
{
    fprintf(file->out, "  - {parameter: %s, ", parameter_table[p].name);
}

static void end_change(const struct world_file *file, enum parameter p)
{
    const struct history *history = file->report->history;
    const char *source = history->space.study->evidence[p].source;
    fprintf(file->out, ", why: \"Calibrated to %s–%s.\", status: calibrated",
            history->targets[0].id, history->targets[history->n_fitted - 1].id);
    if (source && *source) {
        fputs(", source: ", file->out);
        write_text(file->out, source);
    }
    fputs("}\n", file->out);
}

/* `where: {path: acute_home, index_year: [2025, 2026]}` */
static void write_categories(const struct world_file *file, const struct coordinate *c)
{
    for (int i = 0; i < c->n_by; i++) {
        const struct dimension_row *row = &dimension_table[c->by[i]];
        fprintf(file->out, "%s%s: ", i ? ", " : "where: {", row->name);
        fputs(c->last[i] > c->category[i] ? "[" : "", file->out);
        for (int k = c->category[i]; k <= c->last[i]; k++)
            fprintf(file->out, "%s%s", k > c->category[i] ? ", " : "", row->category[k].name);
        fputs(c->last[i] > c->category[i] ? "]" : "", file->out);
    }
    fputs(c->n_by ? "}, " : "", file->out);
}

static void write_factor(const struct world_file *file, size_t i)
{
    const struct coordinate *c = &file->report->history->space.coordinates[i];
    char number[32];
    exact_number(coordinate_value(c, file->fit->places[i]), number);
    begin_change(file, c->parameter);
    write_categories(file, c);
    fprintf(file->out, "unit: factor, times: %s", number);
    end_change(file, c->parameter);
}

/* One cell and its value. */
static void write_cell(const struct world_file *file, enum parameter p, size_t cell, double value)
{
    const struct parameter_row *row = &parameter_table[p];
    const struct shape *shape = &row->shape;
    size_t left = shape_cells(shape), rest = cell;
    char number[32];
    exact_number(value, number);
    begin_change(file, p);
    for (int d = 0; d < shape->dimensions; d++) {
        const struct dimension_row *dimension = &dimension_table[shape->dimension[d]];
        left /= (size_t)dimension->count;
        fprintf(file->out, "%s%s: %s", d ? ", " : "where: {", dimension->name,
                dimension->category[rest / left].name);
        rest %= left;
    }
    fprintf(file->out, "%sunit: %s, value: %s", shape->dimensions ? "}, " : "", row->unit, number);
    end_change(file, p);
}

/* All cells of a parameter that are not as the world has them. */
static void write_cells(const struct world_file *file, enum parameter p,
                        const struct parameters *values)
{
    const double *cells = parameter_cells_const(values, p);
    const double *before = parameter_cells_const(&file->report->history->space.study->value, p);
    for (size_t i = 0; i < shape_cells(&parameter_table[p].shape); i++)
        if (cells[i] < before[i] || cells[i] > before[i])
            write_cell(file, p, i, cells[i]);
}

static bool writes_factor(const struct coordinate *c)
{
    return c->is_factor && c->whole && strcmp(parameter_table[c->parameter].unit, "share") != 0;
}

static void write_changes(const struct world_file *file)
{
    const struct space *space = &file->report->history->space;
    struct parameters values;
    space_values(space, file->fit->places, &values);
    for (size_t i = 0; i < space->n; i++) {
        const struct coordinate *c = &space->coordinates[i];
        bool last = i + 1 == space->n || c[1].parameter != c->parameter;
        write_comment(file, i);
        if (writes_factor(c))
            write_factor(file, i);
        else if (last)
            write_cells(file, c->parameter, &values);
    }
}

/* ---- the files ---- */

bool report_may_write(const char *output, const struct invocation *invocation)
{
    struct new_file file;
    make_folders(output);
    if (!new_file_open(&file, output, beginnings, 1, invocation))
        return false;
    new_file_drop(&file);
    return true;
}

static bool write_file(struct world_file file)
{
    struct new_file target;
    const struct invocation *invocation = file.report->history->invocation;
    if (!new_file_open(&target, file.path, beginnings, 1, invocation))
        return false;
    file.out = target.stream;
    write_head(&file);
    write_changes(&file);
    return new_file_close(&target, invocation);
}

void report_folder(const char *output, char folder[PATH_MAX])
{
    size_t length = strlen(output);
    bool ending = length > 5 && strcmp(output + length - 5, ".yaml") == 0;
    snprintf(folder, PATH_MAX, "%.*s%s", (int)(ending ? length - 5 : length), output,
             ending ? "" : ".set");
}

static void member_path(const char *output, size_t number, char path[MEMBER_PATH])
{
    char folder[PATH_MAX];
    report_folder(output, folder);
    const char *slash = strrchr(folder, '/');
    snprintf(path, MEMBER_PATH, "%s/%s_%zu.yaml", folder, slash ? slash + 1 : folder, number);
}

/* Takes away what an earlier calibration left of a larger set: only files that it made. */
static void remove_old_members(const char *output, size_t number)
{
    char path[MEMBER_PATH], beginning[sizeof BEGINNING] = "";
    for (;; number++) {
        member_path(output, number, path);
        FILE *file = fopen(path, "r");
        if (!file)
            return;
        size_t read = fread(beginning, 1, sizeof beginning - 1, file);
        fclose(file);
        if (read < sizeof beginning - 1 || strcmp(beginning, BEGINNING) != 0 || unlink(path) != 0)
            return;
    }
}

bool report_write(const struct calibration_report *report)
{
    const struct calibration *calibration = report->calibration;
    char path[MEMBER_PATH];
    size_t number = 0;
    bool good =
        write_file((struct world_file){report, &calibration->best, 0, report->output, NULL});
    for (size_t k = 0; k < calibration->n_fits && good; k++) {
        if (!calibration->fits[k].kept)
            continue;
        member_path(report->output, ++number, path);
        make_folders(path);
        good = write_file((struct world_file){report, &calibration->fits[k], number, path, NULL});
    }
    if (good && calibration->n_fits > 0)
        remove_old_members(report->output, number + 1);
    return good;
}
