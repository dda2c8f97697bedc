/* libFuzzer harness of the reader: any bytes, taken for a file of whatever format they say they
 * are.
 *
 *   clang -std=c17 -g -O1 -D_POSIX_C_SOURCE=200809L -Isim -fsanitize=fuzzer,address,undefined \
 *       -fno-sanitize-recover=undefined tests/fuzz/fuzz_scenario.c sim/input/[a-z]*.c \
 *       sim/tables/[a-z]*.c sim/engine/date.c -lfyaml -lm -o build/fuzz_scenario
 *   build/fuzz_scenario -dict=tests/fuzz/scenario.dict -max_len=65536 -timeout=2 \
 *       build/corpus tests/fuzz/corpus/scenario
 *
 * Other files that a text names are not opened: a fuzzer must not follow paths that it makes up.
 */
#include "input/parts.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Values inside their bounds, and two sources that texts may name. */
static void fill_study(struct study *study, struct arena *arena)
{
    for (int p = 0; p < N_PARAMETERS; p++) {
        const struct parameter_row *row = &parameter_table[p];
        double *cells = parameter_cells(&study->value, (enum parameter)p);
        for (size_t i = 0; i < shape_cells(&row->shape); i++)
            cells[i] = row->low > 1 ? row->low : row->high < 1 ? row->high : 1;
    }
    study->sources = arena_take(arena, 2 * sizeof *study->sources);
    study->sources[0] = (struct source){.id = "F-Q10", .title = "A"};
    study->sources[1] = (struct source){.id = "R-14", .title = "B"};
    study->n_sources = 2;
}

static void read_policy(struct reading *reading, struct document *document)
{
    header_read(reading, document);
    changes_read(reading, document, document->header.change, 0);
    struct policy policy = {
        .name = "fuzz", .changes = document->changes, .n_changes = document->n_changes};
    check_policy(reading, &policy);
}

static void read_world(struct reading *reading, struct document *document)
{
    struct study *study = reading->study;
    header_read(reading, document);
    changes_read(reading, document, document->header.change, 0);
    for (size_t i = 0; i < document->n_changes; i++)
        change_apply(&document->changes[i],
                     parameter_cells(&study->value, document->changes[i].parameter));
    study->world_changes = document->changes;
    study->n_world_changes = document->n_changes;
    check_world(reading);
}

static void read_text_of_any_format(struct reading *reading, const char *text, size_t size)
{
    struct document *document = document_of_text(reading, "fuzz.yaml", text, size);
    if (!document)
        return;
    const char *title[N_LANGUAGES] = {NULL};
    switch (document->format) {
    case FORMAT_EVIDENCE:
        evidence_read(reading, document);
        break;
    case FORMAT_SOURCES:
        sources_read(reading, document);
        break;
    case FORMAT_WORLD:
        read_world(reading, document);
        read_translated(reading, document->header.title, title);
        break;
    case FORMAT_POLICY:
        read_policy(reading, document);
        read_translated(reading, document->header.title, title);
        break;
    default:
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *nowhere;
    if (!nowhere)
        nowhere = fopen("/dev/null", "w");
    struct messages messages;
    struct reading reading;
    messages_start(&messages, (enum language)(size % N_LANGUAGES));
    reading_start(&reading, &messages);
    fill_study(reading.study, reading.arena);
    read_text_of_any_format(&reading, (const char *)data, size);
    messages_print(&messages, nowhere, size % 2 == 0);
    messages_free(&messages);
    study_free(reading.study);
    return 0;
}
