/* One replication as the journal keeps it: a header, a table of frames, and the frames, each packed
 * by zstd and with a checksum of its own.
 *
 *   header   40 bytes: magic, identity, replication, status, frames, 0, checksum of header and table
 *   table    16 bytes a frame: bytes unpacked, bytes packed, checksum of what is packed
 *   frames   finished: int64 numbers, a frame for each scenario, and what comes after the scenarios in frames
 *            of 1 MiB, however short those of the scenarios are; bytes sorted by significance.
 *            failed: one frame, the scenario's number (int32) and the reason
 *
 * Numbers are those of the machine; on a machine of the other byte order the magic is another.
 */
#ifndef PLASSFLYT_OUTPUT_RECORD_H
#define PLASSFLYT_OUTPUT_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECORD_MAGIC  UINT64_C(0x0a64726f63657246) /* "Frecord\n" */
#define RECORD_REASON 256                          /* bytes of a failure's reason */

enum record_status { RECORD_FINISHED, RECORD_FAILED, N_RECORD_STATUS };

struct record_header {
    uint64_t magic, identity;
    int32_t replication;
    uint32_t status, frames, zero;
    uint64_t checksum;
};

struct record_frame {
    uint32_t unpacked, packed; /* bytes */
    uint64_t checksum;
};

enum { RECORD_MOST_FRAMES = 1 << 16 };

/* ---- making ---- */

/* Where one thread makes its records. */
struct record;

/* For so many frames of so many numbers each, and whatever comes after them. NULL if memory is short. */
struct record *record_open(uint64_t identity, size_t frame_length, size_t frames);
void record_close(struct record *record);

/* Packs a finished replication's numbers [n], or how one failed. False if memory is short. */
bool record_finished(struct record *record, int32_t replication, const int64_t *values, size_t n);
bool record_failed(struct record *record, int32_t replication, int scenario, const char *reason);

/* The bytes made last. */
const void *record_bytes(const struct record *record, size_t *length);
int32_t record_replication(const struct record *record);
enum record_status record_status(const struct record *record);

/* ---- reading ---- */

/* Bytes of the table, and of all frames; 0 if the header cannot be right. */
size_t record_table_bytes(const struct record_header *header);
size_t record_frames_bytes(const struct record_header *header, const struct record_frame *table);

/* Whether header and table are as they were written. */
bool record_is_whole(const struct record_header *header, const struct record_frame *table);

/* Whether a frame's packed bytes are as they were written. */
bool record_frame_is_whole(const struct record_frame *frame, const void *packed);

/* What unpacking needs, from frame to frame; all 0 at first. */
struct record_unpacking {
    struct ZSTD_DCtx_s *context;
    unsigned char *sorted;
    size_t sorted_room;
};

void record_unpacking_free(struct record_unpacking *unpacking);

/* Unpacks a frame of numbers into values [frame->unpacked / 8]. False if it holds anything else, or
 * memory is short. */
bool record_unpack(const struct record_frame *frame, const void *packed,
                   struct record_unpacking *unpacking, int64_t *values);

/* Unpacks the frame of a failure. */
bool record_unpack_failure(const struct record_frame *frame, const void *packed, int *scenario,
                           char reason[RECORD_REASON]);

#endif
