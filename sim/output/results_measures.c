#include "output/results_measures.h"

#include "engine/date.h"
#include "output/packing.h"
#include "output/schema.h"
#include "tables/texts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* A double holds every whole number up to here. */
#define MOST_EXACT (INT64_C(1) << 53)

/* What is stored in one dataset. */
enum content { CONTENT_NUMBER, CONTENT_MEAN, CONTENT_SUM };

struct column {
    hid_t variable;
    const struct measure_row *row;
    enum content content;
    bool start;    /* what there was when the run started: no period */
    size_t first;  /* where its values lie in a scenario's part of a replication */
    size_t values; /* how many: periods × cells */
    size_t cells;  /* of one period */
    size_t width;  /* bytes of one stored value */
    int rank;
    unsigned char *block; /* [scenarios][block][values] bits of what is stored */
};

struct results_measures {
    struct netcdf *netcdf;
    const struct results_header *header;
    struct packing *packing;
    size_t scenarios, block; /* replications in a full block */
    size_t filled;           /* replications in the block now */
    size_t written;          /* replications in the file */
    size_t n_columns;
    struct column column[3 * N_MEASURES];
};

static const char *const group_name[N_LAYERS] = {
    [MONTHLY] = GROUP_MONTHLY, [YEARLY] = GROUP_YEARLY, [WEEKS] = GROUP_WEEKS};

/* ---- datasets ---- */

static int axes_of(const struct measure_row *row, bool start, enum results_axis *which)
{
    int rank = 0;
    which[rank++] = AXIS_SCENARIO;
    which[rank++] = AXIS_REPLICATION;
    if (!start)
        which[rank++] = row->layer == MONTHLY ? AXIS_MONTH : AXIS_YEAR;
    if (row->layer == WEEKS)
        which[rank++] = AXIS_WEEK;
    for (int i = 0; i < row->shape.dimensions; i++)
        which[rank++] = (enum results_axis)(AXIS_CATEGORY + row->shape.dimension[i]);
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

static void describe(struct netcdf *netcdf, const struct results_axes *axes,
                     const struct column *column, const enum results_axis *which)
{
    static const char *const type_name[] = {
        [COUNT] = "count", [LEVEL] = "level", [TIME] = "time", [MONEY] = "money"};
    hid_t variable = column->variable;
    const struct measure_row *row = column->row;
    bool end = row->type == LEVEL && column->content == CONTENT_NUMBER;
    char methods[64];
    describe_name(netcdf, variable, column);
    describe_unit(netcdf, variable, row);
    snprintf(methods, sizeof methods, "%s: %s", row->layer == MONTHLY ? "month" : "year",
             end ? "point" : (row->type == LEVEL ? "mean" : "sum"));
    netcdf_text(netcdf, variable, "cell_methods", column->start ? NULL : methods);
    netcdf_text(netcdf, variable, "measure_type", type_name[row->type]);
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
    column->rank = axes_of(column->row, column->start, which);
    for (int i = 0; i < column->rank; i++) {
        over[i] = &axes->axis[which[i]];
        chunk[i] = over[i]->size;
    }
    chunk[0] = 1;
    chunk[1] = measures->block;
    snprintf(name, sizeof name, "%s%s", column->row->name, end ? END_ENDING : "");
    column->variable = netcdf_packed_variable(measures->netcdf, group, name,
                                              column->width == 4 ? NETCDF_INT32 : NETCDF_FLOAT64,
                                              column->rank, over, chunk);
    describe(measures->netcdf, axes, column, which);
}

static void add_column(struct results_measures *measures, int measure, enum content content,
                       size_t first)
{
    const struct layout *layout = measures->header->layout;
    struct column *column = &measures->column[measures->n_columns++];
    column->row = &measure_table[measure];
    column->content = content;
    column->first = first;
    column->cells = layout->cells[measure];
    column->values = column->cells * layout_periods(layout, column->row->layer);
    column->width = content == CONTENT_NUMBER ? sizeof(uint32_t) : sizeof(uint64_t);
    column->block = netcdf_memory(
        measures->netcdf, measures->scenarios * measures->block * column->values, column->width);
}

/* What there was when the run started, of all levels. */
static void add_start(struct results_measures *measures)
{
    const struct layout *layout = measures->header->layout;
    for (int m = 0; m < N_MEASURES; m++) {
        if (measure_table[m].type != LEVEL)
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
        enum measure_type type = measure_table[m].type;
        add_column(measures, m, content[type], layout->first[m]);
        if (type == LEVEL)
            add_column(measures, m, CONTENT_NUMBER, layout->end_first[m]);
    }
    if (layout->has_start)
        add_start(measures);
}

/* What a NeXus viewer (h5web) needs to draw the group's first measure over its axes. */
static void describe_group(struct netcdf *netcdf, const struct results_axes *axes, hid_t group,
                           const struct measure_row *row)
{
    enum results_axis which[NETCDF_MAX_AXES];
    const char *names[NETCDF_MAX_AXES];
    int rank = axes_of(row, false, which);
    for (int i = 0; i < rank; i++)
        names[i] = axes->name[which[i]];
    netcdf_text(netcdf, group, "NX_class", "NXdata");
    netcdf_text(netcdf, group, "signal", row->name);
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
        for (int i = axes_of(measures->column[c].row, true, which); i-- > 0;)
            used[which[i]] |= measures->column[c].start;
    results_axes_copy(axes, netcdf, group, used);
    for (size_t c = 0; c < measures->n_columns; c++)
        if (measures->column[c].start)
            make_variable(measures, axes, group, &measures->column[c]);
}

static void make_group(struct results_measures *measures, struct results_axes *axes,
                       enum layer layer)
{
    bool used[N_RESULTS_AXES] = {false};
    enum results_axis which[NETCDF_MAX_AXES];
    const struct measure_row *first = NULL;
    struct netcdf *netcdf = measures->netcdf;
    hid_t group = netcdf_group(netcdf, netcdf->file, group_name[layer]);
    for (size_t c = 0; c < measures->n_columns; c++) {
        const struct measure_row *row = measures->column[c].row;
        if (row->layer != layer || measures->column[c].start)
            continue;
        first = first ? first : row;
        for (int i = axes_of(row, false, which); i-- > 0;)
            used[which[i]] = true;
    }
    results_axes_copy(axes, netcdf, group, used);
    for (size_t c = 0; c < measures->n_columns; c++)
        if (measures->column[c].row->layer == layer && !measures->column[c].start)
            make_variable(measures, axes, group, &measures->column[c]);
    if (first)
        describe_group(netcdf, axes, group, first);
}

static size_t largest_piece(const struct results_measures *measures)
{
    size_t largest = 0;
    for (size_t c = 0; c < measures->n_columns; c++) {
        size_t bytes = measures->block * measures->column[c].values * measures->column[c].width;
        largest = bytes > largest ? bytes : largest;
    }
    return largest;
}

struct results_measures *results_measures_make(struct netcdf *netcdf, struct results_axes *axes,
                                               const struct results_header *header)
{
    struct results_measures *measures = netcdf_memory(netcdf, 1, sizeof *measures);
    if (!measures)
        return NULL;
    measures->netcdf = netcdf;
    measures->header = header;
    measures->scenarios = header->study->n_policies;
    measures->block = header->replications < BLOCK_REPLICATIONS ? (size_t)header->replications
                                                                : BLOCK_REPLICATIONS;
    add_columns(measures);
    for (int layer = 0; layer < N_LAYERS; layer++)
        make_group(measures, axes, (enum layer)layer);
    if (header->layout->has_start)
        make_start(measures, axes);
    measures->packing = packing_make(largest_piece(measures));
    if (!measures->packing)
        netcdf_memory_gone(netcdf);
    if (!netcdf->failed)
        return measures;
    results_measures_free(measures);
    return NULL;
}

void results_measures_free(struct results_measures *measures)
{
    if (!measures)
        return;
    for (size_t c = 0; c < measures->n_columns; c++)
        free(measures->column[c].block);
    packing_free(measures->packing);
    free(measures);
}

/* ---- values ---- */

static uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static bool put_numbers(const struct column *column, const int64_t *values, uint32_t *out)
{
    for (size_t i = 0; i < column->values; i++) {
        if (values[i] < INT32_MIN || values[i] > INT32_MAX)
            return false;
        out[i] = (uint32_t)(int32_t)values[i];
    }
    return true;
}

/* Sums as they are, means divided by the period's length. */
static bool put_doubles(const struct column *column, const struct layout *layout,
                        const int64_t *values, uint64_t *out)
{
    size_t periods = column->values / column->cells;
    for (size_t p = 0; p < periods; p++) {
        double divisor = column->content == CONTENT_MEAN
                             ? (double)layout_period_ms(layout, column->row->layer, p)
                             : 1.0;
        for (size_t i = p * column->cells; i < (p + 1) * column->cells; i++) {
            if (values[i] < -MOST_EXACT || values[i] > MOST_EXACT)
                return false;
            out[i] = bits_of((double)values[i] / divisor);
        }
    }
    return true;
}

/* Bits of replication number `replication` of the block in a scenario. */
static void *place_in_block(const struct results_measures *measures, const struct column *column,
                            size_t scenario, size_t replication)
{
    size_t row = scenario * measures->block + replication;
    return column->block + row * column->values * column->width;
}

static bool put_column(const struct results_measures *measures, const struct column *column,
                       const int64_t *values)
{
    const struct layout *layout = measures->header->layout;
    bool fits = true;
    for (size_t s = 0; s < measures->scenarios; s++) {
        void *out = place_in_block(measures, column, s, measures->filled);
        const int64_t *from = values + s * layout->total + column->first;
        fits = fits && (column->width == 4 ? put_numbers(column, from, out)
                                           : put_doubles(column, layout, from, out));
    }
    return fits;
}

/* Replications that the last block lacks are stored as zeros beyond the end of the axis. */
static void clear_rest(const struct results_measures *measures, const struct column *column,
                       size_t scenario)
{
    size_t missing = measures->block - measures->filled;
    if (missing)
        memset(place_in_block(measures, column, scenario, measures->filled), 0,
               missing * column->values * column->width);
}

static void write_column(struct results_measures *measures, const struct column *column)
{
    struct netcdf *netcdf = measures->netcdf;
    netcdf_extend(netcdf, column->variable, 1, measures->written + measures->filled);
    for (size_t s = 0; s < measures->scenarios && !netcdf->failed; s++) {
        const unsigned char *packed;
        size_t length;
        hsize_t first[NETCDF_MAX_AXES] = {s, measures->written};
        clear_rest(measures, column, s);
        if (pack(measures->packing, place_in_block(measures, column, s, 0),
                 measures->block * column->values, column->width, &packed, &length))
            netcdf_put_piece(netcdf, column->variable, first, packed, length);
        else
            netcdf_memory_gone(netcdf);
    }
}

void results_measures_finish(struct results_measures *measures)
{
    if (measures->filled == 0)
        return;
    for (size_t c = 0; c < measures->n_columns; c++)
        write_column(measures, &measures->column[c]);
    measures->written += measures->filled;
    measures->filled = 0;
}

const char *results_measures_add(struct results_measures *measures, const int64_t *values)
{
    for (size_t c = 0; c < measures->n_columns; c++)
        if (!put_column(measures, &measures->column[c], values))
            return measures->column[c].row->name;
    measures->filled++;
    if (measures->filled == measures->block)
        results_measures_finish(measures);
    return NULL;
}
