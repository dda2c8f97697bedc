#include "output/results_measures.h"

#include "engine/date.h"
#include "output/hdf5_failure.h"
#include "output/packing.h"
#include "output/schema.h"
#include "tables/texts.h"

#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* A double holds every whole number of so many bits. */
#define EXACT_BITS 53

/* What is stored in one dataset. */
enum content { CONTENT_NUMBER, CONTENT_MEAN, CONTENT_SUM };

struct column {
    hid_t variable;
    const struct measure_row *row;
    const struct shape *shape; /* as kept, which may be less than the row's */
    enum layer layer;
    enum content content;
    bool start;    /* what there was when the run started: no period */
    size_t first;  /* where its values lie in a scenario's part of a replication */
    size_t values; /* how many: periods × cells */
    size_t cells;  /* of one period */
    size_t width;  /* bytes of one stored value */
    int rank;
};

/* So many threads pack: more would wait for the one that writes, and each takes three pieces of memory. */
enum { MOST_BENCHES = 4 };

/* What a thread packs a piece with. */
struct bench {
    struct packing *packing;
    void *bits; /* [piece][values of a column] */
};

struct results_measures {
    struct netcdf *netcdf;
    const struct results_header *header;
    struct bench *bench; /* [threads] */
    int threads;
    size_t piece; /* replications in a full piece */
    double *period_ms[N_LAYERS];
    size_t n_columns;
    struct column column[3 * N_MEASURES];
};

static const char *const group_name[N_LAYERS] = {
    [MONTHLY] = GROUP_MONTHLY, [YEARLY] = GROUP_YEARLY, [WEEKS] = GROUP_WEEKS};

/* ---- datasets ---- */

static int axes_of(const struct column *column, enum results_axis *which)
{
    int rank = 0;
    which[rank++] = AXIS_SCENARIO;
    which[rank++] = AXIS_REPLICATION;
    if (!column->start)
        which[rank++] = column->layer == MONTHLY ? AXIS_MONTH : AXIS_YEAR;
    if (column->layer == WEEKS)
        which[rank++] = AXIS_WEEK;
    for (int i = 0; i < column->shape->dimensions; i++)
        which[rank++] = (enum results_axis)(AXIS_CATEGORY + column->shape->dimension[i]);
    return rank;
}

/* Counts are pure numbers to UDUNITS; `counted` says of what. Money is a count of øre: no currency
 * is a unit of UDUNITS. */
static void describe_unit(struct netcdf *netcdf, hid_t variable, const struct measure_row *row)
{
    bool time = row->type == TIME;
    netcdf_text(netcdf, variable, "units", time ? "ms" : "1");
    netcdf_text(netcdf, variable, "counted", time ? NULL : row->unit);
    netcdf_text(netcdf, variable, "currency", row->type == MONEY ? "NOK" : NULL);
}

static void describe_name(struct netcdf *netcdf, hid_t variable, const struct column *column)
{
    char at_end[N_LANGUAGES][256];
    const char *label[N_LANGUAGES];
    bool end = column->row->type == LEVEL && column->content == CONTENT_NUMBER;
    for (int l = 0; l < N_LANGUAGES; l++) {
        label[l] = column->row->label[l];
        if (!end)
            continue;
        text_format(at_end[l], sizeof at_end[l], (enum language)l,
                    column->start ? TEXT_RESULTS_AT_START : TEXT_RESULTS_AT_END, &label[l], 1);
        label[l] = at_end[l];
    }
    results_long_name(netcdf, variable, label);
    netcdf_text(netcdf, variable, "description", column->row->description);
}

/* step: what the values are multiples of; 0 if they are exact. */
static void describe(struct netcdf *netcdf, const struct results_axes *axes,
                     const struct column *column, const enum results_axis *which, double step)
{
    static const char *const type_name[] = {
        [COUNT] = "count", [LEVEL] = "level", [TIME] = "time", [MONEY] = "money"};
    hid_t variable = column->variable;
    const struct measure_row *row = column->row;
    bool end = row->type == LEVEL && column->content == CONTENT_NUMBER;
    char methods[64];
    describe_name(netcdf, variable, column);
    describe_unit(netcdf, variable, row);
    snprintf(methods, sizeof methods, "%s: %s", column->layer == MONTHLY ? "month" : "year",
             end ? "point" : (row->type == LEVEL ? "mean" : "sum"));
    netcdf_text(netcdf, variable, "cell_methods", column->start ? NULL : methods);
    netcdf_text(netcdf, variable, "measure_type", type_name[row->type]);
    if (step > 0 && !end && !column->start)
        netcdf_numbers(netcdf, variable, "rounded_to", 1, &step);
    results_axes_coordinates(axes, netcdf, variable, column->rank, which);
}

static void make_variable(struct results_measures *measures, const struct results_axes *axes,
                          hid_t group, struct column *column)
{
    enum results_axis which[NETCDF_MAX_AXES];
    const struct netcdf_axis *over[NETCDF_MAX_AXES];
    hsize_t chunk[NETCDF_MAX_AXES];
    char name[80];
    bool end = column->row->type == LEVEL && column->content == CONTENT_NUMBER && !column->start;
    const struct detail *detail = measures->header->detail;
    double step = detail ? detail_step(detail, column->row->type) : 0;
    column->rank = axes_of(column, which);
    for (int i = 0; i < column->rank; i++) {
        over[i] = &axes->axis[which[i]];
        chunk[i] = over[i]->size;
    }
    chunk[0] = 1;
    chunk[1] = measures->piece;
    snprintf(name, sizeof name, "%s%s", column->row->name, end ? END_ENDING : "");
    column->variable = netcdf_packed_variable(measures->netcdf, group, name,
                                              column->width == 4 ? NETCDF_INT32 : NETCDF_FLOAT64,
                                              column->rank, over, chunk);
    describe(measures->netcdf, axes, column, which, step);
}

static void add_column(struct results_measures *measures, int measure, enum content content,
                       size_t first)
{
    const struct layout *layout = measures->header->layout;
    struct column *column = &measures->column[measures->n_columns++];
    column->row = &measure_table[measure];
    column->shape = &layout->shape[measure];
    column->layer = layout->layer[measure];
    column->content = content;
    column->first = first;
    column->cells = layout->cells[measure];
    column->values = column->cells * layout_periods(layout, column->layer);
    column->width = content == CONTENT_NUMBER ? sizeof(uint32_t) : sizeof(uint64_t);
}

/* What there was when the run started, of all levels. */
static void add_start(struct results_measures *measures)
{
    const struct layout *layout = measures->header->layout;
    for (int m = 0; m < N_MEASURES; m++) {
        if (measure_table[m].type != LEVEL || !layout->is_kept[m])
            continue;
        add_column(measures, m, CONTENT_NUMBER, layout->start_first[m]);
        struct column *column = &measures->column[measures->n_columns - 1];
        column->start = true;
        column->values = column->cells;
    }
}

static void add_columns(struct results_measures *measures)
{
    static const enum content content[] = {[COUNT] = CONTENT_NUMBER,
                                           [LEVEL] = CONTENT_MEAN,
                                           [TIME] = CONTENT_SUM,
                                           [MONEY] = CONTENT_SUM};
    const struct layout *layout = measures->header->layout;
    for (int m = 0; m < N_MEASURES; m++) {
        if (layout->is_kept[m])
            add_column(measures, m, content[measure_table[m].type], layout->first[m]);
        if (layout->is_kept[m] && layout->has_end[m])
            add_column(measures, m, CONTENT_NUMBER, layout->end_first[m]);
    }
    if (layout->has_start)
        add_start(measures);
}

/* What a NeXus viewer (h5web) needs to draw the group's first measure over its axes. */
static void describe_group(struct netcdf *netcdf, const struct results_axes *axes, hid_t group,
                           const struct column *column)
{
    enum results_axis which[NETCDF_MAX_AXES];
    const char *names[NETCDF_MAX_AXES];
    int rank = axes_of(column, which);
    for (int i = 0; i < rank; i++)
        names[i] = axes->name[which[i]];
    netcdf_text(netcdf, group, "NX_class", "NXdata");
    netcdf_text(netcdf, group, "signal", column->row->name);
    netcdf_texts(netcdf, group, "axes", (size_t)rank, names);
}

/* Which count it was. */
static void describe_start(struct netcdf *netcdf, hid_t group, const struct count *count)
{
    char date[32], digest[40];
    struct date day = date_of_days(count->date);
    XXH128_hash_t hash = XXH3_128bits(count->text, count->length);
    snprintf(date, sizeof date, "%04d-%02d-%02d", day.year, day.month, day.day);
    snprintf(digest, sizeof digest, "xxh3:%016llx%016llx", (unsigned long long)hash.high64,
             (unsigned long long)hash.low64);
    netcdf_text(netcdf, group, "count", count->name);
    netcdf_text(netcdf, group, "title", count->title[LANGUAGE_EN]);
    netcdf_text(netcdf, group, "count_source", count->source);
    netcdf_text(netcdf, group, "count_date", date);
    netcdf_text(netcdf, group, "count_digest", digest);
    netcdf_text(netcdf, group, "comment",
                "What the run started with; the file stands among the input files.");
}

static void make_start(struct results_measures *measures, struct results_axes *axes)
{
    bool used[N_RESULTS_AXES] = {false};
    enum results_axis which[NETCDF_MAX_AXES];
    struct netcdf *netcdf = measures->netcdf;
    hid_t group = netcdf_group(netcdf, netcdf->file, GROUP_START);
    describe_start(netcdf, group, measures->header->study->count);
    for (size_t c = 0; c < measures->n_columns; c++)
        for (int i = axes_of(&measures->column[c], which); i-- > 0;)
            used[which[i]] |= measures->column[c].start;
    results_axes_copy(axes, netcdf, group, used);
    for (size_t c = 0; c < measures->n_columns; c++)
        if (measures->column[c].start)
            make_variable(measures, axes, group, &measures->column[c]);
}

static bool is_in(const struct column *column, enum layer layer)
{
    return column->layer == layer && !column->start;
}

static void make_group(struct results_measures *measures, struct results_axes *axes,
                       enum layer layer)
{
    bool used[N_RESULTS_AXES] = {false};
    enum results_axis which[NETCDF_MAX_AXES];
    const struct column *first = NULL;
    struct netcdf *netcdf = measures->netcdf;
    hid_t group = netcdf_group(netcdf, netcdf->file, group_name[layer]);
    for (size_t c = measures->n_columns; c-- > 0;)
        if (is_in(&measures->column[c], layer)) {
            first = &measures->column[c];
            for (int i = axes_of(first, which); i-- > 0;)
                used[which[i]] = true;
        }
    results_axes_copy(axes, netcdf, group, used);
    for (size_t c = 0; c < measures->n_columns; c++)
        if (is_in(&measures->column[c], layer))
            make_variable(measures, axes, group, &measures->column[c]);
    if (first)
        describe_group(netcdf, axes, group, first);
}

static size_t largest_piece(const struct results_measures *measures)
{
    size_t largest = 0;
    for (size_t c = 0; c < measures->n_columns; c++) {
        size_t bytes = measures->piece * measures->column[c].values * measures->column[c].width;
        largest = bytes > largest ? bytes : largest;
    }
    return largest;
}

static void make_benches(struct results_measures *measures)
{
    size_t largest = largest_piece(measures);
    int threads = omp_get_max_threads();
    measures->threads = threads < MOST_BENCHES ? threads : MOST_BENCHES;
    measures->bench =
        netcdf_memory(measures->netcdf, (size_t)measures->threads, sizeof *measures->bench);
    for (int t = 0; measures->bench && t < measures->threads; t++) {
        measures->bench[t].packing = packing_make(largest);
        measures->bench[t].bits = netcdf_memory(measures->netcdf, largest, 1);
        if (!measures->bench[t].packing)
            netcdf_memory_gone(measures->netcdf);
    }
}

static void measure_periods(struct results_measures *measures)
{
    const struct layout *layout = measures->header->layout;
    for (int layer = 0; layer < N_LAYERS; layer++) {
        size_t n = layout_periods(layout, (enum layer)layer);
        double *ms = netcdf_memory(measures->netcdf, n, sizeof *ms);
        for (size_t p = 0; p < n && ms; p++)
            ms[p] = (double)layout_period_ms(layout, (enum layer)layer, p);
        measures->period_ms[layer] = ms;
    }
}

struct results_measures *results_measures_make(struct netcdf *netcdf, struct results_axes *axes,
                                               const struct results_header *header)
{
    struct results_measures *measures = netcdf_memory(netcdf, 1, sizeof *measures);
    if (!measures)
        return NULL;
    measures->netcdf = netcdf;
    measures->header = header;
    measures->piece = header->replications < BLOCK_REPLICATIONS ? (size_t)header->replications
                                                                : BLOCK_REPLICATIONS;
    measure_periods(measures);
    add_columns(measures);
    for (int layer = 0; layer < N_LAYERS; layer++)
        make_group(measures, axes, (enum layer)layer);
    if (header->layout->has_start)
        make_start(measures, axes);
    make_benches(measures);
    if (!netcdf->failed)
        return measures;
    results_measures_free(measures);
    return NULL;
}

void results_measures_free(struct results_measures *measures)
{
    if (!measures)
        return;
    for (int layer = 0; layer < N_LAYERS; layer++)
        free(measures->period_ms[layer]);
    for (int t = 0; measures->bench && t < measures->threads; t++) {
        packing_free(measures->bench[t].packing);
        free(measures->bench[t].bits);
    }
    free(measures->bench);
    free(measures);
}

/* ---- values ---- */

static uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static void put_numbers(const struct column *column, const int64_t *values, uint32_t *out)
{
    for (size_t i = 0; i < column->values; i++)
        out[i] = (uint32_t)(int32_t)values[i];
}

static void put_sums(const struct column *column, const int64_t *values, uint64_t *out)
{
    for (size_t i = 0; i < column->values; i++)
        out[i] = bits_of((double)values[i]);
}

/* Means: divided by the period's length. */
static void put_means(const struct column *column, const double *period_ms, const int64_t *values,
                      uint64_t *out)
{
    for (size_t p = 0, i = 0; i < column->values; p++)
        for (size_t end = i + column->cells; i < end; i++)
            out[i] = bits_of((double)values[i] / period_ms[p]);
}

/* Replications that the piece lacks are stored as zeros beyond the end of the axis. */
static void put_piece(const struct results_measures *measures, const struct column *column,
                      size_t n, const int64_t *const *values, unsigned char *out)
{
    size_t row = column->values * column->width;
    for (size_t i = 0; i < n; i++, out += row) {
        const int64_t *from = values[i] + column->first;
        if (column->content == CONTENT_NUMBER)
            put_numbers(column, from, (uint32_t *)(void *)out);
        else if (column->content == CONTENT_SUM)
            put_sums(column, from, (uint64_t *)(void *)out);
        else
            put_means(column, measures->period_ms[column->layer], from, (uint64_t *)(void *)out);
    }
    memset(out, 0, (measures->piece - n) * row);
}

/* Whether all values lie from -limit up to limit - 1, a power of two: what sticks out shows in the
 * bits above it. */
static bool fits(const struct column *column, const int64_t *values)
{
    unsigned bits = column->content == CONTENT_NUMBER ? 31 : EXACT_BITS;
    uint64_t beyond = 0, limit = UINT64_C(1) << bits;
    for (size_t i = 0; i < column->values; i++)
        beyond |= ((uint64_t)values[i] + limit) >> (bits + 1);
    return beyond == 0;
}

const char *results_measures_too_large(const struct results_measures *measures,
                                       const int64_t *values)
{
    for (size_t c = 0; c < measures->n_columns; c++)
        if (!fits(&measures->column[c], values + measures->column[c].first))
            return measures->column[c].row->name;
    return NULL;
}

size_t results_measures_piece(const struct results_measures *measures)
{
    return measures->piece;
}

/* A column's piece, packed, until it is stored. */
struct packed {
    bool ready;
    unsigned char *bytes; /* NULL: there was no room */
    size_t length;
};

static struct packed pack_column(const struct results_measures *measures,
                                 const struct column *column, const struct bench *bench, size_t n,
                                 const int64_t *const *values)
{
    struct packed packed = {.ready = true};
    const unsigned char *bytes;
    put_piece(measures, column, n, values, bench->bits);
    if (pack(bench->packing, bench->bits, measures->piece * column->values, column->width, &bytes,
             &packed.length))
        packed.bytes = malloc(packed.length);
    if (packed.bytes)
        memcpy(packed.bytes, bytes, packed.length);
    return packed;
}

static void store_column(struct netcdf *netcdf, const struct column *column, size_t scenario,
                         size_t first, size_t n, struct packed packed)
{
    hsize_t place[NETCDF_MAX_AXES] = {scenario, first};
    hdf5_silence_thread();
    if (!packed.bytes) {
        netcdf_memory_gone(netcdf);
        return;
    }
    if (scenario == 0)
        netcdf_extend(netcdf, column->variable, 1, first + n);
    netcdf_put_piece(netcdf, column->variable, place, packed.bytes, packed.length);
}

/* Packing, which takes longest, is done by all threads. HDF5 is for one at a time, and in the columns'
 * order, so that the file is the same whatever their number: who has packed one stores what is next. */
void results_measures_write(struct results_measures *measures, size_t scenario, size_t first,
                            size_t n, const int64_t *const *values)
{
    struct packed *packed = netcdf_memory(measures->netcdf, measures->n_columns, sizeof *packed);
    size_t next = 0;
    if (!packed)
        return;
#pragma omp parallel for schedule(dynamic, 1) num_threads(measures->threads)
    for (size_t c = 0; c < measures->n_columns; c++) {
        struct packed mine = pack_column(measures, &measures->column[c],
                                         &measures->bench[omp_get_thread_num()], n, values);
#pragma omp critical(store_columns)
        for (packed[c] = mine; next < measures->n_columns && packed[next].ready; next++) {
            store_column(measures->netcdf, &measures->column[next], scenario, first, n,
                         packed[next]);
            free(packed[next].bytes);
        }
    }
    free(packed);
}
