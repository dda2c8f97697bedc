/* Figures in a report: caption, words instead of the picture, and the numbers drawn. */
#include "analysis/report_parts.h"

#include <math.h>
#include <string.h>

static const struct report_figure *figure_of(const struct report *report, enum figure figure)
{
    for (size_t i = 0; i < report->order->n_figures; i++)
        if (report->order->figures[i].figure == figure)
            return &report->order->figures[i];
    return NULL;
}

/* An attribute's value: what would end it is left out. */
static void put_attribute(FILE *out, const char *text)
{
    for (; *text; text++)
        if (*text == '"' || *text == '\\')
            fputc('\'', out);
        else
            fputc(*text == '\n' ? ' ' : *text, out);
}

/* ---- the numbers drawn ---- */

/* Of many rows some are shown: of months each January, of others about a dozen. */
static size_t step_of(const struct figure_data *data, const struct figure_block *block)
{
    enum { FEW = 24, ABOUT = 13, MONTHS = 12 };
    bool months = block->n > 0 && strchr(data->row[block->first].label, '-') != NULL;
    if (block->n <= FEW)
        return 1;
    return months ? MONTHS : (block->n + ABOUT - 1) / ABOUT;
}

static void data_cell(struct report *report, const struct figure_point *point)
{
    char value[NUMBER_SIZE], range[NUMBER_SIZE], rest[NUMBER_SIZE + 4] = "";
    double size = fabs(point->number[DATA_VALUE]);
    int decimals = size < 10 ? 2 : size < 100 ? 1 : 0;
    number_plain(value, report->language, point->number[DATA_VALUE], decimals);
    if (!isnan(point->number[DATA_LOW]) && !isnan(point->number[DATA_HIGH])) {
        number_range(range, report->language, point->number[DATA_LOW], point->number[DATA_HIGH],
                     decimals);
        snprintf(rest, sizeof rest, "(%s)", range);
    }
    report_cell_number(report, value, rest);
}

/* What the rows of a block are: months, years, weeks, or things. */
static enum text heading_of(const char *label)
{
    size_t digits = strspn(label, "0123456789");
    if (label[digits] == '-')
        return TEXT_REPORT_COLUMN_MONTH;
    if (label[digits] != '\0')
        return TEXT_REPORT_COLUMN_OF;
    return digits == 4 ? TEXT_COLUMN_YEAR : TEXT_REPORT_COLUMN_WEEK;
}

/* Ends a table of numbers drawn: which figure's they are, and of which panel. */
static void end_table(struct report *report, const struct report_figure *figure,
                      const struct figure_block *block)
{
    char caption[1024], number[16];
    snprintf(number, sizeof number, "%d", report->figures);
    text_format(
        caption, sizeof caption, report->language, TEXT_REPORT_DATA_CAPTION,
        ARGUMENTS(number, *block->panel_label ? block->panel_label : figure->drawing->title));
    report_table_end_aside(report, caption);
}

/* A table of the blocks from `first` to before `end`, which have the same rows. */
static void data_table(struct report *report, const struct report_figure *figure, size_t first,
                       size_t end)
{
    static const int widths[] = {24, 22, 22, 22, 22, 22};
    const struct figure_data *data = &figure->drawing->data;
    const struct figure_block *block = &data->block[first];
    size_t step = step_of(data, block);
    report_table(report, 1 + end - first, widths, 1);
    report_cell_text(report, heading_of(data->row[block->first].label));
    for (size_t b = first; b < end; b++)
        report_cell(report, *data->block[b].series_label ? data->block[b].series_label
                                                         : report_word(report, TEXT_COLUMN_VALUE));
    for (size_t i = 0; i < block->n; i += step) {
        report_cell(report, data->row[block->first + i].label);
        for (size_t b = first; b < end; b++)
            data_cell(report, &data->row[data->block[b].first + i]);
    }
    end_table(report, figure, block);
}

/* A finding in the report's language; other labels as they are. */
static const char *label_words(const struct report *report, const char *label)
{
    for (int f = 0; f <= FINDING_HIGHER; f++)
        if (strcmp(label, finding_name((enum finding)f)) == 0)
            return finding_words((enum finding)f, report->language);
    return label;
}

/* A table of a panel whose blocks have one row each: what is drawn below each other stands so. */
static void rows_table(struct report *report, const struct report_figure *figure, size_t first,
                       size_t end)
{
    static const int widths[] = {40, 24, 30};
    const struct figure_data *data = &figure->drawing->data;
    report_table(report, 3, widths, 1);
    report_cell_text(report, TEXT_COLUMN_SCENARIO);
    report_cell_text(report, TEXT_COLUMN_VALUE);
    report_cell_text(report, TEXT_COLUMN_FINDING);
    for (size_t b = first; b < end; b++) {
        const struct figure_point *point = &data->row[data->block[b].first];
        report_cell(report, data->block[b].series_label);
        data_cell(report, point);
        report_cell(report, label_words(report, point->label));
    }
    end_table(report, figure, &data->block[first]);
}

/* Whether two blocks can stand beside each other: of one panel, with as many rows. */
static bool are_alike(const struct figure_data *data, size_t a, size_t b)
{
    const struct figure_block *x = &data->block[a], *y = &data->block[b];
    return strcmp(x->panel, y->panel) == 0 && x->n == y->n &&
           (x->n == 0 || strcmp(data->row[x->first].label, data->row[y->first].label) == 0);
}

/* The end of a panel in which every block says what is found of one scenario; `first` if it is none. */
static size_t end_of_findings(const struct report *report, const struct figure_data *data,
                              size_t first)
{
    size_t end = first;
    while (end < data->n_blocks && strcmp(data->block[end].panel, data->block[first].panel) == 0) {
        const char *label = data->row[data->block[end].first].label;
        if (data->block[end].n != 1 || label_words(report, label) == label)
            return first;
        end++;
    }
    return end;
}

static void data_tables(struct report *report, const struct report_figure *figure)
{
    enum { AT_ONCE = 5 };
    const struct figure_data *data = &figure->drawing->data;
    for (size_t first = 0, end; first < data->n_blocks; first = end) {
        end = end_of_findings(report, data, first);
        if (end > first) {
            rows_table(report, figure, first, end);
            continue;
        }
        for (end = first + 1; end < data->n_blocks && end - first < AT_ONCE; end++)
            if (!are_alike(data, first, end))
                break;
        if (data->block[first].n > 0)
            data_table(report, figure, first, end);
    }
}

/* ---- the figure ---- */

void report_figure(struct report *report, enum figure figure)
{
    char number[16];
    const struct report_figure *drawn = figure_of(report, figure);
    if (!drawn)
        return;
    snprintf(number, sizeof number, "%d", ++report->figures);
    fputs("![", report->out);
    report_say(report, TEXT_REPORT_FIGURE, ARGUMENTS(number, drawn->drawing->title));
    fprintf(report->out, "](%s.svg){width=16cm alt=\"", drawn->file);
    put_attribute(report->out, drawn->drawing->alternative);
    fputs("\"}\n\n", report->out);
    report_fold(report, report_word(report, TEXT_REPORT_DATA));
    data_tables(report, drawn);
    report_fold_end(report);
}
