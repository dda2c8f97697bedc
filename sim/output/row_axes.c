#include "output/row_axes.h"

#include "output/schema.h"

#include <hdf5_hl.h>
#include <stdio.h>
#include <string.h>

haddr_t object_address(hid_t object)
{
    H5O_info_t info;
    return H5Oget_info2(object, &info, H5O_INFO_BASIC) >= 0 ? info.addr : HADDR_UNDEF;
}

static herr_t keep_address(hid_t dataset, unsigned axis, hid_t scale, void *context)
{
    (void)dataset;
    (void)axis;
    *(haddr_t *)context = object_address(scale);
    return 1; /* an axis has one scale */
}

haddr_t scale_address(hid_t dataset, int axis)
{
    haddr_t address = HADDR_UNDEF;
    H5DSiterate_scales(dataset, (unsigned)axis, NULL, keep_address, &address);
    return address;
}

static int rank_of(hid_t dataset)
{
    hid_t space = H5Dget_space(dataset);
    int rank = H5Sget_simple_extent_ndims(space);
    H5Sclose(space);
    return rank;
}

/* Whether the last part of a path is NUMBERS_NAME. */
static bool is_numbers(const char *path)
{
    const char *slash = strrchr(path, '/');
    return strcmp(slash ? slash + 1 : path, NUMBERS_NAME) == 0;
}

static void add_axis(hid_t file, const char *path, struct row_axes *axes)
{
    bool root = strcmp(path, REPLICATION_SCALE) == 0;
    struct row_axis *axis = &axes->axis[axes->n];
    if ((!root && !is_numbers(path)) || axes->n == MOST_ROW_AXES ||
        strlen(path) >= sizeof axis->numbers)
        return;
    hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT);
    axis->scale = HADDR_UNDEF;
    if (root)
        axis->scale = object_address(dataset);
    else if (rank_of(dataset) == 1)
        axis->scale = scale_address(dataset, 0);
    H5Dclose(dataset);
    snprintf(axis->numbers, sizeof axis->numbers, "%s", path);
    axes->n += axis->scale != HADDR_UNDEF;
}

void row_axes_find(hid_t file, const struct dataset_paths *paths, struct row_axes *axes)
{
    axes->n = 0;
    for (size_t i = 0; i < paths->n; i++)
        add_axis(file, paths->path[i], axes);
}

static int axis_at(const struct row_axes *axes, haddr_t scale)
{
    for (size_t i = 0; i < axes->n; i++)
        if (axes->axis[i].scale == scale)
            return (int)i;
    return -1;
}

int row_axes_of(const struct row_axes *axes, hid_t dataset, int *rank)
{
    *rank = 0;
    int found = axis_at(axes, object_address(dataset)); /* a scale lies along itself */
    for (int i = 0; found < 0 && i < rank_of(dataset); i++) {
        found = axis_at(axes, scale_address(dataset, i));
        *rank = i;
    }
    return found;
}
