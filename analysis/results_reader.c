#include "analysis/results_reader.h"

#include "output/results_file.h"

#include <hdf5_hl.h>
#include <stdlib.h>
#include <string.h>

/* ---- memory and failure ---- */

static void no_memory(struct results_reader *reader)
{
    if (!reader->failed)
        results_file_message(reader->path, reader->messages, TEXT_RESULTS_MEMORY, NULL, NULL, NULL);
    reader->failed = true;
}

static void unreadable(struct results_reader *reader, const char *what)
{
    if (!reader->failed)
        results_file_unreadable(reader->path, what, reader->messages);
    reader->failed = true;
}

void reader_wrong(struct results_reader *reader, const char *what)
{
    if (!reader->failed)
        results_file_message(reader->path, reader->messages, TEXT_RESULTS_TYPE, what, NULL, NULL);
    reader->failed = true;
}

static bool make_room(struct results_reader *reader)
{
    if (reader->n_kept < reader->room)
        return true;
    size_t room = reader->room ? 2 * reader->room : 256;
    void **kept = realloc(reader->kept, room * sizeof *kept);
    if (!kept)
        return false;
    reader->kept = kept;
    reader->room = room;
    return true;
}

void *reader_memory(struct results_reader *reader, size_t n, size_t size)
{
    void *memory = make_room(reader) ? calloc(n ? n : 1, size) : NULL;
    if (memory)
        reader->kept[reader->n_kept++] = memory;
    else
        no_memory(reader);
    return memory;
}

const char *reader_copy(struct results_reader *reader, const char *text)
{
    size_t size = text ? strlen(text) + 1 : 0;
    char *copy = text ? reader_memory(reader, size, 1) : NULL;
    return copy ? memcpy(copy, text, size) : NULL;
}

void reader_free(struct results_reader *reader)
{
    for (size_t i = 0; i < reader->n_kept; i++)
        free(reader->kept[i]);
    free(reader->kept);
    if (reader->file >= 0)
        H5Fclose(reader->file);
    free(reader);
}

/* ---- groups and attributes ---- */

hid_t reader_group(struct results_reader *reader, const char *path)
{
    hid_t group = reader->failed ? -1 : H5Gopen2(reader->file, path, H5P_DEFAULT);
    if (group < 0)
        unreadable(reader, path);
    return group;
}

struct name_list {
    struct results_reader *reader;
    const char **name;
    size_t n;
};

static herr_t add_name(hid_t group, const char *name, const H5L_info_t *link, void *context)
{
    struct name_list *list = context;
    H5O_info_t info;
    (void)link;
    if (H5Oget_info_by_name2(group, name, &info, H5O_INFO_BASIC, H5P_DEFAULT) < 0)
        return -1;
    if (info.type == H5O_TYPE_DATASET)
        list->name[list->n++] = reader_copy(list->reader, name);
    return 0;
}

const char **reader_names(struct results_reader *reader, hid_t group)
{
    H5G_info_t info;
    struct name_list list = {reader, NULL, 0};
    if (reader->failed || H5Gget_info(group, &info) < 0)
        return NULL;
    list.name = reader_memory(reader, (size_t)info.nlinks + 1, sizeof *list.name);
    if (list.name && H5Literate(group, H5_INDEX_CRT_ORDER, H5_ITER_INC, NULL, add_name, &list) < 0)
        unreadable(reader, "/");
    return reader->failed ? NULL : list.name;
}

bool reader_has(struct results_reader *reader, hid_t group, const char *name)
{
    return !reader->failed && H5Lexists(group, name, H5P_DEFAULT) > 0;
}

const char *reader_text(struct results_reader *reader, hid_t object, const char *name)
{
    if (reader->failed)
        return NULL;
    char *text = results_file_text(object, name);
    const char *copy = reader_copy(reader, text);
    free(text);
    return copy;
}

bool reader_numbers(struct results_reader *reader, hid_t object, const char *name, size_t n,
                    double *out)
{
    if (reader->failed || H5Aexists(object, name) <= 0)
        return false;
    hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
    hid_t space = H5Aget_space(attribute);
    bool read = H5Sget_simple_extent_npoints(space) == (hssize_t)n &&
                H5Aread(attribute, H5T_NATIVE_DOUBLE, out) >= 0;
    H5Sclose(space);
    H5Aclose(attribute);
    if (!read)
        reader_wrong(reader, name);
    return read;
}

void reader_labels(struct results_reader *reader, hid_t object, const char **label)
{
    static const char *const name[N_LANGUAGES] = {"long_name", "long_name_nb", "long_name_nn"};
    for (int l = 0; l < N_LANGUAGES; l++) {
        label[l] = reader_text(reader, object, name[l]);
        if (!label[l])
            label[l] = l ? label[LANGUAGE_EN] : "";
    }
}

/* ---- values ---- */

/* Opens a dataset whose values are of a class; *n is their number. -1 with a message if it is none.
 */
static hid_t open_dataset(struct results_reader *reader, hid_t group, const char *name,
                          H5T_class_t class, size_t *n)
{
    *n = 0;
    if (reader->failed)
        return -1;
    hid_t dataset = H5Dopen2(group, name, H5P_DEFAULT);
    if (dataset < 0) {
        unreadable(reader, name);
        return -1;
    }
    hid_t type = H5Dget_type(dataset), space = H5Dget_space(dataset);
    hssize_t points = H5Sget_simple_extent_npoints(space);
    bool right = H5Tget_class(type) == class && points >= 0 &&
                 (class != H5T_STRING || H5Tis_variable_str(type) > 0);
    *n = right ? (size_t)points : 0;
    H5Sclose(space);
    H5Tclose(type);
    if (right)
        return dataset;
    H5Dclose(dataset);
    reader_wrong(reader, name);
    return -1;
}

static void *read_values(struct results_reader *reader, hid_t group, const char *name,
                         H5T_class_t class, hid_t type, size_t size, size_t *n)
{
    hid_t dataset = open_dataset(reader, group, name, class, n);
    void *values = dataset >= 0 ? reader_memory(reader, *n, size) : NULL;
    if (values && *n > 0 && H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0)
        unreadable(reader, name);
    if (dataset >= 0)
        H5Dclose(dataset);
    return reader->failed ? NULL : values;
}

const int32_t *reader_integers(struct results_reader *reader, hid_t group, const char *name,
                               size_t *n)
{
    return read_values(reader, group, name, H5T_INTEGER, H5T_NATIVE_INT32, sizeof(int32_t), n);
}

const double *reader_doubles(struct results_reader *reader, hid_t group, const char *name,
                             size_t *n)
{
    return read_values(reader, group, name, H5T_FLOAT, H5T_NATIVE_DOUBLE, sizeof(double), n);
}

static void copy_texts(struct results_reader *reader, hid_t dataset, char **read, size_t n,
                       const char **texts)
{
    hid_t type = H5Dget_type(dataset), space = H5Dget_space(dataset);
    if (H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, read) < 0) {
        unreadable(reader, "text");
    } else {
        for (size_t i = 0; i < n; i++)
            texts[i] = reader_copy(reader, read[i] ? read[i] : "");
        H5Dvlen_reclaim(type, space, H5P_DEFAULT, read);
    }
    H5Sclose(space);
    H5Tclose(type);
}

const char **reader_texts(struct results_reader *reader, hid_t group, const char *name, size_t *n)
{
    hid_t dataset = open_dataset(reader, group, name, H5T_STRING, n);
    const char **texts = dataset >= 0 ? reader_memory(reader, *n, sizeof *texts) : NULL;
    char **read = calloc(*n + 1, sizeof *read);
    if (!read)
        no_memory(reader);
    if (texts && read && *n > 0)
        copy_texts(reader, dataset, read, *n, texts);
    free(read);
    if (dataset >= 0)
        H5Dclose(dataset);
    return reader->failed ? NULL : texts;
}

/* ---- axes ---- */

static herr_t name_of_scale(hid_t dataset, unsigned axis, hid_t scale, void *context)
{
    (void)dataset, (void)axis;
    char *name = context;
    return H5Iget_name(scale, name, 128) > 0 ? 1 : -1;
}

int reader_axes(struct results_reader *reader, const struct results *results, hid_t dataset,
                const struct results_axis **axis)
{
    hsize_t size[RESULTS_MAX_AXES];
    hid_t space = H5Dget_space(dataset);
    int rank = H5Sget_simple_extent_ndims(space);
    bool right =
        rank >= 0 && rank <= RESULTS_MAX_AXES && H5Sget_simple_extent_dims(space, size, NULL) >= 0;
    H5Sclose(space);
    for (int i = 0; right && i < rank; i++) {
        char name[128] = "";
        right = H5DSiterate_scales(dataset, (unsigned)i, NULL, name_of_scale, name) > 0;
        axis[i] = right ? results_axis(results, name + 1) : NULL;
        right = axis[i] && axis[i]->count == size[i];
    }
    if (right)
        return rank;
    char name[128] = "";
    H5Iget_name(dataset, name, sizeof name);
    reader_wrong(reader, name);
    return -1;
}
