#include "analysis/results.h"
#include "analysis/results_reader.h"
#include "output/pieces.h"
#include "output/results_file.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- stored in packed pieces: unpacked by all threads ---- */

/* A dataset in pieces that is being read: int32 or float64 as they stand in memory. */
struct piecewise {
    hid_t dataset;
    hsize_t size[PIECES_MOST_AXES];
    int rank;
    size_t rows;  /* in a piece */
    size_t row;   /* values in a row */
    size_t width; /* bytes of a value */
};

static size_t width_of(hid_t dataset)
{
    hid_t type = H5Dget_type(dataset);
    size_t width = H5Tequal(type, H5T_NATIVE_INT32) > 0 || H5Tequal(type, H5T_NATIVE_DOUBLE) > 0
                       ? H5Tget_size(type)
                       : 0;
    H5Tclose(type);
    return width;
}

static bool is_piecewise(hid_t dataset, struct piecewise *p)
{
    hid_t space = H5Dget_space(dataset);
    *p = (struct piecewise){.dataset = dataset, .rank = H5Sget_simple_extent_ndims(space)};
    bool good = p->rank >= 2 && p->rank <= PIECES_MOST_AXES &&
                H5Sget_simple_extent_dims(space, p->size, NULL) >= 0;
    H5Sclose(space);
    if (!good)
        return false;
    struct pieces pieces = pieces_of(dataset, p->rank, p->size);
    p->rows = (size_t)pieces.rows;
    p->row = 1;
    for (int i = 2; i < p->rank; i++)
        p->row *= (size_t)p->size[i];
    p->width = width_of(dataset);
    return pieces.packed && p->rows > 0 && p->row > 0 && p->width > 0;
}

static void copy_values(const struct piecewise *p, const unsigned char *from, size_t n, double *to)
{
    if (p->width == sizeof(double)) {
        memcpy(to, from, n * sizeof *to);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        int32_t value;
        memcpy(&value, from + i * sizeof value, sizeof value);
        to[i] = value;
    }
}

/* Piece number `number`, those of the first row of axis 0 first, to its place among the values. */
static bool read_piece(const struct piecewise *p, size_t number, struct packing *packing,
                       unsigned char *unpacked, double *values)
{
    size_t across = ((size_t)p->size[1] + p->rows - 1) / p->rows, length = 0;
    size_t first_row = number % across * p->rows, left = (size_t)p->size[1] - first_row;
    hsize_t first[PIECES_MOST_AXES] = {number / across, first_row};
    int fetched;
#pragma omp critical(hdf5) /* which knows no threads */
    fetched = piece_fetch(p->dataset, first, packing, &length);
    if (fetched <= 0 || !unpack(packing, length, p->rows * p->row, p->width, unpacked))
        return false;
    double *to = values + (number / across * (size_t)p->size[1] + first_row) * p->row;
    copy_values(p, unpacked, (left < p->rows ? left : p->rows) * p->row, to);
    return true;
}

static bool read_pieces(const struct piecewise *p, double *values)
{
    size_t pieces = (size_t)p->size[0] * (((size_t)p->size[1] + p->rows - 1) / p->rows);
    size_t bytes = p->rows * p->row * p->width;
    bool all = true;
#pragma omp parallel reduction(&& : all)
    {
        struct packing *packing = packing_make(bytes);
        unsigned char *unpacked = malloc(bytes + 1);
        all = packing && unpacked;
#pragma omp for schedule(dynamic)
        for (size_t i = 0; i < pieces; i++)
            all = all && read_piece(p, i, packing, unpacked, values);
        packing_free(packing);
        free(unpacked);
    }
    return all;
}

/* ---- any ---- */

static bool read_values(hid_t dataset, const void *context, double *values)
{
    (void)context;
    struct piecewise pieces;
    if (is_piecewise(dataset, &pieces) && read_pieces(&pieces, values))
        return true;
    return H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0;
}

double *read_numbers(const struct results *results, const char *path, size_t n,
                     bool (*read)(hid_t dataset, const void *context, double *values),
                     const void *context, struct messages *messages)
{
    double *values = calloc(n + 1, sizeof *values);
    if (!values) {
        results_file_message(results->path, messages, TEXT_RESULTS_MEMORY, NULL, NULL, NULL);
        return NULL;
    }
    hid_t dataset = H5Dopen2(results->reader->file, path, H5P_DEFAULT);
    bool good = dataset >= 0 && (n == 0 || read(dataset, context, values));
    if (dataset >= 0)
        H5Dclose(dataset);
    if (good)
        return values;
    results_file_unreadable(results->path, path, messages);
    free(values);
    return NULL;
}

double *results_values(const struct results *results, const struct results_measure *measure,
                       struct messages *messages)
{
    char path[160];
    size_t n = results->scenarios * results->replications * measure->periods * measure->cells;
    snprintf(path, sizeof path, "%s/%s", measure->group, measure->name);
    return read_numbers(results, path, n, read_values, NULL, messages);
}
