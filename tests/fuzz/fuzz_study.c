/* libFuzzer harness of the reader of study files: any bytes, taken for a study/1. The scenarios and
 * worlds that it names are not opened. */
#define _GNU_SOURCE /* memfd_create */
#include "input/study_file.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Files are read by name: this one lies in memory. */
static const char *write_file(const uint8_t *data, size_t size)
{
    static int file = -1;
    static char path[64];
    if (file < 0) {
        file = memfd_create("study.yaml", 0);
        snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    }
    if (ftruncate(file, 0) != 0 || pwrite(file, data, size, 0) != (ssize_t)size)
        return NULL;
    return path;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *nowhere;
    if (!nowhere)
        nowhere = fopen("/dev/null", "w");
    const char *path = write_file(data, size);
    if (!path)
        return 0;
    struct messages messages;
    messages_start(&messages, (enum language)(size % N_LANGUAGES));
    is_study_file(path);
    struct study_file *file = study_file_read(path, &messages);
    messages_print(&messages, nowhere, size % 2 == 0);
    messages_free(&messages);
    study_file_free(file);
    return 0;
}
