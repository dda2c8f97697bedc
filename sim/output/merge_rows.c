#include "output/merge_rows.h"

#include "output/results_file.h"

#include <stdlib.h>

static bool no_memory(const struct merge_inputs *inputs)
{
    results_file_message(inputs->order->output, inputs->messages, TEXT_RESULTS_MEMORY, NULL, NULL,
                         NULL);
    return false;
}

static bool add_stretch(struct merge_rows *rows, struct stretch stretch)
{
    if (rows->n_stretches == rows->room) {
        size_t room = rows->room ? 2 * rows->room : 256;
        struct stretch *grown = realloc(rows->stretch, room * sizeof *grown);
        if (!grown)
            return false;
        rows->stretch = grown;
        rows->room = room;
    }
    rows->stretch[rows->n_stretches++] = stretch;
    rows->total += stretch.n;
    return true;
}

/* One stretch for each replication of a part. */
static bool add_numbers(struct merge_rows *rows, size_t part, const int32_t *number, hsize_t n)
{
    hsize_t next;
    for (hsize_t i = 0; i < n; i = next) {
        for (next = i + 1; next < n && number[next] == number[i];)
            next++;
        if (!add_stretch(rows, (struct stretch){number[i], part, i, next - i}))
            return false;
    }
    return true;
}

/* The numbers of a part, to be freed; NULL after a message. */
static int32_t *read_numbers(struct merge_inputs *inputs, size_t part, const char *path, hsize_t *n)
{
    hid_t file = merge_inputs_file(inputs, part);
    hid_t dataset = file >= 0 ? H5Dopen2(file, path, H5P_DEFAULT) : -1;
    if (dataset < 0)
        return NULL;
    hid_t space = H5Dget_space(dataset);
    hssize_t points = H5Sget_simple_extent_npoints(space);
    H5Sclose(space);
    *n = points > 0 ? (hsize_t)points : 0;
    int32_t *number = calloc((size_t)*n + 1, sizeof *number);
    if (!number) {
        no_memory(inputs);
    } else if (*n &&
               H5Dread(dataset, H5T_NATIVE_INT32, H5S_ALL, H5S_ALL, H5P_DEFAULT, number) < 0) {
        results_file_unreadable(inputs->input[part].path, path, inputs->messages);
        free(number);
        number = NULL;
    }
    H5Dclose(dataset);
    return number;
}

static int by_number(const void *a, const void *b)
{
    const struct stretch *x = a, *y = b;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return (x->part > y->part) - (x->part < y->part);
}

/* Numbers that two parts have in common cannot come from one run. */
static bool all_distinct(const struct merge_rows *rows, const struct merge_inputs *inputs)
{
    char number[16];
    for (size_t i = 1; i < rows->n_stretches; i++) {
        const struct stretch *one = &rows->stretch[i - 1], *other = &rows->stretch[i];
        if (one->number != other->number)
            continue;
        snprintf(number, sizeof number, "%d", one->number);
        results_file_message(inputs->input[other->part].path, inputs->messages,
                             TEXT_MERGE_SAME_REPLICATION, number, inputs->input[one->part].path,
                             NULL);
        return false;
    }
    return true;
}

/* Joins stretches of a part that follow each other. */
static void join_stretches(struct merge_rows *rows)
{
    size_t kept = 0;
    for (size_t i = 0; i < rows->n_stretches; i++) {
        struct stretch *last = kept ? &rows->stretch[kept - 1] : NULL;
        const struct stretch *next = &rows->stretch[i];
        if (last && last->part == next->part && last->first + last->n == next->first)
            last->n += next->n;
        else
            rows->stretch[kept++] = *next;
    }
    rows->n_stretches = kept;
}

bool merge_rows_read(struct merge_rows *rows, struct merge_inputs *inputs, const char *numbers)
{
    hsize_t most = 0;
    *rows = (struct merge_rows){0};
    for (size_t part = 0; part < inputs->n; part++) {
        hsize_t n;
        int32_t *number = read_numbers(inputs, part, numbers, &n);
        if (!number)
            return false;
        bool added = add_numbers(rows, part, number, n);
        free(number);
        if (!added)
            return no_memory(inputs);
        rows->fullest = n > most ? part : rows->fullest;
        most = n > most ? n : most;
    }
    if (rows->n_stretches)
        qsort(rows->stretch, rows->n_stretches, sizeof *rows->stretch, by_number);
    if (!all_distinct(rows, inputs))
        return false;
    join_stretches(rows);
    return true;
}

void merge_rows_free(struct merge_rows *rows)
{
    free(rows->stretch);
    *rows = (struct merge_rows){0};
}
