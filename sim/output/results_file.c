#include "output/results_file.h"

#include "output/hdf5_failure.h"
#include "output/schema.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONVERSION_BYTES (16 << 10)

void results_file_message(const char *path, struct messages *messages, enum text text,
                          const char *first, const char *second, const char *third)
{
    const char *const arguments[] = {first, second, third};
    int n = third ? 3 : (second ? 2 : (first ? 1 : 0));
    message_add(messages, path, 0, 0, NULL, text, arguments, n);
}

void results_file_unreadable(const char *path, const char *what, struct messages *messages)
{
    char reason[256];
    hdf5_reason(reason, sizeof reason);
    results_file_message(path, messages, TEXT_RESULTS_READ, what, reason, NULL);
}

static char *read_variable_text(hid_t attribute, hid_t type)
{
    char *text = NULL, *copy = NULL;
    hid_t space = H5Aget_space(attribute);
    if (H5Sget_simple_extent_npoints(space) == 1 && H5Aread(attribute, type, &text) >= 0 && text) {
        copy = strdup(text);
        H5Dvlen_reclaim(type, space, H5P_DEFAULT, &text);
    }
    H5Sclose(space);
    return copy;
}

char *results_file_text(hid_t object, const char *name)
{
    if (H5Aexists(object, name) <= 0)
        return NULL;
    char *text = NULL;
    hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
    hid_t type = H5Aget_type(attribute);
    if (H5Tis_variable_str(type) > 0)
        text = read_variable_text(attribute, type);
    H5Tclose(type);
    H5Aclose(attribute);
    return text;
}

bool results_file_number(hid_t object, const char *name, double *value)
{
    if (H5Aexists(object, name) <= 0)
        return false;
    hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
    hid_t space = H5Aget_space(attribute);
    bool read = H5Sget_simple_extent_npoints(space) == 1 &&
                H5Aread(attribute, H5T_NATIVE_DOUBLE, value) >= 0;
    H5Sclose(space);
    H5Aclose(attribute);
    return read;
}

static bool schema_is_known(hid_t file, const char *path, struct messages *messages)
{
    char known[32];
    char *schema = results_file_text(file, SCHEMA_ATTRIBUTE);
    char *source = results_file_text(file, SOURCE_ATTRIBUTE);
    bool right = schema && strtol(schema, NULL, 10) == SCHEMA_MAJOR;
    snprintf(known, sizeof known, "%d.x", SCHEMA_MAJOR);
    if (!schema)
        results_file_message(path, messages, TEXT_RESULTS_NOT_OURS, SCHEMA_ATTRIBUTE, NULL, NULL);
    else if (!right)
        results_file_message(path, messages, TEXT_RESULTS_SCHEMA, schema, known,
                             source ? source : "?");
    free(schema);
    free(source);
    return right;
}

/* A finished file is never written again, so a lock protects nothing; and where a file system has
 * no locks (Lustre, NFS), asking for one fails. */
static hid_t access_properties(void)
{
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
#if H5_VERSION_GE(1, 10, 7)
    H5Pset_file_locking(access, 0, 1);
#endif
    return access;
}

hid_t results_file_transfer(void)
{
    hid_t transfer = H5Pcreate(H5P_DATASET_XFER);
    H5Pset_buffer(transfer, CONVERSION_BYTES, NULL, NULL);
    return transfer;
}

hid_t results_file_open(const char *path, struct messages *messages)
{
    hdf5_silence();
    FILE *probe = fopen(path, "rb");
    if (!probe) {
        results_file_message(NULL, messages, TEXT_NO_FILE, path, strerror(errno), NULL);
        return -1;
    }
    fclose(probe);
    if (!hdf5_has_memory(HDF5_OPENING)) {
        results_file_message(NULL, messages, TEXT_NO_FILE, path, strerror(ENOMEM), NULL);
        return -1;
    }
    hid_t access = access_properties();
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, access);
    H5Pclose(access);
    if (file < 0) {
        results_file_message(path, messages, TEXT_RESULTS_NOT_HDF5, NULL, NULL, NULL);
        return -1;
    }
    if (schema_is_known(file, path, messages))
        return file;
    H5Fclose(file);
    return -1;
}
