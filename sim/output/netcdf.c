#include "output/netcdf.h"

#include "output/hdf5_failure.h"
#include "output/results_file.h"

#include <errno.h>
#include <hdf5_hl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CREATION_ORDER (H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED)
#define DEFLATE_LEVEL  1
/* Length of the pieces of a growing coordinate. */
#define PIECE 256

static void fail(struct netcdf *netcdf, const char *object)
{
    if (netcdf->failed)
        return;
    netcdf->failed = true;
    snprintf(netcdf->object, sizeof netcdf->object, "%s", object);
    hdf5_reason(netcdf->reason, sizeof netcdf->reason);
}

bool netcdf_good(struct netcdf *netcdf, hid_t status, const char *object)
{
    if (status < 0)
        fail(netcdf, object);
    return status >= 0;
}

void netcdf_memory_gone(struct netcdf *netcdf)
{
    if (netcdf->failed)
        return;
    netcdf->failed = true;
    snprintf(netcdf->object, sizeof netcdf->object, "/");
    snprintf(netcdf->reason, sizeof netcdf->reason, "%s", strerror(ENOMEM));
}

void *netcdf_memory(struct netcdf *netcdf, size_t n, size_t size)
{
    void *memory = calloc(n ? n : 1, size);
    if (!memory)
        netcdf_memory_gone(netcdf);
    return memory;
}

static void order_properties(struct netcdf *netcdf)
{
    netcdf->text_type = H5Tcopy(H5T_C_S1);
    H5Tset_size(netcdf->text_type, H5T_VARIABLE);
    H5Tset_cset(netcdf->text_type, H5T_CSET_UTF8);
    netcdf->group_order = H5Pcreate(H5P_GROUP_CREATE);
    H5Pset_link_creation_order(netcdf->group_order, CREATION_ORDER);
    H5Pset_attr_creation_order(netcdf->group_order, CREATION_ORDER);
    netcdf->dataset_order = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_attr_creation_order(netcdf->dataset_order, CREATION_ORDER);
    /* Attributes stand in the object's header, not in a heap of their own: a third smaller. */
    H5Pset_attr_phase_change(netcdf->dataset_order, 64, 32);
    netcdf->transfer = results_file_transfer();
    /* Times of creation would make equal runs differ in their bytes. */
    H5Pset_obj_track_times(netcdf->group_order, 0);
    H5Pset_obj_track_times(netcdf->dataset_order, 0);
}

static hid_t access_properties(void)
{
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V18);
    H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
    return access;
}

void netcdf_create(struct netcdf *netcdf, const char *path)
{
    hdf5_silence();
    memset(netcdf, 0, sizeof *netcdf);
    if (!hdf5_has_memory(HDF5_MAKING)) {
        netcdf_memory_gone(netcdf);
        return;
    }
    netcdf->open = true;
    order_properties(netcdf);
    hid_t create = H5Pcreate(H5P_FILE_CREATE);
    H5Pset_link_creation_order(create, CREATION_ORDER);
    H5Pset_attr_creation_order(create, CREATION_ORDER);
    H5Pset_obj_track_times(create, 0);
    hid_t access = access_properties();
    netcdf->file = H5Fcreate(path, H5F_ACC_TRUNC, create, access);
    netcdf_good(netcdf, netcdf->file, "/");
    H5Pclose(access);
    H5Pclose(create);
}

void netcdf_flush(struct netcdf *netcdf)
{
    if (!netcdf->failed)
        netcdf_good(netcdf, H5Fflush(netcdf->file, H5F_SCOPE_LOCAL), "/");
}

bool netcdf_close(struct netcdf *netcdf)
{
    if (!netcdf->open)
        return !netcdf->failed;
    netcdf->open = false;
    H5Tclose(netcdf->text_type);
    H5Pclose(netcdf->group_order);
    H5Pclose(netcdf->dataset_order);
    H5Pclose(netcdf->transfer);
    /* After a failed write the library would try the same again, and again at exit. */
    if (netcdf->file >= 0 && !netcdf->failed)
        netcdf_good(netcdf, H5Fclose(netcdf->file), "/");
    return !netcdf->failed;
}

hid_t netcdf_group(struct netcdf *netcdf, hid_t parent, const char *name)
{
    if (netcdf->failed)
        return -1;
    hid_t group = H5Gcreate2(parent, name, H5P_DEFAULT, netcdf->group_order, H5P_DEFAULT);
    netcdf_good(netcdf, group, name);
    return group;
}

static hid_t stored_type(const struct netcdf *netcdf, enum netcdf_type type)
{
    switch (type) {
    case NETCDF_INT32:
        return H5T_STD_I32LE;
    case NETCDF_FLOAT64:
        return H5T_IEEE_F64LE;
    case NETCDF_TEXT:
        break;
    }
    return netcdf->text_type;
}

/* The same in memory. */
static hid_t native_type(const struct netcdf *netcdf, enum netcdf_type type)
{
    switch (type) {
    case NETCDF_INT32:
        return H5T_NATIVE_INT32;
    case NETCDF_FLOAT64:
        return H5T_NATIVE_DOUBLE;
    case NETCDF_TEXT:
        break;
    }
    return netcdf->text_type;
}

static void attribute(struct netcdf *netcdf, hid_t object, const char *name, enum netcdf_type type,
                      hid_t space, const void *value)
{
    hid_t made =
        H5Acreate2(object, name, stored_type(netcdf, type), space, H5P_DEFAULT, H5P_DEFAULT);
    if (netcdf_good(netcdf, made, name)) {
        netcdf_good(netcdf, H5Awrite(made, native_type(netcdf, type), value), name);
        H5Aclose(made);
    }
    H5Sclose(space);
}

void netcdf_text(struct netcdf *netcdf, hid_t object, const char *name, const char *value)
{
    if (!netcdf->failed && value)
        attribute(netcdf, object, name, NETCDF_TEXT, H5Screate(H5S_SCALAR), &value);
}

static void row_attribute(struct netcdf *netcdf, hid_t object, const char *name,
                          enum netcdf_type type, size_t n, const void *values)
{
    hsize_t size = n;
    if (!netcdf->failed)
        attribute(netcdf, object, name, type, H5Screate_simple(1, &size, NULL), values);
}

void netcdf_texts(struct netcdf *netcdf, hid_t object, const char *name, size_t n,
                  const char *const *values)
{
    row_attribute(netcdf, object, name, NETCDF_TEXT, n, values);
}

void netcdf_integers(struct netcdf *netcdf, hid_t object, const char *name, size_t n,
                     const int32_t *values)
{
    row_attribute(netcdf, object, name, NETCDF_INT32, n, values);
}

void netcdf_numbers(struct netcdf *netcdf, hid_t object, const char *name, size_t n,
                    const double *values)
{
    row_attribute(netcdf, object, name, NETCDF_FLOAT64, n, values);
}

static hid_t space_of(int rank, const struct netcdf_axis *const *axes)
{
    hsize_t size[NETCDF_MAX_AXES] = {0}, most[NETCDF_MAX_AXES] = {0};
    if (rank == 0)
        return H5Screate(H5S_SCALAR);
    for (int i = 0; i < rank; i++) {
        size[i] = axes[i]->size;
        most[i] = axes[i]->grows ? H5S_UNLIMITED : size[i];
    }
    return H5Screate_simple(rank, size, most);
}

static hid_t dataset(struct netcdf *netcdf, hid_t group, const char *name, enum netcdf_type type,
                     hid_t space, hid_t properties)
{
    hid_t made = H5Dcreate2(group, name, stored_type(netcdf, type), space, H5P_DEFAULT, properties,
                            H5P_DEFAULT);
    netcdf_good(netcdf, made, name);
    return made;
}

/* Creation properties of a variable; chunk NULL: one piece, or default pieces if an axis grows. */
static hid_t storage(const struct netcdf *netcdf, int rank, const struct netcdf_axis *const *axes,
                     const hsize_t *chunk)
{
    hsize_t piece[NETCDF_MAX_AXES] = {0};
    bool grows = false;
    hid_t properties = H5Pcopy(netcdf->dataset_order);
    for (int i = 0; i < rank; i++) {
        grows = grows || axes[i]->grows;
        piece[i] = axes[i]->grows ? PIECE : axes[i]->size;
    }
    if (chunk || grows) {
        H5Pset_chunk(properties, rank, chunk ? chunk : piece);
        H5Pset_shuffle(properties);
        H5Pset_deflate(properties, DEFLATE_LEVEL);
    }
    return properties;
}

static hid_t variable(struct netcdf *netcdf, hid_t group, const char *name, enum netcdf_type type,
                      int rank, const struct netcdf_axis *const *axes, const hsize_t *chunk)
{
    if (netcdf->failed)
        return -1;
    hid_t space = space_of(rank, axes);
    hid_t properties = storage(netcdf, rank, axes, chunk);
    hid_t made = dataset(netcdf, group, name, type, space, properties);
    H5Pclose(properties);
    H5Sclose(space);
    return made;
}

static hid_t attached(struct netcdf *netcdf, hid_t made, const char *name, int rank,
                      const struct netcdf_axis *const *axes)
{
    for (int i = 0; i < rank && !netcdf->failed; i++)
        netcdf_good(netcdf, H5DSattach_scale(made, axes[i]->scale, (unsigned)i), name);
    return made;
}

hid_t netcdf_variable(struct netcdf *netcdf, hid_t group, const char *name, enum netcdf_type type,
                      int rank, const struct netcdf_axis *const *axes)
{
    hid_t made = variable(netcdf, group, name, type, rank, axes, NULL);
    return attached(netcdf, made, name, rank, axes);
}

hid_t netcdf_packed_variable(struct netcdf *netcdf, hid_t group, const char *name,
                             enum netcdf_type type, int rank, const struct netcdf_axis *const *axes,
                             const hsize_t *chunk)
{
    hid_t made = variable(netcdf, group, name, type, rank, axes, chunk);
    return attached(netcdf, made, name, rank, axes);
}

/* Makes a dataset the scale of a new dimension; label is what HDF5 calls the scale. */
static void make_scale(struct netcdf *netcdf, struct netcdf_axis *axis, const char *label)
{
    int32_t number = netcdf->dimensions++;
    if (netcdf->failed)
        return;
    netcdf_good(netcdf, H5DSset_scale(axis->scale, label), axis->name);
    if (!netcdf->failed)
        attribute(netcdf, axis->scale, "_Netcdf4Dimid", NETCDF_INT32, H5Screate(H5S_SCALAR),
                  &number);
}

struct netcdf_axis netcdf_coordinate(struct netcdf *netcdf, hid_t group, const char *name,
                                     enum netcdf_type type, hsize_t size, bool grows)
{
    struct netcdf_axis axis = {name, -1, size, grows};
    const struct netcdf_axis *axes[] = {&axis};
    axis.scale = variable(netcdf, group, name, type, 1, axes, NULL);
    make_scale(netcdf, &axis, name);
    return axis;
}

void netcdf_dimension_label(char label[DIMENSION_LABEL_SIZE], hsize_t size)
{
    snprintf(label, DIMENSION_LABEL_SIZE, DIMENSION_LABEL "%10llu", (unsigned long long)size);
}

struct netcdf_axis netcdf_dimension(struct netcdf *netcdf, hid_t group, const char *name,
                                    hsize_t size)
{
    char label[DIMENSION_LABEL_SIZE];
    netcdf_dimension_label(label, size);
    struct netcdf_axis axis = {name, -1, size, false};
    const struct netcdf_axis *axes[] = {&axis};
    axis.scale = variable(netcdf, group, name, NETCDF_INT32, 1, axes, NULL);
    make_scale(netcdf, &axis, label);
    return axis;
}

void netcdf_extend(struct netcdf *netcdf, hid_t variable_id, int axis, hsize_t size)
{
    hsize_t sizes[NETCDF_MAX_AXES] = {0};
    if (netcdf->failed)
        return;
    hid_t space = H5Dget_space(variable_id);
    H5Sget_simple_extent_dims(space, sizes, NULL);
    H5Sclose(space);
    sizes[axis] = size;
    char name[160] = "";
    H5Iget_name(variable_id, name, sizeof name);
    netcdf_good(netcdf, H5Dset_extent(variable_id, sizes), name);
}

void netcdf_put(struct netcdf *netcdf, hid_t variable_id, enum netcdf_type type, const void *values)
{
    if (netcdf->failed)
        return;
    char name[160] = "";
    H5Iget_name(variable_id, name, sizeof name);
    netcdf_good(netcdf,
                H5Dwrite(variable_id, native_type(netcdf, type), H5S_ALL, H5S_ALL, netcdf->transfer,
                         values),
                name);
}

void netcdf_put_part(struct netcdf *netcdf, hid_t variable_id, enum netcdf_type type, int rank,
                     const hsize_t *first, const hsize_t *count, const void *values)
{
    if (netcdf->failed)
        return;
    char name[160] = "";
    H5Iget_name(variable_id, name, sizeof name);
    hid_t file = H5Dget_space(variable_id), memory = H5Screate_simple(rank, count, NULL);
    H5Sselect_hyperslab(file, H5S_SELECT_SET, first, NULL, count, NULL);
    netcdf_good(
        netcdf,
        H5Dwrite(variable_id, native_type(netcdf, type), memory, file, netcdf->transfer, values),
        name);
    H5Sclose(memory);
    H5Sclose(file);
}

void netcdf_put_piece(struct netcdf *netcdf, hid_t variable_id, const hsize_t *first,
                      const void *packed, size_t length)
{
    if (netcdf->failed)
        return;
    char name[160] = "";
    H5Iget_name(variable_id, name, sizeof name);
    netcdf_good(netcdf, H5Dwrite_chunk(variable_id, H5P_DEFAULT, 0, first, length, packed), name);
}
