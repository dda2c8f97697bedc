/* libFuzzer harness of the journal's reader. An input that begins with an even byte is a file of records as
 * it is; with an odd one, what stands in records whose checksums are made right, since no chance comes
 * by them: then what was forged must be read without harm, and what lies about its length refused. */
#define _GNU_SOURCE /* memfd_create */
#include "output/journal_scan.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xxhash.h>

enum { MOST_NUMBERS = 1 << 16, MOST_BYTES = 1 << 17, MOST_FORGED = 4 };

static const uint64_t identity = 0x0123456789abcdef;

/* Bytes of the input, in order. */
struct input {
    const uint8_t *at;
    size_t left;
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take(struct input *input, void *to, size_t n)
{
    size_t there = n < input->left ? n : input->left;
    memset(to, 0, n);
    memcpy(to, input->at, there);
    input->at += there;
    input->left -= there;
}

/* ---- forged records ---- */

static void sign(struct record_header *header, const struct record_frame *table)
{
    header->checksum = 0;
    uint64_t own = XXH3_64bits(header, sizeof *header);
    header->checksum = XXH3_64bits_withSeed(table, header->frames * sizeof *table, own);
}

/* A record with frames of any bytes, which say of themselves what the input says. */
static void forge(struct input *input, FILE *file)
{
    uint8_t told[8];
    struct record_frame table[MOST_FORGED];
    const uint8_t *begin[MOST_FORGED];
    take(input, told, sizeof told);
    struct record_header header = {.magic = RECORD_MAGIC,
                                   .identity = identity,
                                   .replication = (int8_t)told[0],
                                   .status = told[1] % 3u,
                                   .frames = told[2] % (MOST_FORGED + 1u)};
    for (uint32_t f = 0; f < header.frames; f++) {
        uint16_t lengths[2];
        take(input, lengths, sizeof lengths);
        size_t packed = lengths[0] < input->left ? lengths[0] : input->left;
        table[f] = (struct record_frame){.unpacked = lengths[1] * (told[3] % 9u),
                                         .packed = (uint32_t)packed,
                                         .checksum = XXH3_64bits(input->at, packed)};
        begin[f] = input->at;
        input->at += packed;
        input->left -= packed;
    }
    sign(&header, table);
    fwrite(&header, sizeof header, 1, file);
    fwrite(table, sizeof *table, header.frames, file);
    for (uint32_t f = 0; f < header.frames; f++)
        fwrite(begin[f], 1, table[f].packed, file);
}

/* ---- reading ---- */

struct reader {
    int file;
    uint64_t size;
    int64_t *values; /* [MOST_NUMBERS] */
};

static void read_frames(struct reader *reader, const struct record_header *header, uint64_t offset)
{
    struct record_buffer buffer = {0};
    struct record_header again;
    if (!record_read(reader->file, offset, reader->size, &again, &buffer) ||
        memcmp(&again, header, sizeof again) != 0)
        abort(); /* what was whole a moment ago */
    for (uint32_t f = 0; f < header->frames; f++) {
        int scenario;
        char reason[RECORD_REASON];
        if (!record_read_frame(reader->file, offset, header, f, &buffer))
            abort();
        const struct record_frame *frame = &buffer.table[f];
        if (frame->unpacked <= MOST_NUMBERS * sizeof *reader->values)
            record_unpack(frame, buffer.packed, &buffer.unpacking, reader->values);
        if (record_unpack_failure(frame, buffer.packed, &scenario, reason) &&
            memchr(reason, '\0', sizeof reason) == NULL)
            abort();
    }
    record_buffer_free(&buffer);
}

static void found(void *context, const struct record_header *header, uint64_t offset)
{
    read_frames(context, header, offset);
}

/* A file in memory, with heading and records. */
static int make_file(const uint8_t *data, size_t size)
{
    int descriptor = memfd_create("records", 0);
    FILE *file = descriptor < 0 ? NULL : fdopen(dup(descriptor), "wb");
    if (!file)
        abort();
    struct input input = {data + 1, size - 1};
    if (data[0] % 4 != 2)
        fprintf(file, JOURNAL_HEADING, identity);
    if (data[0] % 2 == 0)
        fwrite(input.at, 1, input.left, file);
    while (data[0] % 2 != 0 && input.left > 8)
        forge(&input, file);
    fclose(file);
    return descriptor;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int64_t *values;
    if (size == 0 || size > MOST_BYTES)
        return 0;
    if (!values)
        values = malloc(MOST_NUMBERS * sizeof *values);
    int file = make_file(data, size);
    struct reader reader = {file, (uint64_t)lseek(file, 0, SEEK_END), values};
    struct journal_scan scan = {.identity = identity, .found = found, .context = &reader};
    journal_scan_file(&scan, file);
    close(file);
    return 0;
}
