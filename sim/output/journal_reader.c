#include "output/journal_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

void journal_reader_let_go(struct journal_reader *reader)
{
    if (reader->descriptor >= 0)
        close(reader->descriptor);
    reader->descriptor = -1;
}

void journal_reader_free(struct journal_reader *reader)
{
    journal_reader_let_go(reader);
    record_buffer_free(&reader->buffer);
}

bool journal_reader_seek(struct journal_reader *reader, const char *path,
                         const struct record_place *place, uint64_t identity, int32_t replication,
                         struct record_header *header)
{
    struct stat status;
    if (reader->descriptor < 0 || reader->file != place->file) {
        journal_reader_let_go(reader);
        reader->descriptor = open(path, O_RDONLY | O_CLOEXEC);
        reader->file = place->file;
    }
    return reader->descriptor >= 0 && fstat(reader->descriptor, &status) == 0 &&
           (uint64_t)status.st_size > place->offset &&
           record_read(reader->descriptor, place->offset, (uint64_t)status.st_size, header,
                       &reader->buffer) &&
           header->replication == replication && header->identity == identity;
}

bool journal_reader_frames(struct journal_reader *reader, const struct record_place *place,
                           const struct record_header *header, size_t first, size_t end,
                           int64_t *values, size_t n)
{
    struct record_buffer *buffer = &reader->buffer;
    for (size_t f = first; f < end; f++) {
        size_t here = buffer->table[f].unpacked / sizeof *values;
        if (here > n || !record_read_frame(reader->descriptor, place->offset, header, f, buffer) ||
            !record_unpack(&buffer->table[f], buffer->packed, &buffer->unpacking, values))
            return false;
        values += here;
        n -= here;
    }
    return n == 0;
}
