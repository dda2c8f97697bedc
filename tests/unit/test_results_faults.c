/* What is wrong with a file is said, and a file that is there is never harmed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/results.h"
#include "output/digest.h"
#include "output/schema.h"
#include "results_place.h"
#include "sample_study.h"

#include <hdf5.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <zlib.h>

static struct messages messages;
static struct sample *sample;
static char digest[DIGEST_LENGTH + 1];

static int setup(void **state)
{
    place_make(state);
    messages_start(&messages, LANGUAGE_EN);
    sample = sample_make(3, 1, 2, 2);
    return sample_write(sample, place_file("good.h5"), NULL, 0, digest, &messages) ? 0 : -1;
}

static int teardown(void **state)
{
    sample_free(sample);
    messages_free(&messages);
    return place_remove(state);
}

static int forget(void **state)
{
    (void)state;
    messages_free(&messages);
    return 0;
}

static void assert_message(const char *part)
{
    assert_true(messages.count > 0);
    if (!strstr(messages.shown[0].text, part))
        fail_msg("\"%s\" does not say \"%s\"", messages.shown[0].text, part);
}

/* ---- bytes ---- */

static unsigned char *read_bytes(const char *name, size_t *n)
{
    FILE *file = fopen(place_file(name), "rb");
    struct stat status;
    assert_int_equal(fstat(fileno(file), &status), 0);
    *n = (size_t)status.st_size;
    unsigned char *bytes = malloc(*n);
    assert_int_equal(fread(bytes, 1, *n, file), *n);
    fclose(file);
    return bytes;
}

static void write_bytes(const char *name, const void *bytes, size_t n)
{
    FILE *file = fopen(place_file(name), "wb");
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    fclose(file);
}

/* Whether verification finds a file unchanged. */
static bool verifies(const char *name)
{
    char computed[DIGEST_LENGTH + 1], stored[DIGEST_LENGTH + 1];
    return results_digest(place_file(name), computed, stored, &messages) &&
           strcmp(computed, stored) == 0;
}

/* ---- damage ---- */

struct extent {
    char name[96];
    haddr_t first;
    hsize_t length;
    bool packed, text;
};

enum { MOST_EXTENTS = 1024, FLIPS = 20 };

struct extents {
    struct extent at[MOST_EXTENTS];
    size_t n;
};

/* Notes where the bytes of a dataset lie in the file. */
static herr_t note_extent(hid_t file, const char *name, const H5O_info_t *info, void *context)
{
    struct extents *extents = context;
    if (info->type != H5O_TYPE_DATASET || strncmp(name, "run/", 4) == 0)
        return 0;
    hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT), space = H5Dget_space(dataset);
    hid_t properties = H5Dget_create_plist(dataset);
    struct extent extent = {.first = H5Dget_offset(dataset),
                            .length = H5Dget_storage_size(dataset)};
    extent.packed = H5Pget_layout(properties) == H5D_CHUNKED;
    hid_t type = H5Dget_type(dataset);
    extent.text = H5Tis_variable_str(type) > 0;
    H5Tclose(type);
    if (extent.packed)
        H5Dget_chunk_info(dataset, space, 0, NULL, NULL, &extent.first, &extent.length);
    snprintf(extent.name, sizeof extent.name, "%s", name);
    if (extent.length > 0 && extent.first != HADDR_UNDEF)
        extents->at[extents->n++] = extent;
    H5Pclose(properties);
    H5Sclose(space);
    H5Dclose(dataset);
    return extents->n < MOST_EXTENTS ? 0 : -1;
}

/* Another deflate stream may unpack to the same bytes; then no value has changed and there is
 * nothing to find. */
static bool unpacks_alike(const unsigned char *packed, const unsigned char *flipped, size_t n)
{
    enum { ROOM = 1 << 20 };
    static unsigned char right[ROOM], other[ROOM];
    uLongf n_right = ROOM, n_other = ROOM;
    assert_int_equal(uncompress(right, &n_right, packed, n), Z_OK);
    return uncompress(other, &n_other, flipped, n) == Z_OK && n_other == n_right &&
           memcmp(right, other, n_right) == 0;
}

/* The place of an empty text is not looked at: nothing lies there. */
static bool is_empty_text(const unsigned char *cell, size_t byte)
{
    static const unsigned char none[4] = {0};
    return byte % 16 >= sizeof none && memcmp(cell + byte / 16 * 16, none, sizeof none) == 0;
}

static void check_flip(unsigned char *bytes, size_t n, const struct extent *extent, size_t at)
{
    unsigned char *before = malloc(extent->length);
    memcpy(before, bytes + extent->first, extent->length);
    bytes[at] ^= 0xff;
    write_bytes("flipped.h5", bytes, n);
    bool alike = extent->packed ? unpacks_alike(before, bytes + extent->first, extent->length)
                                : extent->text && is_empty_text(before, at - extent->first);
    if (verifies("flipped.h5") && !alike)
        fail_msg("byte %zu in %s", at, extent->name);
    bytes[at] ^= 0xff;
    free(before);
}

static void test_flipped_bytes(void **state)
{
    (void)state;
    static struct extents extents;
    size_t n;
    hid_t file = H5Fopen(place_file("good.h5"), H5F_ACC_RDONLY, H5P_DEFAULT);
    assert_true(
        H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_INC, note_extent, &extents, H5O_INFO_BASIC) >= 0);
    H5Fclose(file);
    assert_true(extents.n > 200);
    unsigned char *bytes = read_bytes("good.h5", &n);
    write_bytes("flipped.h5", bytes, n);
    assert_true(verifies("flipped.h5"));
    for (uint64_t i = 0; i < FLIPS; i++) {
        const struct extent *extent = &extents.at[sample_number(i, 1) % extents.n];
        check_flip(bytes, n, extent, extent->first + sample_number(i, 2) % extent->length);
    }
    free(bytes);
}

/* Texts lie in heaps of their own. */
static void test_flipped_texts(void **state)
{
    (void)state;
    static const char *const words[] = {"Kø og ventetid", "Western Norway", "køen – ærlig",
                                        "bistandsplikten skal"};
    size_t n, found = 0;
    unsigned char *bytes = read_bytes("good.h5", &n);
    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
        for (size_t at = 0; at + strlen(words[w]) < n; at++) {
            if (memcmp(bytes + at, words[w], strlen(words[w])) != 0)
                continue;
            bytes[at + 3] ^= 0x04;
            write_bytes("flipped.h5", bytes, n);
            assert_false(verifies("flipped.h5"));
            bytes[at + 3] ^= 0x04;
            found++;
            break;
        }
    assert_int_equal(found, 3);
    free(bytes);
}

/* A heap of texts whose first object has no size: HDF5 1.10.8 goes round in it for ever. */
static void test_endless_heap(void **state)
{
    (void)state;
    enum { HEAP_HEAD = 16, OBJECT_HEAD = 16 };
    size_t n, at = 0;
    unsigned char *bytes = read_bytes("good.h5", &n);
    while (at + HEAP_HEAD + OBJECT_HEAD <= n && memcmp(bytes + at, "GCOL", 4) != 0)
        at++;
    assert_true(at + HEAP_HEAD + OBJECT_HEAD <= n);
    memset(bytes + at + HEAP_HEAD, 0, OBJECT_HEAD);
    write_bytes("endless.h5", bytes, n);
    assert_false(verifies("endless.h5"));
    free(bytes);
}

static void test_truncated(void **state)
{
    (void)state;
    size_t n;
    unsigned char *bytes = read_bytes("good.h5", &n);
    const size_t left[] = {0, 7, 100, n / 2, n - 1};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
        messages_free(&messages);
        write_bytes("short.h5", bytes, left[i]);
        assert_false(verifies("short.h5"));
        assert_message("cut short");
        assert_null(results_open(place_file("short.h5"), &messages));
    }
    free(bytes);
}

/* ---- foreign files ---- */

static void test_foreign(void **state)
{
    (void)state;
    assert_false(verifies("absent.h5"));
    assert_message("No such file");
    messages_free(&messages);
    write_bytes("foreign.h5", "a,b\n1,2\n", 8);
    assert_false(verifies("foreign.h5"));
    assert_message("no HDF5 file");
    messages_free(&messages);
    hid_t file = H5Fcreate(place_file("foreign.h5"), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    H5Fclose(file);
    assert_null(results_open(place_file("foreign.h5"), &messages));
    assert_message("plassflyt_schema");
    messages_free(&messages);
    assert_false(verifies("."));
    assert_true(messages.count > 0);
}

static void test_other_schema(void **state)
{
    (void)state;
    size_t n;
    unsigned char *bytes = read_bytes("good.h5", &n);
    write_bytes("later.h5", bytes, n);
    free(bytes);
    hid_t file = H5Fopen(place_file("later.h5"), H5F_ACC_RDWR, H5P_DEFAULT);
    hid_t attribute = H5Aopen(file, "plassflyt_schema", H5P_DEFAULT);
    hid_t type = H5Aget_type(attribute);
    const char *later = "2.0";
    assert_true(H5Awrite(attribute, type, &later) >= 0);
    H5Tclose(type);
    H5Aclose(attribute);
    H5Fclose(file);
    assert_null(results_open(place_file("later.h5"), &messages));
    assert_message("schema 2.0");
    assert_message("reads 1.x");
    assert_message("Plassflyt 0");
}

/* HDF5 faults where the scale of an axis is gone: that is found in another process. */
static void test_scale_deleted(void **state)
{
    (void)state;
    size_t n;
    char made[DIGEST_LENGTH + 1];
    const char *text = made;
    unsigned char *bytes = read_bytes("good.h5", &n);
    write_bytes("scale.h5", bytes, n);
    free(bytes);
    hid_t file = H5Fopen(place_file("scale.h5"), H5F_ACC_RDWR, H5P_DEFAULT);
    assert_true(H5Ldelete(file, "area", H5P_DEFAULT) >= 0);
    assert_true(digest_of_file(file, "scale.h5", made, &messages));
    hid_t attribute = H5Aopen(file, DIGEST_ATTRIBUTE, H5P_DEFAULT);
    hid_t type = H5Aget_type(attribute);
    assert_true(H5Awrite(attribute, type, &text) >= 0);
    H5Tclose(type);
    H5Aclose(attribute);
    H5Fclose(file);
    assert_false(verifies("scale.h5"));
    assert_message("damaged");
}

/* ---- what is there stays ---- */

static void test_foreign_target(void **state)
{
    (void)state;
    size_t n;
    write_bytes("letter.txt", "Dear", 4);
    assert_null(results_create(place_file("letter.txt"), &sample->header, &messages));
    assert_message("left as it is");
    unsigned char *bytes = read_bytes("letter.txt", &n);
    assert_int_equal(n, 4);
    free(bytes);
    messages_free(&messages);
    assert_null(results_create(place_file("."), &sample->header, &messages));
    assert_message("left as it is");
    messages_free(&messages);
    assert_null(results_create(place_file("no/such/folder.h5"), &sample->header, &messages));
    assert_message("No such file");
}

static void test_discarded(void **state)
{
    (void)state;
    int before = place_count();
    struct results_writer *writer =
        results_create(place_file("good.h5"), &sample->header, &messages);
    assert_non_null(writer);
    assert_int_equal(place_count(), before + 1);
    assert_true(results_add(writer, 0, sample_fill(sample, 9), &messages));
    results_discard(writer);
    assert_int_equal(place_count(), before);
    assert_true(verifies("good.h5"));
}

static void test_too_large(void **state)
{
    (void)state;
    static const struct {
        enum measure measure;
        int64_t value;
    } cases[] = {{MEASURE_MOVES, INT64_C(1) << 31},
                 {MEASURE_MOVES, -(INT64_C(1) << 31) - 1},
                 {MEASURE_COSTS, (INT64_C(1) << 53) + 1},
                 {MEASURE_QUEUE, -(INT64_C(1) << 53) - 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        messages_free(&messages);
        struct results_writer *writer =
            results_create(place_file("large.h5"), &sample->header, &messages);
        sample_fill(sample, 0);
        sample->values[sample->layout.first[cases[i].measure] + 1] = cases[i].value;
        assert_false(results_add(writer, 0, sample->values, &messages));
        assert_message(measure_table[cases[i].measure].name);
        results_discard(writer);
    }
}

static void test_full_disk(void **state)
{
    (void)state;
    struct rlimit limit, tight;
    int before = place_count();
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit);
    size_t n;
    free(read_bytes("good.h5", &n));
    const rlim_t room[] = {4096, n / 2, n - 4096, n - 1};
    for (size_t i = 0; i < sizeof room / sizeof *room; i++) {
        char made[DIGEST_LENGTH + 1];
        messages_free(&messages);
        tight = (struct rlimit){room[i], limit.rlim_max};
        setrlimit(RLIMIT_FSIZE, &tight);
        bool written = sample_write(sample, place_file("good.h5"), NULL, 0, made, &messages);
        setrlimit(RLIMIT_FSIZE, &limit);
        assert_false(written);
        assert_message("File too large");
        assert_int_equal(place_count(), before);
        assert_true(verifies("good.h5"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_flipped_bytes, forget),
        cmocka_unit_test_teardown(test_flipped_texts, forget),
        cmocka_unit_test_teardown(test_endless_heap, forget),
        cmocka_unit_test_teardown(test_truncated, forget),
        cmocka_unit_test_teardown(test_foreign, forget),
        cmocka_unit_test_teardown(test_other_schema, forget),
        cmocka_unit_test_teardown(test_scale_deleted, forget),
        cmocka_unit_test_teardown(test_foreign_target, forget),
        cmocka_unit_test_teardown(test_discarded, forget),
        cmocka_unit_test_teardown(test_too_large, forget),
        cmocka_unit_test_teardown(test_full_disk, forget),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
