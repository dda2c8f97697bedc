#include "output/merge_values.h"

#include "output/packing.h"
#include "output/results_file.h"

#include <stdlib.h>
#include <string.h>

/* Rows are gathered in bands of about so many bytes if not told otherwise. Every stored piece of a
 * part is unpacked once for each band that it has rows in. */
#define BAND_BYTES ((size_t)48 << 20)

/* A dataset being filled. */
struct filling {
    struct merge_frame *frame;
    struct merge_inputs *inputs;
    const struct frame_dataset *dataset;
    const struct merge_rows *rows;
    hid_t to, type; /* type in memory */
    size_t width;   /* of a value */
    int rank, along;
    hsize_t size[NETCDF_MAX_AXES];  /* in the whole */
    hsize_t first[NETCDF_MAX_AXES]; /* where the band begins */
    size_t row;                     /* bytes of a row */
    hsize_t piece;                  /* rows of a stored piece, 1 if it is stored as one */
    struct packing *packing;        /* NULL: HDF5 stores it */
    hsize_t band;                   /* rows of a band */
    unsigned char *gathered;        /* [band][row] part by part */
    unsigned char *values;          /* [band][row] as in the whole */
    hsize_t *from, *count;          /* [parts] rows of each part in the band */
    size_t *place;                  /* [parts] where they lie in `gathered` */
    double share;                   /* of the work for each byte */
};

/* ---- which rows a band holds ---- */

/* Where a band begins: in a stretch, so many rows from its beginning. */
struct cursor {
    size_t stretch;
    hsize_t offset;
};

/* The rows of the stretch at the cursor that fit into `room` rows; moves the cursor behind them. */
static struct stretch next_rows(const struct merge_rows *rows, struct cursor *cursor, hsize_t room)
{
    struct stretch next = rows->stretch[cursor->stretch];
    next.first += cursor->offset;
    next.n -= cursor->offset;
    if (next.n > room) {
        next.n = room;
        cursor->offset += room;
    } else {
        cursor->stretch++;
        cursor->offset = 0;
    }
    return next;
}

/* Rows ascend in the parts as in the whole, so those of a part in a band follow each other. */
static void share_out(struct filling *f, struct cursor cursor, hsize_t n)
{
    memset(f->count, 0, f->inputs->n * sizeof *f->count);
    for (hsize_t done = 0; done < n;) {
        struct stretch s = next_rows(f->rows, &cursor, n - done);
        if (f->count[s.part] == 0)
            f->from[s.part] = s.first;
        f->count[s.part] += s.n;
        done += s.n;
    }
    size_t place = 0;
    for (size_t part = 0; part < f->inputs->n; part++) {
        f->place[part] = place;
        place += (size_t)f->count[part] * f->row;
    }
}

/* ---- reading ---- */

/* The rows of a band in a dataset, beginning with row `from`. */
static void select_rows(const struct filling *f, hid_t space, hsize_t from, const hsize_t *count)
{
    hsize_t start[NETCDF_MAX_AXES];
    memcpy(start, f->first, sizeof start);
    start[f->along] = from;
    H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, count, NULL);
}

static void counts(const struct filling *f, hsize_t n, hsize_t count[NETCDF_MAX_AXES])
{
    for (int i = 0; i < f->rank; i++)
        count[i] = i < f->along ? 1 : (i == f->along ? n : f->size[i]);
}

static bool read_part(const struct filling *f, size_t part)
{
    hsize_t count[NETCDF_MAX_AXES];
    hid_t file = merge_inputs_file(f->inputs, part);
    hid_t dataset = file >= 0 ? H5Dopen2(file, f->dataset->path, H5P_DEFAULT) : -1;
    bool read = false;
    if (dataset >= 0) {
        counts(f, f->count[part], count);
        hid_t space = H5Dget_space(dataset), memory = H5Screate_simple(f->rank, count, NULL);
        select_rows(f, space, f->from[part], count);
        read = H5Dread(dataset, f->type, memory, space, f->frame->netcdf->transfer,
                       f->gathered + f->place[part]) >= 0;
        H5Sclose(memory);
        H5Sclose(space);
    }
    if (file >= 0 && !read)
        results_file_unreadable(f->inputs->input[part].path, f->dataset->path, f->inputs->messages);
    if (dataset >= 0)
        H5Dclose(dataset);
    return read;
}

/* Gathers n rows from the cursor on into f->values; moves the cursor behind them. */
static bool gather(struct filling *f, struct cursor *cursor, hsize_t n)
{
    share_out(f, *cursor, n);
    for (size_t part = 0; part < f->inputs->n; part++)
        if (f->count[part] && !read_part(f, part))
            return false;
    unsigned char *to = f->values;
    for (hsize_t done = 0; done < n;) {
        struct stretch s = next_rows(f->rows, cursor, n - done);
        size_t bytes = (size_t)s.n * f->row;
        memcpy(to, f->gathered + f->place[s.part], bytes);
        f->place[s.part] += bytes;
        to += bytes;
        done += s.n;
    }
    return true;
}

/* ---- writing ---- */

/* Piece by piece, as the writer of the parts did. */
static void write_pieces(struct filling *f, hsize_t n)
{
    struct netcdf *netcdf = f->frame->netcdf;
    hsize_t first[NETCDF_MAX_AXES];
    memcpy(first, f->first, sizeof first);
    size_t bytes = (size_t)f->piece * f->row;
    size_t filled = (size_t)n * f->row, all = (size_t)((n + f->piece - 1) / f->piece) * bytes;
    memset(f->values + filled, 0, all - filled);
    for (size_t at = 0; at < all && !netcdf->failed; at += bytes, first[f->along] += f->piece) {
        const unsigned char *packed;
        size_t length;
        pack(f->packing, f->values + at, bytes / f->width, f->width, &packed, &length);
        netcdf_put_piece(netcdf, f->to, first, packed, length);
    }
}

static void write_plain(struct filling *f, hsize_t n)
{
    hsize_t count[NETCDF_MAX_AXES];
    counts(f, n, count);
    hid_t space = H5Dget_space(f->to), memory = H5Screate_simple(f->rank, count, NULL);
    select_rows(f, space, f->first[f->along], count);
    netcdf_good(f->frame->netcdf,
                H5Dwrite(f->to, f->type, memory, space, f->frame->netcdf->transfer, f->values),
                f->dataset->path);
    if (H5Tis_variable_str(f->type) > 0)
        H5Dvlen_reclaim(f->type, memory, H5P_DEFAULT, f->values);
    H5Sclose(memory);
    H5Sclose(space);
}

/* ---- one dataset ---- */

static bool fill_band(struct filling *f, struct cursor *cursor)
{
    hsize_t left = f->rows->total - f->first[f->along];
    hsize_t n = left < f->band ? left : f->band;
    if (merge_inputs_stopped(f->inputs) || !gather(f, cursor, n))
        return false;
    if (f->packing)
        write_pieces(f, n);
    else
        write_plain(f, n);
    f->first[f->along] += n;
    merge_inputs_report(f->inputs, f->share * (double)n * (double)f->row);
    return !f->frame->netcdf->failed;
}

/* All rows, for each combination of the axes before them. */
static bool fill_rows(struct filling *f)
{
    hsize_t outer = 1;
    for (int i = 0; i < f->along; i++)
        outer *= f->size[i];
    for (hsize_t o = 0; o < outer; o++) {
        struct cursor cursor = {0};
        hsize_t rest = o;
        for (int i = f->along; i-- > 0; rest /= f->size[i])
            f->first[i] = rest % f->size[i];
        for (f->first[f->along] = 0; f->first[f->along] < f->rows->total;)
            if (!fill_band(f, &cursor))
                return false;
    }
    return true;
}

/* Whether it is stored in pieces of whole rows, shuffled and deflated; their rows into f->piece. */
static bool is_packed(struct filling *f)
{
    hsize_t chunk[NETCDF_MAX_AXES] = {0};
    hid_t properties = H5Dget_create_plist(f->to);
    bool pieces = H5Pget_layout(properties) == H5D_CHUNKED &&
                  H5Pget_chunk(properties, NETCDF_MAX_AXES, chunk) == f->rank &&
                  H5Pget_nfilters(properties) == 2 && H5Tis_variable_str(f->type) == 0;
    f->piece = pieces ? chunk[f->along] : 1;
    for (int i = 0; pieces && i < f->rank; i++)
        pieces = i == f->along || chunk[i] == (i < f->along ? 1 : f->size[i]);
    H5Pclose(properties);
    return pieces;
}

static bool take_memory(struct filling *f)
{
    size_t wanted = f->inputs->order->band ? f->inputs->order->band : BAND_BYTES;
    hsize_t fit = wanted / f->row / f->piece * f->piece;
    hsize_t all = (f->rows->total + f->piece - 1) / f->piece * f->piece;
    f->band = fit < f->piece ? f->piece : fit;
    f->band = f->band < all ? f->band : all;
    size_t parts = f->inputs->n, bytes = (size_t)f->band * f->row;
    f->gathered = malloc(bytes);
    f->values = malloc(bytes);
    f->from = calloc(parts, sizeof *f->from);
    f->count = calloc(parts, sizeof *f->count);
    f->place = calloc(parts, sizeof *f->place);
    if (f->gathered && f->values && f->from && f->count && f->place)
        return true;
    netcdf_memory_gone(f->frame->netcdf);
    return false;
}

static void give_back(struct filling *f)
{
    packing_free(f->packing);
    free(f->gathered);
    free(f->values);
    free(f->from);
    free(f->count);
    free(f->place);
}

static bool fill(struct filling *f)
{
    f->row = f->width;
    for (int i = f->along + 1; i < f->rank; i++)
        f->row *= (size_t)f->size[i];
    if (f->row == 0 || f->rows->total == 0)
        return true;
    if (is_packed(f)) {
        f->packing = packing_make((size_t)f->piece * f->row);
        if (!f->packing)
            netcdf_memory_gone(f->frame->netcdf);
    }
    bool done = !f->frame->netcdf->failed && take_memory(f) && fill_rows(f);
    give_back(f);
    return done;
}

/* A single value is a row of its own. */
static bool fill_scalar(const struct filling *f)
{
    struct netcdf *netcdf = f->frame->netcdf;
    hid_t from = H5Dopen2(f->frame->first, f->dataset->path, H5P_DEFAULT);
    void *value = netcdf_memory(netcdf, 1, f->width);
    bool read = value && H5Dread(from, f->type, H5S_ALL, H5S_ALL, netcdf->transfer, value) >= 0;
    if (read) {
        netcdf_good(netcdf, H5Dwrite(f->to, f->type, H5S_ALL, H5S_ALL, netcdf->transfer, value),
                    f->dataset->path);
        if (H5Tis_variable_str(f->type) > 0)
            free(*(char **)value);
    } else if (value) {
        results_file_unreadable(f->inputs->input[0].path, f->dataset->path, f->inputs->messages);
    }
    free(value);
    H5Dclose(from);
    return read && !netcdf->failed;
}

static bool fill_dataset(struct merge_frame *frame, struct merge_inputs *inputs,
                         const struct frame_dataset *dataset, double share)
{
    struct filling f = {.frame = frame,
                        .inputs = inputs,
                        .dataset = dataset,
                        .along = dataset->rows < 0 ? 0 : dataset->along,
                        .share = share};
    f.to = H5Dopen2(frame->netcdf->file, dataset->path, H5P_DEFAULT);
    hid_t stored = H5Dget_type(f.to), space = H5Dget_space(f.to);
    f.type = H5Tis_variable_str(stored) > 0 ? H5Tcopy(stored)
                                            : H5Tget_native_type(stored, H5T_DIR_DEFAULT);
    f.width = H5Tget_size(f.type);
    f.rank = H5Sget_simple_extent_dims(space, f.size, NULL);
    /* What all parts share comes from the first. */
    struct stretch all = {0, 0, 0, f.rank > 0 ? f.size[0] : 1};
    const struct merge_rows shared = {.stretch = &all, .n_stretches = 1, .total = all.n};
    f.rows = dataset->rows < 0 ? &shared : &frame->rows[dataset->rows];
    bool done = f.rank > 0 ? fill(&f) : fill_scalar(&f);
    H5Sclose(space);
    H5Tclose(stored);
    H5Tclose(f.type);
    H5Dclose(f.to);
    return done;
}

/* ---- all datasets ---- */

static double bytes_of(hid_t file, const char *path)
{
    hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT);
    hid_t space = H5Dget_space(dataset), type = H5Dget_type(dataset);
    double bytes = (double)H5Sget_simple_extent_npoints(space) * (double)H5Tget_size(type);
    H5Tclose(type);
    H5Sclose(space);
    H5Dclose(dataset);
    return bytes;
}

bool merge_values(struct merge_frame *frame, struct merge_inputs *inputs)
{
    double bytes = 0;
    for (size_t i = 0; i < frame->n; i++)
        bytes += bytes_of(frame->netcdf->file, frame->dataset[i].path);
    double share = bytes > 0 ? (inputs->work - inputs->done) / bytes : 0;
    for (size_t i = 0; i < frame->n; i++)
        if (!frame->dataset[i].bare && !fill_dataset(frame, inputs, &frame->dataset[i], share))
            return false;
    return true;
}
