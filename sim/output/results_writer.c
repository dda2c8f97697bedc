#include "output/results.h"

#include "output/digest.h"
#include "output/hdf5_failure.h"
#include "output/part_marks.h"
#include "output/results_children.h"
#include "output/results_file.h"
#include "output/results_measures.h"
#include "output/results_parts.h"
#include "output/results_place.h"
#include "output/schema.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Replications of results_add that no block has taken yet. */
struct gathered {
    size_t n;
    int32_t replication[BLOCK_REPLICATIONS];
    int64_t *values; /* [block][scenarios][layout->total] */
};

struct results_writer {
    struct results_header header;
    char *path, *temporary;
    time_t started;
    struct netcdf netcdf;
    struct results_axes axes;
    struct results_measures *measures;
    struct results_children *children; /* NULL: not kept */
    struct gathered gathered;
    int32_t *finished; /* numbers of the replications added */
    size_t n_finished, room_finished;
    size_t block_first; /* where the block begins among them that has come in some scenarios */
    struct failure *failures;
    size_t n_failures, room_failures;
    bool no_memory;
};

/* ---- messages ---- */

static void cannot_create(const char *path, const char *why, struct messages *messages)
{
    results_file_message(path, messages, TEXT_RESULTS_CREATE, why, NULL, NULL);
}

static void cannot_write(const struct results_writer *writer, struct messages *messages)
{
    results_file_message(writer->path, messages, TEXT_RESULTS_WRITE, writer->netcdf.object,
                         writer->netcdf.reason, NULL);
}

/* ---- root attributes ---- */

/* The group that a viewer opens: the first that holds a measure. */
static const char *first_group(const struct layout *layout)
{
    bool holds[N_LAYERS] = {false};
    for (int m = 0; m < N_MEASURES; m++)
        holds[layout->layer[m]] |= layout->is_kept[m];
    return holds[MONTHLY] ? GROUP_MONTHLY : holds[YEARLY] ? GROUP_YEARLY : GROUP_WEEKS;
}

/* What is stored, and by which detail (observe/detail.h). */
static void describe_detail(struct results_writer *writer)
{
    const struct detail *detail = writer->header.detail;
    const char *kept[N_MEASURES];
    size_t n = 0;
    netcdf_text(&writer->netcdf, writer->netcdf.file, DETAIL_ATTRIBUTE,
                detail_word[detail ? detail->name : DETAIL_FULL]);
    for (int m = 0; m < N_MEASURES; m++)
        if (writer->header.layout->is_kept[m])
            kept[n++] = measure_table[m].name;
    if (detail && detail->chosen)
        netcdf_texts(&writer->netcdf, writer->netcdf.file, MEASURES_ATTRIBUTE, n, kept);
}

static void describe_root(struct results_writer *writer)
{
    struct netcdf *netcdf = &writer->netcdf;
    hid_t root = netcdf->file;
    static const char *const title[] = {"title", "title_nb", "title_nn"};
    char schema[32], text[512];
    double seed = writer->header.seed;
    netcdf_text(netcdf, root, "Conventions", "CF-1.10");
    for (int l = 0; l < N_LANGUAGES; l++) {
        const char *world = writer->header.study->world_title[l];
        text_format(text, sizeof text, (enum language)l, TEXT_RESULTS_TITLE, &world, 1);
        netcdf_text(netcdf, root, title[l], text);
    }
    netcdf_text(netcdf, root, "institution", "None: made by whoever ran the program");
    netcdf_text(netcdf, root, SOURCE_ATTRIBUTE, "Plassflyt " PLASSFLYT_VERSION);
    netcdf_text(netcdf, root, "history", "Simulated and written by Plassflyt " PLASSFLYT_VERSION);
    netcdf_text(netcdf, root, "references", "The sources of every value: /parameters/sources");
    netcdf_text(netcdf, root, "comment",
                "Simulated children and homes, no real persons. A difference between scenarios of "
                "the same replication is the effect of the policy.");
    snprintf(schema, sizeof schema, "%d.%d", SCHEMA_MAJOR, SCHEMA_MINOR);
    netcdf_text(netcdf, root, SCHEMA_ATTRIBUTE, schema);
    netcdf_numbers(netcdf, root, SEED_ATTRIBUTE, 1, &seed);
    netcdf_integers(netcdf, root, ASKED_ATTRIBUTE, 1,
                    writer->header.parts ? &writer->header.in_part : &writer->header.replications);
    describe_detail(writer);
    netcdf_text(netcdf, root, "NX_class", "NXroot");
    netcdf_text(netcdf, root, "default", first_group(writer->header.layout));
}

/* Everything that is known before the first replication. */
static void write_beginning(struct results_writer *writer)
{
    struct input_names names;
    struct netcdf *netcdf = &writer->netcdf;
    const struct study *study = writer->header.study;
    if (!input_names_make(&names, study)) {
        netcdf_memory_gone(netcdf);
        return;
    }
    describe_root(writer);
    results_axes_make(&writer->axes, netcdf, &writer->header);
    writer->measures = results_measures_make(netcdf, &writer->axes, &writer->header);
    if (writer->header.children > 0)
        writer->children = results_children_make(netcdf, &writer->axes, &writer->header);
    results_write_parameters(netcdf, &writer->axes, study, &names);
    results_write_scenarios(netcdf, &writer->axes, study, &names);
    results_write_published(netcdf, study);
    results_write_targets(netcdf, study);
    input_names_free(&names);
}

/* ---- the life of a writer ---- */

struct results_writer *results_create(const char *path, const struct results_header *header,
                                      struct messages *messages)
{
    assert(header->replications > 0 && header->study->n_policies > 0);
    hdf5_silence();
    if (!results_place_is_free(path, messages))
        return NULL;
    struct results_writer *writer = calloc(1, sizeof *writer);
    char *temporary = writer ? results_place_temporary(path, header->folder) : NULL;
    if (!temporary) {
        cannot_create(path, strerror(errno), messages);
        free(writer);
        return NULL;
    }
    writer->header = *header;
    writer->path = strdup(path);
    writer->temporary = temporary;
    writer->started = time(NULL);
    netcdf_create(&writer->netcdf, temporary);
    if (!writer->netcdf.failed)
        write_beginning(writer);
    if (writer->path && !writer->netcdf.failed)
        return writer;
    cannot_create(path, writer->netcdf.failed ? writer->netcdf.reason : strerror(ENOMEM), messages);
    results_discard(writer);
    return NULL;
}

/* Room for one more element; the array as it is and no_memory if there is none. */
static void *grown(struct results_writer *writer, void *array, size_t n, size_t *room, size_t size)
{
    if (n < *room)
        return array;
    size_t larger = *room ? 2 * *room : 64;
    void *moved = realloc(array, larger * size);
    if (!moved) {
        writer->no_memory = true;
        return array;
    }
    *room = larger;
    return moved;
}

static void note_finished(struct results_writer *writer, int32_t replication)
{
    assert(writer->n_finished == 0 || replication > writer->finished[writer->n_finished - 1]);
    writer->finished = grown(writer, writer->finished, writer->n_finished, &writer->room_finished,
                             sizeof *writer->finished);
    if (!writer->no_memory)
        writer->finished[writer->n_finished++] = replication;
}

size_t results_block_length(const struct results_writer *writer)
{
    return results_measures_piece(writer->measures);
}

/* Whether all values can be stored; else a message. */
static bool can_store(const struct results_writer *writer, int32_t replication,
                      const int64_t *values, struct messages *messages)
{
    char number[16];
    const char *too_large = results_measures_too_large(writer->measures, values);
    snprintf(number, sizeof number, "%d", replication);
    if (too_large)
        results_file_message(writer->path, messages, TEXT_RESULTS_TOO_LARGE, number, too_large,
                             NULL);
    return !too_large;
}

/* Whether nothing has gone wrong so far; else a message. */
static bool is_well(const struct results_writer *writer, struct messages *messages)
{
    if (writer->no_memory)
        results_file_message(writer->path, messages, TEXT_RESULTS_MEMORY, NULL, NULL, NULL);
    else if (writer->netcdf.failed)
        cannot_write(writer, messages);
    return !writer->no_memory && !writer->netcdf.failed;
}

bool results_add_block(struct results_writer *writer, const struct results_block *block,
                       struct messages *messages)
{
    assert(block->n > 0 && block->n <= results_block_length(writer));
    for (size_t i = 0; i < block->n; i++)
        if (!can_store(writer, block->replication[i], block->values[i], messages))
            return false;
    if (block->scenario == 0)
        writer->block_first = writer->n_finished;
    for (size_t i = 0; i < block->n && block->scenario == 0; i++)
        note_finished(writer, block->replication[i]);
    writer->no_memory = writer->no_memory || !hdf5_has_memory(HDF5_STORING);
    if (!writer->no_memory)
        results_measures_write(writer->measures, block->scenario, writer->block_first, block->n,
                               block->values);
    return is_well(writer, messages);
}

/* Writes what results_add has gathered. */
static bool add_gathered(struct results_writer *writer, struct messages *messages)
{
    struct gathered *gathered = &writer->gathered;
    size_t scenarios = writer->header.study->n_policies, total = writer->header.layout->total;
    const int64_t *values[BLOCK_REPLICATIONS];
    bool good = true;
    for (size_t s = 0; s < scenarios && good && gathered->n > 0; s++) {
        for (size_t i = 0; i < gathered->n; i++)
            values[i] = gathered->values + (i * scenarios + s) * total;
        good = results_add_block(
            writer, &(struct results_block){s, gathered->n, gathered->replication, values},
            messages);
    }
    gathered->n = 0;
    return good;
}

bool results_add(struct results_writer *writer, int32_t replication, const int64_t *values,
                 struct messages *messages)
{
    struct gathered *gathered = &writer->gathered;
    size_t total = writer->header.layout->total;
    size_t length = writer->header.study->n_policies * total;
    for (size_t at = 0; at < length; at += total)
        if (!can_store(writer, replication, values + at, messages))
            return false;
    if (!gathered->values)
        gathered->values = calloc(results_block_length(writer) * length + 1, sizeof *values);
    writer->no_memory = writer->no_memory || !gathered->values;
    if (!is_well(writer, messages))
        return false;
    memcpy(gathered->values + gathered->n * length, values, length * sizeof *values);
    gathered->replication[gathered->n++] = replication;
    return gathered->n < results_block_length(writer) || add_gathered(writer, messages);
}

bool results_add_children(struct results_writer *writer, int32_t replication, const int64_t *rows,
                          size_t n, struct messages *messages)
{
    assert(writer->children);
    writer->no_memory = writer->no_memory || !hdf5_has_memory(HDF5_STORING);
    if (!writer->no_memory)
        results_children_add(writer->children, replication, rows, n);
    return is_well(writer, messages);
}

void results_fail(struct results_writer *writer, const struct failure *failure)
{
    writer->failures = grown(writer, writer->failures, writer->n_failures, &writer->room_failures,
                             sizeof *writer->failures);
    if (!writer->no_memory)
        writer->failures[writer->n_failures++] = *failure;
}

static void write_end(struct results_writer *writer)
{
    struct netcdf *netcdf = &writer->netcdf;
    if (writer->header.draws)
        results_write_draws(netcdf, &writer->axes, writer->header.draws, writer->n_finished,
                            writer->finished);
    results_axes_finish(&writer->axes, netcdf, writer->n_finished, writer->finished);
    results_write_failures(netcdf, writer->header.command, writer->n_failures, writer->failures);
    results_write_run(netcdf, &writer->header, writer->started);
}

/* Says which part of what run it is. */
static bool mark_part(struct results_writer *writer, struct messages *messages)
{
    const struct results_header *header = &writer->header;
    struct part_marks marks = {
        .part = header->part, .parts = header->parts, .whole = header->replications};
    if (!digest_of_run(writer->netcdf.file, writer->path, marks.whole, marks.run, messages))
        return false;
    part_marks_write(&writer->netcdf, &marks);
    return true;
}

/* The digest is computed from what lies in the file, so it also proves that the file can be read.
 */
static bool seal(struct results_writer *writer, char digest[DIGEST_LENGTH + 1],
                 struct messages *messages)
{
    struct netcdf *netcdf = &writer->netcdf;
    netcdf_flush(netcdf);
    if (!hdf5_has_memory(HDF5_STORING))
        netcdf_memory_gone(netcdf);
    if (!netcdf->failed && writer->header.parts && !mark_part(writer, messages))
        return false;
    if (!netcdf->failed && !digest_of_file(netcdf->file, writer->path, digest, messages))
        return false;
    netcdf_text(netcdf, netcdf->file, DIGEST_ATTRIBUTE, digest);
    if (netcdf_close(netcdf))
        return true;
    cannot_write(writer, messages);
    return false;
}

bool results_close(struct results_writer *writer, char digest[DIGEST_LENGTH + 1],
                   struct messages *messages)
{
    bool good = !writer->no_memory;
    digest[0] = '\0';
    if (!good)
        results_file_message(writer->path, messages, TEXT_RESULTS_MEMORY, NULL, NULL, NULL);
    good = good && add_gathered(writer, messages);
    if (good)
        write_end(writer);
    good = good && seal(writer, digest, messages) &&
           results_place_take(writer->temporary, writer->path, messages);
    if (good) {
        free(writer->temporary);
        writer->temporary = NULL;
    }
    results_discard(writer);
    return good;
}

void results_discard(struct results_writer *writer)
{
    netcdf_close(&writer->netcdf);
    results_measures_free(writer->measures);
    results_children_free(writer->children);
    if (writer->temporary)
        unlink(writer->temporary);
    free(writer->temporary);
    free(writer->path);
    free(writer->gathered.values);
    free(writer->finished);
    free(writer->failures);
    free(writer);
}
