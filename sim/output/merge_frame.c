#include "output/merge_frame.h"

#include "output/schema.h"

#include <hdf5_hl.h>
#include <stdlib.h>
#include <string.h>

/* ---- attributes ---- */

struct attribute_copy {
    struct merge_frame *frame;
    hid_t target;
    hsize_t rows; /* of the row axis that the object is the scale of */
};

/* Those that tie datasets to scales are made anew, and what only a part says is left out. */
static bool is_left_out(const char *name)
{
    static const char *const left_out[] = {"DIMENSION_LIST", "REFERENCE_LIST", PART_ATTRIBUTE,
                                           PARTS_ATTRIBUTE,  WHOLE_ATTRIBUTE,  RUN_ATTRIBUTE,
                                           DIGEST_ATTRIBUTE};
    for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++)
        if (strcmp(name, left_out[i]) == 0)
            return true;
    return false;
}

/* What differs between a part and the whole. */
static void adapt(const struct attribute_copy *copy, const char *name, size_t size, void *value)
{
    char label[DIMENSION_LABEL_SIZE];
    unsigned char *byte = value;
    if (strcmp(name, ASKED_ATTRIBUTE) == 0 && size == sizeof copy->frame->asked)
        for (unsigned i = 0; i < size; i++) /* as stored, whatever the machine */
            byte[i] = (unsigned char)((uint32_t)copy->frame->asked >> (8 * i));
    if (strcmp(name, "NAME") != 0 || size < sizeof DIMENSION_LABEL ||
        memcmp(value, DIMENSION_LABEL, sizeof DIMENSION_LABEL - 1) != 0)
        return;
    netcdf_dimension_label(label, copy->rows);
    if (strlen(label) < size)
        memcpy(value, label, strlen(label) + 1);
}

static void copy_value(struct attribute_copy *copy, hid_t from, const char *name)
{
    struct netcdf *netcdf = copy->frame->netcdf;
    hid_t type = H5Aget_type(from), space = H5Aget_space(from);
    hssize_t n = H5Sget_simple_extent_npoints(space);
    size_t size = H5Tget_size(type) * (size_t)(n > 0 ? n : 1);
    bool texts = H5Tis_variable_str(type) > 0;
    void *value = netcdf_memory(netcdf, 1, size);
    if (value && netcdf_good(netcdf, H5Aread(from, type, value), name)) {
        if (!texts)
            adapt(copy, name, size, value);
        hid_t to = H5Acreate2(copy->target, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
        if (netcdf_good(netcdf, to, name)) {
            netcdf_good(netcdf, H5Awrite(to, type, value), name);
            H5Aclose(to);
        }
        if (texts)
            H5Dvlen_reclaim(type, space, H5P_DEFAULT, value);
    }
    free(value);
    H5Sclose(space);
    H5Tclose(type);
}

static herr_t copy_attribute(hid_t object, const char *name, const H5A_info_t *info, void *context)
{
    struct attribute_copy *copy = context;
    (void)info;
    if (is_left_out(name))
        return 0;
    hid_t from = H5Aopen(object, name, H5P_DEFAULT);
    if (!netcdf_good(copy->frame->netcdf, from, name))
        return -1;
    copy_value(copy, from, name);
    H5Aclose(from);
    return copy->frame->netcdf->failed ? -1 : 0;
}

static void copy_attributes(struct merge_frame *frame, hid_t from, hid_t target, hsize_t rows)
{
    struct attribute_copy copy = {frame, target, rows};
    if (!frame->netcdf->failed)
        H5Aiterate2(from, H5_INDEX_CRT_ORDER, H5_ITER_INC, NULL, copy_attribute, &copy);
}

/* ---- datasets ---- */

static struct frame_dataset *remember(struct merge_frame *frame, const char *path)
{
    if (frame->n == frame->room) {
        size_t room = frame->room ? 2 * frame->room : 256;
        struct frame_dataset *grown = realloc(frame->dataset, room * sizeof *grown);
        if (!grown) {
            netcdf_memory_gone(frame->netcdf);
            return NULL;
        }
        frame->dataset = grown;
        frame->room = room;
    }
    struct frame_dataset *dataset = &frame->dataset[frame->n];
    *dataset = (struct frame_dataset){.path = strdup(path), .rows = -1};
    if (dataset->path) {
        frame->n++;
        return dataset;
    }
    netcdf_memory_gone(frame->netcdf);
    return NULL;
}

/* The space of a dataset in the whole. */
static hid_t space_in_whole(hid_t from, int along, hsize_t rows)
{
    hsize_t size[NETCDF_MAX_AXES] = {0}, most[NETCDF_MAX_AXES] = {0};
    hid_t space = H5Dget_space(from);
    int rank = H5Sget_simple_extent_ndims(space);
    if (along < 0 || rank > NETCDF_MAX_AXES)
        return space;
    H5Sget_simple_extent_dims(space, size, most);
    size[along] = rows;
    most[along] = most[along] == H5S_UNLIMITED ? H5S_UNLIMITED : rows;
    H5Sset_extent_simple(space, rank, size, most);
    return space;
}

/* A scale whose dataset has no values of its own. */
static bool is_bare(hid_t from)
{
    char label[DIMENSION_LABEL_SIZE] = "";
    return H5DSget_scale_name(from, label, sizeof label) > 0 &&
           strncmp(label, DIMENSION_LABEL, sizeof DIMENSION_LABEL - 1) == 0;
}

static hsize_t length_of(hid_t from)
{
    hid_t space = H5Dget_space(from);
    hssize_t n = H5Sget_simple_extent_npoints(space);
    H5Sclose(space);
    return n > 0 ? (hsize_t)n : 0;
}

/* How a dataset is stored: as in the part with most rows, for pieces may follow their number. */
static hid_t storage_of(struct merge_frame *frame, const struct frame_dataset *dataset, hid_t from)
{
    if (dataset->rows < 0)
        return H5Dget_create_plist(from);
    hid_t file = merge_inputs_file(frame->inputs, frame->rows[dataset->rows].fullest);
    hid_t fullest = file >= 0 ? H5Dopen2(file, dataset->path, H5P_DEFAULT) : -1;
    if (!netcdf_good(frame->netcdf, fullest, dataset->path))
        return -1;
    hid_t properties = H5Dget_create_plist(fullest);
    H5Dclose(fullest);
    return properties;
}

static void make_dataset(struct merge_frame *frame, hid_t from, hid_t group, const char *name,
                         const char *path)
{
    struct netcdf *netcdf = frame->netcdf;
    struct frame_dataset *dataset = remember(frame, path);
    if (!dataset)
        return;
    dataset->address = object_address(from);
    dataset->rows = row_axes_of(&frame->axes, from, &dataset->along);
    dataset->scale = H5DSis_scale(from) > 0;
    dataset->bare = dataset->scale && is_bare(from);
    bool has_rows = dataset->rows >= 0;
    hsize_t rows = has_rows ? frame->rows[dataset->rows].total : length_of(from);
    hid_t type = H5Dget_type(from), properties = storage_of(frame, dataset, from);
    hid_t space = space_in_whole(from, has_rows ? dataset->along : -1, rows);
    hid_t made = H5Dcreate2(group, name, type, space, H5P_DEFAULT, properties, H5P_DEFAULT);
    if (netcdf_good(netcdf, made, path)) {
        copy_attributes(frame, from, made, rows);
        H5Dclose(made);
    }
    H5Sclose(space);
    H5Pclose(properties);
    H5Tclose(type);
}

/* ---- groups ---- */

struct walk {
    struct merge_frame *frame;
    hid_t target;
    const char *path; /* of the group: "" or "monthly/" */
};

static void walk_group(struct merge_frame *frame, hid_t from, hid_t target, const char *path);

static herr_t visit(hid_t group, const char *name, const H5L_info_t *link, void *context)
{
    const struct walk *walk = context;
    struct netcdf *netcdf = walk->frame->netcdf;
    char path[256];
    (void)link;
    if (!walk->path[0] && strcmp(name, GROUP_RUN) == 0)
        return 0;
    hid_t object = H5Oopen(group, name, H5P_DEFAULT);
    if (!netcdf_good(netcdf, object, name))
        return -1;
    if (H5Iget_type(object) == H5I_DATASET) {
        snprintf(path, sizeof path, "%s%s", walk->path, name);
        make_dataset(walk->frame, object, walk->target, name, path);
    } else {
        snprintf(path, sizeof path, "%s%s/", walk->path, name);
        hid_t made = netcdf_group(netcdf, walk->target, name);
        walk_group(walk->frame, object, made, path);
        H5Gclose(made);
    }
    H5Oclose(object);
    return netcdf->failed ? -1 : 0;
}

static void walk_group(struct merge_frame *frame, hid_t from, hid_t target, const char *path)
{
    struct walk walk = {frame, target, path};
    copy_attributes(frame, from, target, 0);
    if (!frame->netcdf->failed &&
        H5Literate(from, H5_INDEX_CRT_ORDER, H5_ITER_INC, NULL, visit, &walk) < 0)
        netcdf_good(frame->netcdf, -1, path);
}

/* ---- axes ---- */

static const struct frame_dataset *dataset_at(const struct merge_frame *frame, haddr_t address)
{
    for (size_t i = 0; i < frame->n; i++)
        if (frame->dataset[i].address == address)
            return &frame->dataset[i];
    return NULL;
}

static void attach_scales(struct merge_frame *frame, const struct frame_dataset *dataset)
{
    struct netcdf *netcdf = frame->netcdf;
    hid_t from = H5Dopen2(frame->first, dataset->path, H5P_DEFAULT);
    hid_t to = H5Dopen2(netcdf->file, dataset->path, H5P_DEFAULT);
    hid_t space = H5Dget_space(from);
    int rank = H5Sget_simple_extent_ndims(space);
    for (int i = 0; i < rank && !netcdf->failed; i++) {
        const struct frame_dataset *scale = dataset_at(frame, scale_address(from, i));
        if (!scale)
            continue;
        hid_t made = H5Dopen2(netcdf->file, scale->path, H5P_DEFAULT);
        netcdf_good(netcdf, H5DSattach_scale(to, made, (unsigned)i), dataset->path);
        H5Dclose(made);
    }
    H5Sclose(space);
    H5Dclose(to);
    H5Dclose(from);
}

/* ---- the frame ---- */

void merge_frame_build(struct merge_frame *frame)
{
    hid_t root = H5Gopen2(frame->first, "/", H5P_DEFAULT);
    walk_group(frame, root, frame->netcdf->file, "");
    H5Gclose(root);
    for (size_t i = 0; i < frame->n && !frame->netcdf->failed; i++)
        attach_scales(frame, &frame->dataset[i]);
}

void merge_frame_free(struct merge_frame *frame)
{
    for (size_t i = 0; i < frame->n; i++)
        free(frame->dataset[i].path);
    free(frame->dataset);
    for (size_t i = 0; i < frame->axes.n; i++)
        merge_rows_free(&frame->rows[i]);
}
