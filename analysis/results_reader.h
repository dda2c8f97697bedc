/* Reading pieces of an open results file. The first failure leaves a message; every later call does
 * nothing and gives NULL or 0. All memory given belongs to the reader. */
#ifndef PLASSFLYT_ANALYSIS_RESULTS_READER_H
#define PLASSFLYT_ANALYSIS_RESULTS_READER_H

#include "analysis/results.h"

#include <hdf5.h>

struct results_reader {
    hid_t file;
    const char *path;
    struct messages *messages; /* while opening */
    bool failed;
    void **kept; /* [n_kept] memory to be freed with the reader */
    size_t n_kept, room;
};

/* Frees all memory and closes the file. */
void reader_free(struct results_reader *reader);

/* Zeroed memory; NULL, failed and a message if there is none. */
void *reader_memory(struct results_reader *reader, size_t n, size_t size);
const char *reader_copy(struct results_reader *reader, const char *text);

/* Says that `what` is not as it should be in a results file. */
void reader_wrong(struct results_reader *reader, const char *what);

hid_t reader_group(struct results_reader *reader, const char *path);

/* Names of the datasets of a group in the order they were made; NULL-terminated. */
const char **reader_names(struct results_reader *reader, hid_t group);

/* Attributes; NULL or false if there is none. */
const char *reader_text(struct results_reader *reader, hid_t object, const char *name);
bool reader_numbers(struct results_reader *reader, hid_t object, const char *name, size_t n,
                    double *out);

/* long_name in three languages, English where one is missing. */
void reader_labels(struct results_reader *reader, hid_t object, const char **label);

/* Values of a whole dataset; *n is how many there are. */
const int32_t *reader_integers(struct results_reader *reader, hid_t group, const char *name,
                               size_t *n);
const double *reader_doubles(struct results_reader *reader, hid_t group, const char *name,
                             size_t *n);
const char **reader_texts(struct results_reader *reader, hid_t group, const char *name, size_t *n);

/* Whether a group holds something of that name. */
bool reader_has(struct results_reader *reader, hid_t group, const char *name);

/* Finds the axes of a dataset among those of the results; the rank, or -1 with a message. */
int reader_axes(struct results_reader *reader, const struct results *results, hid_t dataset,
                const struct results_axis **axis);

/* The n numbers of a dataset, as `read` makes them of it, told `context`; not called if n is 0. To be
 * freed; NULL and a message if that fails or memory is short. */
double *read_numbers(const struct results *results, const char *path, size_t n,
                     bool (*read)(hid_t dataset, const void *context, double *values),
                     const void *context, struct messages *messages);

/* Parts of the file (results_parts.c). */
void reader_read_parameters(struct results_reader *reader, struct results *results);
void reader_read_sources(struct results_reader *reader, struct results *results);
void reader_read_changes(struct results_reader *reader, struct results *results);
void reader_read_published(struct results_reader *reader, struct results *results);
void reader_read_targets(struct results_reader *reader, struct results *results);
void reader_read_draws(struct results_reader *reader, struct results *results);
void reader_read_failures(struct results_reader *reader, struct results *results);
void reader_read_descriptions(struct results_reader *reader, struct results *results);
void reader_read_run(struct results_reader *reader, struct results *results);
void reader_read_inputs(struct results_reader *reader, struct results *results);

#endif
