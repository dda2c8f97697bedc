#include "output/hdf5_failure.h"

#include <hdf5.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void hdf5_silence(void)
{
    /* A file that could not be written to the end cannot be closed either, and the library's own
     * tidying at exit faults on what it left (1.10.8, disk full). Everything is closed by us. */
    H5dont_atexit();
    hdf5_silence_thread();
}

void hdf5_silence_thread(void)
{
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
}

bool hdf5_has_memory(size_t bytes)
{
    void *volatile probe = malloc(bytes); /* else the compiler may leave both calls out */
    free(probe);
    return probe != NULL;
}

/* The walk goes from the call outwards, so the last text kept is the one nearest the cause. */
static herr_t keep(unsigned n, const H5E_error2_t *error, void *context)
{
    (void)n;
    const char **deepest = context;
    if (error->desc && error->desc[0])
        *deepest = error->desc;
    return 0;
}

/* The system's own words stand inside HDF5's: "…, errno = 28, error message = 'No space left …',
 * …". */
static void copy_reason(const char *description, char *text, size_t size)
{
    static const char lead[] = "error message = '";
    const char *start = strstr(description, lead);
    const char *end = start ? strchr(start + sizeof lead - 1, '\'') : NULL;
    if (end)
        snprintf(text, size, "%.*s", (int)(end - start - (long)(sizeof lead - 1)),
                 start + sizeof lead - 1);
    else
        snprintf(text, size, "%s", description);
}

void hdf5_reason(char *text, size_t size)
{
    const char *deepest = "HDF5 gives no reason";
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, keep, &deepest);
    copy_reason(deepest, text, size);
    H5Eclear2(H5E_DEFAULT);
}
