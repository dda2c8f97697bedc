/* Markdown for Pandoc: words, tables, figures. */
#include "analysis/report_parts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- words ---- */

/* Characters that mean something to Pandoc. */
static const char special[] = "\\`*_[]{}<>|$#&~^";

static void put_plain(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (strchr(special, *text))
            fputc('\\', out);
        fputc(*text == '\n' ? ' ' : *text, out);
    }
}

void report_plain(struct report *report, const char *text)
{
    put_plain(report->out, text);
}

void report_prose(struct report *report, const char *text)
{
    bool code = false;
    for (; *text; text++) {
        code = *text == '`' ? !code : code;
        if (!code && *text != '`' && strchr(special, *text))
            fputc('\\', report->out);
        fputc(*text, report->out);
    }
}

const char *report_word(const struct report *report, enum text text)
{
    return text_table[text][report->language];
}

/* A text whose marks are taken as they are: to be freed. */
static char *plain_copy(const char *text)
{
    char *copy = NULL;
    size_t length;
    FILE *out = open_memstream(&copy, &length);
    if (!out)
        return NULL;
    put_plain(out, text);
    fclose(out);
    return copy;
}

void report_say(struct report *report, enum text text, const char *const *arguments,
                int n_arguments)
{
    enum { MOST = 9, SENTENCE = 16384 };
    char *copies[MOST] = {NULL}, *sentence = malloc(SENTENCE);
    const char *words[MOST];
    for (int i = 0; i < n_arguments && i < MOST; i++) {
        copies[i] = plain_copy(arguments[i]);
        words[i] = copies[i] ? copies[i] : "";
    }
    if (sentence) {
        text_format(sentence, SENTENCE, report->language, text, words, n_arguments);
        fputs(sentence, report->out);
    }
    for (int i = 0; i < MOST; i++)
        free(copies[i]);
    free(sentence);
}

void report_paragraph(struct report *report, enum text text, const char *const *arguments,
                      int n_arguments)
{
    report_say(report, text, arguments, n_arguments);
    fputs("\n\n", report->out);
}

void report_heading(struct report *report, int level, const char *id, enum text text)
{
    fprintf(report->out, "%.*s ", level, "####");
    report_plain(report, report_word(report, text));
    if (id)
        fprintf(report->out, " {#%s}", id);
    fputs("\n\n", report->out);
}

/* ---- tables ---- */

void report_table(struct report *report, size_t n, const int *widths, size_t texts)
{
    report->columns = n;
    report->column = 0;
    report->texts = texts;
    report->widths = widths;
}

/* A cell is kept until the table's end: how it is written hangs on those below it. */
static void begin_cell(struct report *report)
{
    report->page = report->out;
    report->cell_text = NULL;
    report->out = open_memstream(&report->cell_text, &report->cell_length);
    if (!report->out)
        report->out = report->page;
}

static void keep_cell(struct report *report)
{
    if (report->column == report->room) {
        size_t room = report->room ? 2 * report->room : 64;
        char **more = realloc(report->cell, room * sizeof *more);
        if (!more) {
            free(report->cell_text);
            report->short_of_memory = true;
            return;
        }
        report->cell = more;
        report->room = room;
    }
    report->cell[report->column++] = report->cell_text;
}

static void end_cell(struct report *report)
{
    bool opened = report->out != report->page;
    bool whole = opened && fclose(report->out) == 0 && report->cell_text;
    report->out = report->page;
    if (whole)
        keep_cell(report);
    else
        report->short_of_memory = true;
}

/* ---- what stands in a table ---- */

static void put_rule(const struct report *report)
{
    for (size_t i = 0; i < report->columns; i++) {
        fputs("|", report->out);
        fputs(i < report->texts ? ":" : "-", report->out);
        for (int w = 0; w < report->widths[i]; w++)
            fputc('-', report->out);
        fputs(i < report->texts ? "-" : ":", report->out);
    }
    fputs("|\n", report->out);
}

/* Whether a column of numbers has one whose digits are grouped: then all are. */
static bool is_grouped(const struct report *report, size_t column)
{
    if (column < report->texts)
        return false;
    for (size_t i = report->columns + column; i < report->column; i += report->columns)
        if (number_has_groups(report->cell[i]))
            return true;
    return false;
}

static void put_cell(const struct report *report, size_t i, bool grouped)
{
    char text[4 * NUMBER_SIZE];
    bool regroup = grouped && strlen(report->cell[i]) < sizeof text / 2;
    fputs(i % report->columns == 0 ? "| " : " ", report->out);
    fputs(regroup ? number_group(text, sizeof text, report->cell[i]) : report->cell[i],
          report->out);
    fputs(" |", report->out);
}

static void put_cells(struct report *report)
{
    bool grouped[REPORT_MOST_COLUMNS] = {false};
    assert(report->columns > 0 && report->columns <= REPORT_MOST_COLUMNS);
    for (size_t c = 0; c < report->columns; c++)
        grouped[c] = is_grouped(report, c);
    for (size_t i = 0; i < report->column; i++) {
        bool heading = i < report->columns;
        put_cell(report, i, !heading && grouped[i % report->columns]);
        if ((i + 1) % report->columns == 0)
            fputs("\n", report->out);
        if (i + 1 == report->columns)
            put_rule(report);
    }
    for (size_t i = 0; i < report->column; i++)
        free(report->cell[i]);
    report->column = 0;
}

/* ---- cells ---- */

/* Begins with a capital letter: ASCII, or one of Latin-1's, such as å. */
static void capitalise(char *text)
{
    if (text[0] >= 'a' && text[0] <= 'z')
        text[0] = (char)(text[0] - 'a' + 'A');
    else if ((unsigned char)text[0] == 0xC3 && (unsigned char)text[1] >= 0xA0)
        text[1] = (char)(text[1] - 0x20);
}

void report_cell(struct report *report, const char *text)
{
    char heading[512];
    begin_cell(report);
    snprintf(heading, sizeof heading, "%s", text);
    capitalise(heading);
    report_plain(report, report->column < report->columns ? heading : text);
    end_cell(report);
}

void report_cell_number(struct report *report, const char *number, const char *rest)
{
    begin_cell(report);
    report_plain(report, number);
    if (*rest) {
        fputs(" [", report->out);
        report_plain(report, rest);
        fputs("]{.i}", report->out);
    }
    end_cell(report);
}

void report_cell_text(struct report *report, enum text text)
{
    report_cell(report, report_word(report, text));
}

void report_cell_code(struct report *report, const char *name)
{
    begin_cell(report);
    if (*name)
        fprintf(report->out, "`%s`", name);
    end_cell(report);
}

static const char *const language_code[N_LANGUAGES] = {"en", "nb", "nn"};

void report_cell_in(struct report *report, const char *code, const char *text)
{
    bool marked = strcmp(language_code[report->language], code) != 0 && *text;
    begin_cell(report);
    fputs(marked ? "[" : "", report->out);
    report_plain(report, text);
    if (marked)
        fprintf(report->out, "]{lang=%s}", code);
    end_cell(report);
}

void report_cell_english(struct report *report, const char *text)
{
    report_cell_in(report, language_code[LANGUAGE_EN], text);
}

void report_table_end_aside(struct report *report, const char *caption)
{
    put_cells(report);
    fputs("\n: ", report->out);
    report_plain(report, caption);
    fputs("\n\n", report->out);
}

void report_table_end(struct report *report, const char *caption)
{
    char number[16];
    snprintf(number, sizeof number, "%d", ++report->tables);
    put_cells(report);
    fputs("\n: ", report->out);
    report_say(report, TEXT_REPORT_TABLE, ARGUMENTS(number, caption));
    fputs("\n\n", report->out);
}

/* ---- folds ---- */

void report_fold(struct report *report, const char *summary)
{
    fputs("::: {.fold .page-only}\n", report->out);
    fputs("[", report->out);
    report_plain(report, summary);
    fputs("]{.summary}\n\n", report->out);
}

void report_fold_end(struct report *report)
{
    fputs(":::\n\n", report->out);
}
