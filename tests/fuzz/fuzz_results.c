/* libFuzzer harness of what reads results files. No chance comes by a file with the right digest, and what
 * damages the bytes is found by it (tests/unit/test_results_faults.c). So the input says how a whole
 * file is to be changed, dataset by dataset, and its digest is made right again: a file as another
 * version, or another hand, might write it. PLASSFLYT_TEMPLATE names the whole file. */
#include "analysis/child_changes.h"
#include "analysis/figure.h"
#include "analysis/ranking.h"
#include "analysis/target.h"
#include "analysis/warning.h"
#include "output/digest.h"
#include "output/hdf5_failure.h"
#include "output/results.h"
#include "output/schema.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_OBJECTS = 2048, MOST_CHANGES = 4, MOST_VALUES = 1 << 16 };

static char path[64];
static unsigned char *whole;
static size_t n_whole;
static char *name[MOST_OBJECTS];
static size_t n_names;

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* ---- the whole file ---- */

static herr_t list(hid_t file, const char *object, const H5O_info_t *info, void *context)
{
    (void)file;
    (void)context;
    if (info->type == H5O_TYPE_DATASET && n_names < MOST_OBJECTS)
        name[n_names++] = strdup(object);
    return 0;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    const char *template = getenv("PLASSFLYT_TEMPLATE");
    FILE *file = template ? fopen(template, "rb") : NULL;
    if (!file) {
        fprintf(stderr, "PLASSFLYT_TEMPLATE names no results file\n");
        exit(2);
    }
    fseek(file, 0, SEEK_END);
    n_whole = (size_t)ftell(file);
    rewind(file);
    whole = malloc(n_whole);
    if (!whole || fread(whole, 1, n_whole, file) != n_whole)
        exit(2);
    fclose(file);
    snprintf(path, sizeof path, "/dev/shm/plassflyt-fuzz-%ld.h5", (long)getpid());
    hdf5_silence();
    hid_t results = H5Fopen(template, H5F_ACC_RDONLY, H5P_DEFAULT);
    H5Ovisit(results, H5_INDEX_NAME, H5_ITER_INC, list, NULL);
    H5Fclose(results);
    return 0;
}

/* ---- changing it ---- */

static void fill(hid_t dataset, uint8_t how)
{
    static const double number[] = {0, -1, 1, NAN, INFINITY, 1e300, 4294967296.0, -2147483648.0};
    hid_t space = H5Dget_space(dataset), type = H5Dget_type(dataset);
    hssize_t n = H5Sget_simple_extent_npoints(space);
    double *values = n > 0 && n <= MOST_VALUES ? malloc((size_t)n * sizeof *values) : NULL;
    if (values && H5Tget_class(type) != H5T_STRING &&
        H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0) {
        for (hssize_t i = 0; i < n; i++)
            if (how < 128 || i % (how % 7 + 2) == 0)
                values[i] = number[how % 8];
        H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
    }
    free(values);
    H5Tclose(type);
    H5Sclose(space);
}

/* Another dataset of the same name: other numbers or texts, another shape. */
static void replace(hid_t file, const char *object, uint8_t a, uint8_t b)
{
    hsize_t size[4];
    int rank = a % 5;
    for (int i = 0; i < rank; i++)
        size[i] = (b >> (2 * i)) % 4u;
    hid_t text = H5Tcopy(H5T_C_S1);
    H5Tset_size(text, H5T_VARIABLE);
    H5Tset_cset(text, H5T_CSET_UTF8);
    const hid_t types[] = {H5T_STD_I32LE, H5T_IEEE_F64LE, text, H5T_STD_I64LE, H5T_STD_U8BE};
    H5Ldelete(file, object, H5P_DEFAULT);
    hid_t space = rank ? H5Screate_simple(rank, size, NULL) : H5Screate(H5S_SCALAR);
    hid_t dataset =
        H5Dcreate2(file, object, types[a / 5 % 5], space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    if (dataset >= 0)
        H5Dclose(dataset);
    H5Sclose(space);
    H5Tclose(text);
}

static void change_attribute(hid_t dataset, uint8_t a, uint8_t b)
{
    char attribute[128];
    if (H5Aget_name_by_idx(dataset, ".", H5_INDEX_NAME, H5_ITER_INC, a, attribute, sizeof attribute,
                           H5P_DEFAULT) < 0)
        return;
    H5Adelete(dataset, attribute);
    if (b % 2 == 0)
        return;
    hid_t text = H5Tcopy(H5T_C_S1), space = H5Screate(H5S_SCALAR);
    H5Tset_size(text, H5T_VARIABLE);
    static const char *const words[] = {"", "NaN", "level", "ms", "\xc3", "a=b|c != d;", "%n%s"};
    hid_t made = H5Acreate2(dataset, attribute, b % 4 == 1 ? text : H5T_IEEE_F64LE, space,
                            H5P_DEFAULT, H5P_DEFAULT);
    double number = b % 8 == 3 ? NAN : -5e9;
    if (b % 4 == 1)
        H5Awrite(made, text, &words[b / 4 % 7]);
    else
        H5Awrite(made, H5T_NATIVE_DOUBLE, &number);
    H5Aclose(made);
    H5Sclose(space);
    H5Tclose(text);
}

static void change(hid_t file, const uint8_t *how)
{
    const char *object = name[(how[1] + 256u * how[2]) % n_names];
    if (how[0] % 8 == 0) {
        H5Ldelete(file, object, H5P_DEFAULT);
        return;
    }
    if (how[0] % 8 == 1) {
        replace(file, object, how[3], how[4]);
        return;
    }
    if (how[0] % 8 == 2) { /* it takes another's place */
        const char *other = name[(how[3] + 256u * how[4]) % n_names];
        H5Ldelete(file, other, H5P_DEFAULT);
        H5Lmove(file, object, file, other, H5P_DEFAULT, H5P_DEFAULT);
        return;
    }
    hid_t dataset = H5Dopen2(file, object, H5P_DEFAULT);
    if (dataset < 0)
        return;
    if (how[0] % 8 < 5)
        change_attribute(dataset, how[3], how[4]);
    else
        fill(dataset, how[3]);
    H5Dclose(dataset);
}

/* Writes the changed file; false if it cannot have a digest. */
static bool write_changed(const uint8_t *data, size_t size)
{
    char digest[DIGEST_LENGTH + 1];
    const char *text = digest;
    FILE *copy = fopen(path, "wb");
    if (!copy || fwrite(whole, 1, n_whole, copy) != n_whole || fclose(copy) != 0)
        abort();
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    for (size_t i = 0; i + 5 <= size && i < 5 * MOST_CHANGES; i += 5)
        change(file, data + i);
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    bool good = digest_of_file(file, path, digest, &messages);
    messages_free(&messages);
    if (good) {
        hid_t attribute = H5Aopen(file, DIGEST_ATTRIBUTE, H5P_DEFAULT);
        hid_t type = H5Aget_type(attribute);
        H5Awrite(attribute, type, &text);
        H5Tclose(type);
        H5Aclose(attribute);
    }
    H5Fclose(file);
    return good;
}

/* ---- reading it ---- */

static void compare(const struct results *results, struct messages *messages)
{
    struct warnings warnings;
    const struct comparison_order order = {.period = period_default(results), .confidence = 0.95};
    struct comparison *comparison = comparison_make(results, &order, messages);
    if (!comparison)
        return;
    for (size_t r = 0; r < comparison->n_rows && r < 12; r++) {
        struct ranking ranking;
        if (ranking_make(comparison, &comparison->rows[r], BETTER_LOWER, &ranking))
            ranking_free(&ranking);
    }
    if (warnings_make(comparison, LANGUAGE_NB, &warnings, messages))
        warnings_free(&warnings);
    comparison_free(comparison);
}

static void draw(const struct results *results, struct messages *messages)
{
    for (int f = 0; f < N_FIGURES; f++) {
        enum text why;
        struct drawing drawing;
        const struct figure_order order = {
            .results = results, .language = LANGUAGE_NN, .period = period_default(results)};
        if (figure_is_possible((enum figure)f, &order, &why) &&
            figure_make((enum figure)f, &order, &drawing, messages))
            drawing_free(&drawing);
    }
}

static void read_children(const struct results *results, struct messages *messages)
{
    const struct children *children = children_read(results, messages);
    for (size_t o = 0; children && o < 2; o++) {
        struct child_changes *changes =
            child_changes_make(children, o, 0, results->scenarios - 1, 0.95, messages);
        child_changes_free(changes);
    }
}

/* `what`: reading all takes a second, so an input says which part, and one in four has all. */
static void read_changed(unsigned what)
{
    static FILE *nowhere;
    if (!nowhere)
        nowhere = fopen("/dev/null", "w");
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    char stored[DIGEST_LENGTH + 1], computed[DIGEST_LENGTH + 1];
    /* as the program opens a file (command/open_results.c) */
    bool whole_file = results_digest(path, computed, stored, &messages);
    struct results *results = whole_file ? results_open(path, &messages) : NULL;
    if (results && results->replications > 0 && results->months > 0) {
        size_t n;
        if (what == 0 || what == 1)
            compare(results, &messages);
        if (what == 0 || what == 2)
            draw(results, &messages);
        if (what == 0 || what == 3)
            free(target_answers(results, &n, &messages));
        if (what == 0 || what == 3)
            read_children(results, &messages);
    }
    results_free(results);
    messages_print(&messages, nowhere, false);
    messages_free(&messages);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size >= 5 && write_changed(data, size))
        read_changed(data[0] / 8 % 4); /* what is changed hangs on data[0] % 8 */
    unlink(path);
    return 0;
}
