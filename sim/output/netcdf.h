/* Writing HDF5 so that netCDF-4 programs can read it: every object keeps the order in which its
 * parts were made, every axis has a dimension scale, and only int32, float64 and UTF-8 text of
 * variable length are used (NetCDF-4 format specification, Unidata,
 * https://docs.unidata.ucar.edu/netcdf-c/current/file_format_specifications.html).
 *
 * Errors stick: the first call that fails records what and why; every later one does nothing. So
 * a caller writes straight on and looks at `failed` once. All ids die with netcdf_close.
 */
#ifndef PLASSFLYT_OUTPUT_NETCDF_H
#define PLASSFLYT_OUTPUT_NETCDF_H

#include <hdf5.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum netcdf_type { NETCDF_INT32, NETCDF_FLOAT64, NETCDF_TEXT };

#define NETCDF_MAX_AXES 8

/* The words by which netCDF knows a scale that is no variable; its length follows in ten places. */
#define DIMENSION_LABEL      "This is a netCDF dimension but not a netCDF variable."
#define DIMENSION_LABEL_SIZE 80

struct netcdf {
    hid_t file;
    hid_t text_type;   /* UTF-8 of variable length */
    hid_t group_order; /* creation properties of groups and datasets */
    hid_t dataset_order;
    hid_t transfer; /* properties of writing */
    int dimensions; /* made so far; the next one's _Netcdf4Dimid */
    bool open;
    bool failed;
    char object[160]; /* what could not be written */
    char reason[256]; /* and why */
};

/* A dimension and the dataset that is its scale. */
struct netcdf_axis {
    const char *name;
    hid_t scale;
    hsize_t size;
    bool grows; /* its length is set by netcdf_extend */
};

/* Takes an id or a status of an HDF5 call on an object: negative means failure, which is recorded.
 * Whether it went well. */
bool netcdf_good(struct netcdf *netcdf, hid_t status, const char *object);

/* Zeroed memory to be freed by the caller; NULL, and failed, if there is none. */
void *netcdf_memory(struct netcdf *netcdf, size_t n, size_t size);

/* Says that memory is out. */
void netcdf_memory_gone(struct netcdf *netcdf);

/* Makes the file anew (what was there is gone). */
void netcdf_create(struct netcdf *netcdf, const char *path);

/* Writes what the library still holds back. */
void netcdf_flush(struct netcdf *netcdf);

/* Closes the file and everything in it, if that has not been done. True if all that was ever
 * written has arrived. */
bool netcdf_close(struct netcdf *netcdf);

hid_t netcdf_group(struct netcdf *netcdf, hid_t parent, const char *name);

/* Attributes. A text that is NULL is left out. */
void netcdf_text(struct netcdf *netcdf, hid_t object, const char *name, const char *value);
void netcdf_texts(struct netcdf *netcdf, hid_t object, const char *name, size_t n,
                  const char *const *values);
void netcdf_integers(struct netcdf *netcdf, hid_t object, const char *name, size_t n,
                     const int32_t *values);
void netcdf_numbers(struct netcdf *netcdf, hid_t object, const char *name, size_t n,
                    const double *values);

/* A dimension with a coordinate variable: `scale` takes its values. name must outlive the axis. */
struct netcdf_axis netcdf_coordinate(struct netcdf *netcdf, hid_t group, const char *name,
                                     enum netcdf_type type, hsize_t size, bool grows);

/* A dimension without coordinates. */
struct netcdf_axis netcdf_dimension(struct netcdf *netcdf, hid_t group, const char *name,
                                    hsize_t size);

/* What HDF5 calls the scale of such a dimension. */
void netcdf_dimension_label(char label[DIMENSION_LABEL_SIZE], hsize_t size);

/* A variable over axes[rank], stored as one piece; in pieces if an axis grows. */
hid_t netcdf_variable(struct netcdf *netcdf, hid_t group, const char *name, enum netcdf_type type,
                      int rank, const struct netcdf_axis *const *axes);

/* A variable stored in pieces of chunk[rank], each shuffled and deflated. */
hid_t netcdf_packed_variable(struct netcdf *netcdf, hid_t group, const char *name,
                             enum netcdf_type type, int rank, const struct netcdf_axis *const *axes,
                             const hsize_t *chunk);

/* Gives a variable's axis number `axis` the length `size`. */
void netcdf_extend(struct netcdf *netcdf, hid_t variable, int axis, hsize_t size);

/* Writes all of a variable: int32_t, double or const char *, as its type. */
void netcdf_put(struct netcdf *netcdf, hid_t variable, enum netcdf_type type, const void *values);

/* Writes a part of a variable: count[rank] values from first[rank] on. */
void netcdf_put_part(struct netcdf *netcdf, hid_t variable, enum netcdf_type type, int rank,
                     const hsize_t *first, const hsize_t *count, const void *values);

/* Writes one piece that is packed already (see packing.h). */
void netcdf_put_piece(struct netcdf *netcdf, hid_t variable, const hsize_t *first,
                      const void *packed, size_t length);

#endif
