#include "output/record.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>
#include <zstd.h>

_Static_assert(sizeof(struct record_header) == 40, "a header has no gaps");
_Static_assert(sizeof(struct record_frame) == 16, "nor has a row of the table");

/* Measured on the national run: level 1 on sorted bytes is smaller than any other level
 * on unsorted ones, and takes less time than most. */
#define LEVEL 1

/* Numbers of a frame of those that come after the scenarios: 1 MiB. */
#define REST_LENGTH ((size_t)1 << 17)

/* ---- bytes sorted by significance ---- */

/* Turns a square of 8 × 8 bytes, a number a row: afterwards row k holds byte k of each. */
static void turn(uint64_t row[8])
{
    static const uint64_t mask[] = {0x00000000ffffffff, 0x0000ffff0000ffff, 0x00ff00ff00ff00ff};
    for (unsigned step = 0; step < 3; step++) {
        unsigned apart = 4u >> step, bits = 8 * apart;
        for (unsigned i = 0; i < 8; i++) {
            if (i & apart)
                continue;
            uint64_t swapped = ((row[i] >> bits) ^ row[i + apart]) & mask[step];
            row[i + apart] ^= swapped;
            row[i] ^= swapped << bits;
        }
    }
}

/* First the lowest bytes of all n numbers, then the next ones …. */
static void sort_bytes(const int64_t *values, size_t n, unsigned char *sorted)
{
    size_t whole = n / 8 * 8;
    for (size_t i = 0; i < whole; i += 8) {
        uint64_t row[8];
        memcpy(row, values + i, sizeof row);
        turn(row);
        for (size_t byte = 0; byte < 8; byte++)
            memcpy(sorted + byte * n + i, &row[byte], sizeof row[byte]);
    }
    for (size_t i = whole; i < n; i++)
        for (size_t byte = 0; byte < 8; byte++)
            sorted[byte * n + i] = (unsigned char)((uint64_t)values[i] >> (8 * byte));
}

static void unsort_bytes(const unsigned char *sorted, size_t n, int64_t *values)
{
    size_t whole = n / 8 * 8;
    for (size_t i = 0; i < whole; i += 8) {
        uint64_t row[8];
        for (size_t byte = 0; byte < 8; byte++)
            memcpy(&row[byte], sorted + byte * n + i, sizeof row[byte]);
        turn(row);
        memcpy(values + i, row, sizeof row);
    }
    for (size_t i = whole; i < n; i++) {
        uint64_t value = 0;
        for (size_t byte = 0; byte < 8; byte++)
            value |= (uint64_t)sorted[byte * n + i] << (8 * byte);
        values[i] = (int64_t)value;
    }
}

/* ---- making ---- */

struct record {
    uint64_t identity;
    size_t frame_length, frames; /* of those that have a length of their own */
    ZSTD_CCtx *context;
    unsigned char *sorted; /* [8 × longest frame] */
    size_t sorted_room;
    unsigned char *bytes;
    size_t length, room;
};

struct record *record_open(uint64_t identity, size_t frame_length, size_t frames)
{
    struct record *record = calloc(1, sizeof *record);
    if (!record)
        return NULL;
    record->identity = identity;
    record->frame_length = frame_length;
    record->frames = frames;
    record->context = ZSTD_createCCtx();
    if (record->context)
        return record;
    free(record);
    return NULL;
}

void record_close(struct record *record)
{
    if (!record)
        return;
    ZSTD_freeCCtx(record->context);
    free(record->sorted);
    free(record->bytes);
    free(record);
}

static bool make_room(unsigned char **bytes, size_t *room, size_t wanted)
{
    if (wanted <= *room)
        return true;
    unsigned char *moved = realloc(*bytes, wanted);
    if (!moved)
        return false;
    *bytes = moved;
    *room = wanted;
    return true;
}

static struct record_header *header_of(const struct record *record)
{
    return (struct record_header *)(void *)record->bytes;
}

static struct record_frame *table_of(const struct record *record)
{
    return (struct record_frame *)(void *)(record->bytes + sizeof(struct record_header));
}

static bool begin(struct record *record, int32_t replication, enum record_status status,
                  size_t frames)
{
    size_t length = sizeof(struct record_header) + frames * sizeof(struct record_frame);
    if (!make_room(&record->bytes, &record->room, length))
        return false;
    *header_of(record) = (struct record_header){.magic = RECORD_MAGIC,
                                                .identity = record->identity,
                                                .replication = replication,
                                                .status = (uint32_t)status,
                                                .frames = (uint32_t)frames};
    record->length = length;
    return true;
}

/* Packs bytes as frame number `frame`, after all that has been. */
static bool add_frame(struct record *record, size_t frame, const void *bytes, size_t n)
{
    size_t bound = ZSTD_compressBound(n);
    if (!make_room(&record->bytes, &record->room, record->length + bound))
        return false;
    unsigned char *to = record->bytes + record->length;
    size_t packed = ZSTD_compressCCtx(record->context, to, bound, bytes, n, LEVEL);
    if (ZSTD_isError(packed))
        return false;
    table_of(record)[frame] =
        (struct record_frame){(uint32_t)n, (uint32_t)packed, XXH3_64bits(to, packed)};
    record->length += packed;
    return true;
}

static uint64_t checksum_of(const struct record_header *header, const struct record_frame *table)
{
    struct record_header unsigned_one = *header;
    unsigned_one.checksum = 0;
    uint64_t own = XXH3_64bits(&unsigned_one, sizeof unsigned_one);
    return XXH3_64bits_withSeed(table, header->frames * sizeof *table, own);
}

static void seal(struct record *record)
{
    header_of(record)->checksum = checksum_of(header_of(record), table_of(record));
}

/* Numbers of a frame when `left` are still to be packed. */
static size_t length_of(const struct record *record, size_t frame, size_t left)
{
    size_t most = frame < record->frames ? record->frame_length : REST_LENGTH;
    return left < most ? left : most;
}

static size_t count_frames(const struct record *record, size_t n)
{
    size_t frames = 0;
    for (size_t left = n; left > 0; frames++)
        left -= length_of(record, frames, left);
    return frames;
}

bool record_finished(struct record *record, int32_t replication, const int64_t *values, size_t n)
{
    size_t frames = count_frames(record, n);
    assert(frames <= RECORD_MOST_FRAMES);
    if (!begin(record, replication, RECORD_FINISHED, frames))
        return false;
    for (size_t f = 0, at = 0; f < frames; f++) {
        size_t length = length_of(record, f, n - at);
        if (!make_room(&record->sorted, &record->sorted_room, length * sizeof *values))
            return false;
        sort_bytes(values + at, length, record->sorted);
        if (!add_frame(record, f, record->sorted, length * sizeof *values))
            return false;
        at += length;
    }
    seal(record);
    return true;
}

bool record_failed(struct record *record, int32_t replication, int scenario, const char *reason)
{
    unsigned char bytes[sizeof(int32_t) + RECORD_REASON];
    int32_t number = scenario;
    size_t length = strlen(reason);
    length = length < RECORD_REASON ? length : RECORD_REASON - 1;
    memcpy(bytes, &number, sizeof number);
    memcpy(bytes + sizeof number, reason, length);
    if (!begin(record, replication, RECORD_FAILED, 1) ||
        !add_frame(record, 0, bytes, sizeof number + length))
        return false;
    seal(record);
    return true;
}

const void *record_bytes(const struct record *record, size_t *length)
{
    *length = record->length;
    return record->bytes;
}

int32_t record_replication(const struct record *record)
{
    return header_of(record)->replication;
}

enum record_status record_status(const struct record *record)
{
    return (enum record_status)header_of(record)->status;
}

/* ---- reading ---- */

size_t record_table_bytes(const struct record_header *header)
{
    bool possible = header->magic == RECORD_MAGIC && header->replication >= 0 &&
                    header->status < N_RECORD_STATUS && header->frames > 0 &&
                    header->frames <= RECORD_MOST_FRAMES && header->zero == 0;
    return possible ? header->frames * sizeof(struct record_frame) : 0;
}

size_t record_frames_bytes(const struct record_header *header, const struct record_frame *table)
{
    size_t sum = 0;
    for (uint32_t f = 0; f < header->frames; f++)
        sum += table[f].packed;
    return sum;
}

bool record_is_whole(const struct record_header *header, const struct record_frame *table)
{
    return header->checksum == checksum_of(header, table);
}

bool record_frame_is_whole(const struct record_frame *frame, const void *packed)
{
    return frame->checksum == XXH3_64bits(packed, frame->packed);
}

void record_unpacking_free(struct record_unpacking *unpacking)
{
    ZSTD_freeDCtx(unpacking->context);
    free(unpacking->sorted);
    *unpacking = (struct record_unpacking){0};
}

bool record_unpack(const struct record_frame *frame, const void *packed,
                   struct record_unpacking *unpacking, int64_t *values)
{
    size_t bytes = frame->unpacked;
    if (bytes % sizeof *values != 0)
        return false;
    if (!unpacking->context)
        unpacking->context = ZSTD_createDCtx();
    if (!unpacking->context || !make_room(&unpacking->sorted, &unpacking->sorted_room, bytes + 1) ||
        ZSTD_decompressDCtx(unpacking->context, unpacking->sorted, bytes, packed, frame->packed) !=
            bytes)
        return false;
    unsort_bytes(unpacking->sorted, bytes / sizeof *values, values);
    return true;
}

bool record_unpack_failure(const struct record_frame *frame, const void *packed, int *scenario,
                           char reason[RECORD_REASON])
{
    unsigned char bytes[sizeof(int32_t) + RECORD_REASON];
    int32_t number;
    size_t length = ZSTD_decompress(bytes, sizeof bytes - 1, packed, frame->packed);
    if (ZSTD_isError(length) || length != frame->unpacked || length < sizeof number)
        return false;
    memcpy(&number, bytes, sizeof number);
    *scenario = number;
    memcpy(reason, bytes + sizeof number, length - sizeof number);
    reason[length - sizeof number] = '\0';
    return true;
}
