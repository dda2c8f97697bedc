#include "analysis/figure_data.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_COLUMNS = 5, NUMBERS_OF_MOST = DATA_HIGH + 1 };

static const char *const number_name[N_DATA_NUMBERS] = {
    [DATA_POSITION] = "position", [DATA_VALUE] = "value",     [DATA_LOW] = "low",
    [DATA_HIGH] = "high",         [DATA_LOW_80] = "low_80",   [DATA_HIGH_80] = "high_80",
    [DATA_LOW_50] = "low_50",     [DATA_HIGH_50] = "high_50",
};

/* Makes room for one more of n things; false if there is no memory. Doubles at powers of two. */
static bool make_room(void **things, size_t n, size_t size)
{
    if (n & (n - 1))
        return true;
    void *more = realloc(*things, (n ? 2 * n : 1) * size);
    if (more)
        *things = more;
    return more != NULL;
}

int figure_data_block(struct figure_data *data, const char *panel, const char *panel_label,
                      const char *series, const char *series_label)
{
    void *blocks = data->block;
    if (!make_room(&blocks, data->n_blocks, sizeof *data->block)) {
        data->failed = true;
        return 0;
    }
    data->block = blocks;
    struct figure_block *block = &data->block[data->n_blocks];
    *block = (struct figure_block){strdup(panel),        strdup(panel_label), strdup(series),
                                   strdup(series_label), data->n_rows,        0};
    if (!block->panel || !block->panel_label || !block->series || !block->series_label)
        data->failed = true;
    return (int)data->n_blocks++;
}

void figure_data_row(struct figure_data *data, const char *label, const double *number, size_t n)
{
    void *rows = data->row;
    assert(n <= N_DATA_NUMBERS);
    if (data->n_blocks == 0 || !make_room(&rows, data->n_rows, sizeof *data->row)) {
        data->failed = true;
        return;
    }
    data->row = rows;
    struct figure_point *row = &data->row[data->n_rows++];
    snprintf(row->label, sizeof row->label, "%s", label);
    for (size_t i = 0; i < N_DATA_NUMBERS; i++)
        row->number[i] = i < n ? number[i] : NAN;
    data->block[data->n_blocks - 1].n++;
}

size_t figure_data_numbers(const struct figure_data *data)
{
    for (size_t r = 0; r < data->n_rows; r++)
        for (size_t i = NUMBERS_OF_MOST; i < N_DATA_NUMBERS; i++)
            if (!isnan(data->row[r].number[i]))
                return N_DATA_NUMBERS;
    return NUMBERS_OF_MOST;
}

/* ---- CSV ---- */

/* A text, in quotes where it needs them (RFC 4180). */
static void print_text(const char *text, FILE *out)
{
    if (!text[strcspn(text, ",\"\n")]) {
        fputs(text, out);
        return;
    }
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    fputc('"', out);
}

static void print_row(const struct figure_block *block, const struct figure_point *row,
                      size_t numbers, FILE *out)
{
    const char *const texts[TEXT_COLUMNS] = {block->panel, block->panel_label, block->series,
                                             block->series_label, row->label};
    for (size_t i = 0; i < TEXT_COLUMNS; i++) {
        print_text(texts[i], out);
        fputc(',', out);
    }
    for (size_t i = 0; i < numbers; i++) {
        if (!isnan(row->number[i]))
            fprintf(out, "%.10g", row->number[i]);
        fputc(i + 1 < numbers ? ',' : '\n', out);
    }
}

void figure_data_print(const struct figure_data *data, FILE *out)
{
    size_t numbers = figure_data_numbers(data);
    fputs("panel,panel_label,series,series_label,label", out);
    for (size_t i = 0; i < numbers; i++)
        fprintf(out, ",%s", number_name[i]);
    fputc('\n', out);
    for (size_t b = 0; b < data->n_blocks; b++)
        for (size_t r = 0; r < data->block[b].n; r++)
            print_row(&data->block[b], &data->row[data->block[b].first + r], numbers, out);
}

int figure_data_column(enum figure_number number)
{
    return TEXT_COLUMNS + 1 + (int)number;
}

void figure_data_free(struct figure_data *data)
{
    for (size_t i = 0; i < data->n_blocks; i++) {
        free(data->block[i].panel);
        free(data->block[i].panel_label);
        free(data->block[i].series);
        free(data->block[i].series_label);
    }
    free(data->block);
    free(data->row);
    *data = (struct figure_data){0};
}
