#include "output/digest.h"

#include "output/hdf5_failure.h"
#include "output/pieces.h"
#include "output/results_file.h"
#include "output/row_axes.h"
#include "output/schema.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#define MAX_AXES PIECES_MOST_AXES
/* Datasets are read in slabs of about this many bytes, or of one stored piece. */
#define SLAB_BYTES (4u << 20)

#define WHY_LENGTH 256

enum kind { KIND_INT32, KIND_FLOAT64, KIND_TEXT, N_KINDS };
static const char *const kind_name[N_KINDS] = {"int32", "float64", "text"};

/* A dataset being read. */
struct reading {
    XXH3_state_t *state;
    hid_t file, dataset, space, type; /* type in memory */
    enum kind kind;
    size_t width;
    int rank;
    hsize_t size[MAX_AXES];
    char *why; /* [WHY_LENGTH] HDF5's reason if a call of it failed; else a dataset is not as it
                  should be */
};

/* ---- one dataset ---- */

/* Keeps HDF5's reason if a call failed; at once, since the next call forgets it. */
static bool worked(const struct reading *reading, herr_t status)
{
    if (status < 0)
        hdf5_reason(reading->why, WHY_LENGTH);
    return status >= 0;
}

static void feed_number(XXH3_state_t *state, uint64_t number)
{
    unsigned char bytes[8];
    for (unsigned i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(number >> (8 * i));
    XXH3_128bits_update(state, bytes, sizeof bytes);
}

/* The kinds of numbers and text that a results file holds; false for any other. */
static bool find_kind(struct reading *reading)
{
    hid_t stored = H5Dget_type(reading->dataset);
    bool known = true;
    if (H5Tequal(stored, H5T_STD_I32LE) > 0) {
        reading->kind = KIND_INT32;
        reading->type = H5Tcopy(H5T_STD_I32LE);
    } else if (H5Tequal(stored, H5T_IEEE_F64LE) > 0) {
        reading->kind = KIND_FLOAT64;
        reading->type = H5Tcopy(H5T_IEEE_F64LE);
    } else if (H5Tis_variable_str(stored) > 0) {
        reading->kind = KIND_TEXT;
        reading->type = H5Tcopy(stored);
    } else {
        known = false;
    }
    H5Tclose(stored);
    reading->width = known ? H5Tget_size(reading->type) : 0;
    return known;
}

static bool open_dataset(struct reading *reading, hid_t file, const char *path)
{
    reading->dataset = H5Dopen2(file, path, H5P_DEFAULT);
    if (!worked(reading, reading->dataset < 0 ? -1 : 0))
        return false;
    reading->space = H5Dget_space(reading->dataset);
    reading->rank = H5Sget_simple_extent_ndims(reading->space);
    if (reading->rank < 0 || reading->rank > MAX_AXES ||
        H5Sget_simple_extent_dims(reading->space, reading->size, NULL) < 0)
        return false;
    return find_kind(reading);
}

static void close_dataset(struct reading *reading)
{
    if (reading->type >= 0)
        H5Tclose(reading->type);
    if (reading->space >= 0)
        H5Sclose(reading->space);
    if (reading->dataset >= 0)
        H5Dclose(reading->dataset);
}

/* Values of axes from `axis` on; 0 if that is more than memory can address. */
static size_t values_below(const struct reading *reading, int axis)
{
    size_t n = 1;
    for (int i = axis; i < reading->rank; i++)
        if (__builtin_mul_overflow(n, (size_t)reading->size[i], &n))
            return 0;
    return n;
}

/* Lengths of a dataset's n texts as they stand in the file: 4 bytes each, before the place of the
 * text in a heap (HDF5 File Format Specification 3.0, VIII.A and VIII.B). HDF5 believes them, and a
 * damaged one would have it fetch gigabytes: so they are looked at first. NULL if they cannot be
 * right. */
static uint32_t *text_lengths(const struct reading *reading, size_t n)
{
    int *descriptor = NULL;
    hsize_t file_size = 0, bytes = H5Dget_storage_size(reading->dataset);
    haddr_t place = H5Dget_offset(reading->dataset);
    uint32_t *lengths = malloc(n * sizeof *lengths);
    bool good = lengths && place != HADDR_UNDEF && bytes % n == 0 &&
                H5Fget_vfd_handle(reading->file, H5P_DEFAULT, (void **)&descriptor) >= 0 &&
                H5Fget_filesize(reading->file, &file_size) >= 0;
    for (size_t i = 0; good && i < n; i++) {
        unsigned char b[4];
        good = pread(*descriptor, b, sizeof b, (off_t)(place + i * (bytes / n))) == sizeof b;
        lengths[i] = b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
        good = good && lengths[i] <= file_size;
    }
    if (good)
        return lengths;
    free(lengths);
    return NULL;
}

/* Feeds n texts; false if one is not as long as the file says. */
static bool feed_texts(const struct reading *reading, const uint32_t *lengths, size_t n,
                       char **texts)
{
    bool good = true;
    for (size_t i = 0; i < n; i++) {
        size_t length = texts[i] ? strlen(texts[i]) : 0;
        feed_number(reading->state, length);
        XXH3_128bits_update(reading->state, texts[i] ? texts[i] : "", length);
        good = good && length == lengths[i];
    }
    return good;
}

static bool read_texts(const struct reading *reading, size_t n)
{
    uint32_t *lengths = text_lengths(reading, n);
    char **texts = calloc(n, sizeof *texts);
    hid_t transfer = results_file_transfer();
    bool good = lengths && texts &&
                worked(reading,
                       H5Dread(reading->dataset, reading->type, H5S_ALL, H5S_ALL, transfer, texts));
    H5Pclose(transfer);
    if (good) {
        good = feed_texts(reading, lengths, n, texts);
        H5Dvlen_reclaim(reading->type, reading->space, H5P_DEFAULT, texts);
    }
    free(texts);
    free(lengths);
    return good;
}

/* Reads what is selected in reading->space, n values in count[rank] rows of axes, and feeds it.
 * Memory has the same axes as the file: with any other HDF5 looks up the piece of every single
 * value. */
static bool feed_values(const struct reading *reading, const hsize_t *count, size_t n, void *buffer)
{
    hid_t memory =
        reading->rank ? H5Screate_simple(reading->rank, count, NULL) : H5Screate(H5S_SCALAR);
    bool read = worked(reading, H5Dread(reading->dataset, reading->type, memory, reading->space,
                                        H5P_DEFAULT, buffer));
    if (read)
        XXH3_128bits_update(reading->state, buffer, n * reading->width);
    H5Sclose(memory);
    return read;
}

/* ---- numbers stored in pieces ---- */

/* Feeds `rows` rows of a piece that holds more if the axis ends in it. */
static bool feed_piece(const struct reading *reading, struct packing *packing, const hsize_t *first,
                       hsize_t piece_rows, hsize_t rows, unsigned char *values)
{
    size_t row = values_below(reading, 2), length = 0;
    int fetched = piece_fetch(reading->dataset, first, packing, &length);
    bool good = worked(reading, fetched) && fetched > 0 &&
                unpack(packing, length, (size_t)piece_rows * row, reading->width, values);
    if (good)
        XXH3_128bits_update(reading->state, values, (size_t)rows * row * reading->width);
    return good;
}

static bool feed_pieces(const struct reading *reading, hsize_t rows)
{
    size_t bytes = 0;
    if (__builtin_mul_overflow(values_below(reading, 2) * reading->width, (size_t)rows, &bytes))
        return false;
    struct packing *packing = packing_make(bytes);
    unsigned char *values = malloc(bytes + 1);
    hsize_t first[MAX_AXES] = {0};
    bool good = packing && values;
    for (first[0] = 0; good && first[0] < reading->size[0]; first[0]++)
        for (first[1] = 0; good && first[1] < reading->size[1]; first[1] += rows) {
            hsize_t left = reading->size[1] - first[1];
            good = feed_piece(reading, packing, first, rows, left < rows ? left : rows, values);
        }
    packing_free(packing);
    free(values);
    return good;
}

/* Rows of axis 1 to read at a time: the stored piece's, so that no piece is unpacked twice. */
static hsize_t rows_at_a_time(const struct reading *reading, const struct pieces *pieces)
{
    size_t row = values_below(reading, 2) * reading->width;
    hsize_t fits = row ? SLAB_BYTES / row + 1 : 1;
    hsize_t rows = pieces->rows ? pieces->rows : fits;
    return rows < reading->size[1] ? rows : reading->size[1];
}

/* Numbers of two axes or more: axis 0 one at a time, axis 1 piece by piece, in C order. */
static bool feed_slabs(struct reading *reading)
{
    struct pieces pieces = pieces_of(reading->dataset, reading->rank, reading->size);
    if (pieces.packed)
        return feed_pieces(reading, pieces.rows);
    size_t row = values_below(reading, 2);
    hsize_t piece = rows_at_a_time(reading, &pieces);
    hsize_t first[MAX_AXES] = {0}, count[MAX_AXES];
    memcpy(count, reading->size, sizeof count);
    void *buffer = calloc((size_t)piece * row + 1, reading->width);
    bool good = buffer != NULL;
    count[0] = 1;
    for (first[0] = 0; good && first[0] < reading->size[0]; first[0]++)
        for (first[1] = 0; good && first[1] < reading->size[1]; first[1] += piece) {
            hsize_t left = reading->size[1] - first[1];
            count[1] = left < piece ? left : piece;
            H5Sselect_hyperslab(reading->space, H5S_SELECT_SET, first, NULL, count, NULL);
            good = feed_values(reading, count, (size_t)count[1] * row, buffer);
        }
    free(buffer);
    return good;
}

static bool feed_whole(struct reading *reading, size_t n)
{
    void *buffer = calloc(n + 1, reading->width);
    bool good = buffer && feed_values(reading, reading->size, n, buffer);
    free(buffer);
    return good;
}

static bool feed_content(struct reading *reading)
{
    size_t n = values_below(reading, 0);
    if (n == 0)
        return true;
    if (reading->kind == KIND_TEXT)
        return read_texts(reading, n);
    return reading->rank >= 2 ? feed_slabs(reading) : feed_whole(reading, n);
}

static void feed_word(XXH3_state_t *state, const char *word)
{
    XXH3_128bits_update(state, word, strlen(word) + 1);
}

/* Feeds a dataset. If row axes are given, of one with rows of replications only what a row looks
 * like. */
static bool feed_dataset(XXH3_state_t *state, hid_t file, const struct row_axes *axes,
                         const char *path, char *why)
{
    int along = -1;
    struct reading reading = {
        .state = state, .file = file, .dataset = -1, .space = -1, .type = -1, .why = why};
    bool good = open_dataset(&reading, file, path);
    bool rows = good && axes && row_axes_of(axes, reading.dataset, &along) >= 0;
    if (good) {
        feed_word(state, path);
        feed_word(state, kind_name[reading.kind]);
        feed_number(state, (uint64_t)reading.rank);
        for (int i = 0; i < reading.rank; i++)
            feed_number(state, rows && i == along ? 0 : reading.size[i]);
        good = rows || feed_content(&reading);
    }
    close_dataset(&reading);
    return good;
}

/* ---- the file ---- */

static void write_hex(XXH128_hash_t hash, char digest[DIGEST_LENGTH + 1])
{
    static const char hex[] = "0123456789abcdef";
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, hash);
    char *out = digest;
    memcpy(out, "xxh3:", 5);
    out += 5;
    for (size_t i = 0; i < sizeof canonical.digest; i++) {
        *out++ = hex[canonical.digest[i] >> 4];
        *out++ = hex[canonical.digest[i] & 15];
    }
    *out = '\0';
}

/* Feeds all datasets, or what parts of a run share of them; *at is the one being read. */
static bool feed_file(XXH3_state_t *state, hid_t file, bool shared, struct dataset_paths *paths,
                      const char **at, char *why)
{
    struct row_axes axes;
    if (!dataset_paths_find(file, paths)) {
        hdf5_reason(why, WHY_LENGTH);
        return false;
    }
    bool good = true;
    if (shared)
        row_axes_find(file, paths, &axes);
    for (size_t i = 0; good && i < paths->n; i++) {
        *at = paths->path[i];
        good = feed_dataset(state, file, shared ? &axes : NULL, *at, why);
    }
    return good;
}

/* What a run was told that stands in no dataset. */
static void feed_order(XXH3_state_t *state, hid_t file, int32_t whole)
{
    double seed = 0;
    char *source = results_file_text(file, SOURCE_ATTRIBUTE);
    results_file_number(file, SEED_ATTRIBUTE, &seed);
    feed_number(state, (uint64_t)seed);
    feed_number(state, (uint64_t)whole);
    XXH3_128bits_update(state, source ? source : "", source ? strlen(source) : 0);
    free(source);
}

/* As digest_of_file; of what parts share if `whole` is not 0. */
static bool make_digest(hid_t file, const char *path, int32_t whole, char digest[DIGEST_LENGTH + 1],
                        struct messages *messages)
{
    struct dataset_paths paths = {0};
    char why[WHY_LENGTH] = "";
    const char *at = "/";
    XXH3_state_t *state = XXH3_createState();
    bool good = state && XXH3_128bits_reset(state) == XXH_OK &&
                feed_file(state, file, whole > 0, &paths, &at, why);
    if (good && whole)
        feed_order(state, file, whole);
    if (good)
        write_hex(XXH3_128bits_digest(state), digest);
    else
        results_file_message(path, messages, why[0] ? TEXT_RESULTS_READ : TEXT_RESULTS_TYPE, at,
                             why, NULL);
    XXH3_freeState(state);
    dataset_paths_free(&paths);
    return good;
}

bool digest_of_file(hid_t file, const char *path, char digest[DIGEST_LENGTH + 1],
                    struct messages *messages)
{
    return make_digest(file, path, 0, digest, messages);
}

bool digest_of_run(hid_t file, const char *path, int32_t whole, char digest[DIGEST_LENGTH + 1],
                   struct messages *messages)
{
    assert(whole > 0);
    return make_digest(file, path, whole, digest, messages);
}
