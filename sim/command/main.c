#include "command/command.h"

#include <errno.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* Large blocks go back to the system when they are freed. Left to itself glibc keeps them once one
 * has been freed: states that grew while two threads filled the country took 110 MB more. */
static void give_memory_back(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}

int main(int argc, char **argv)
{
    give_memory_back();
    int status = command_line(argc, argv, stdout, stderr);
    bool failed = ferror(stdout);
    if (fflush(stdout) != 0 || failed) {
        /* A full disk must not look like success. */
        fprintf(stderr, "plassflyt: stdout: %s\n", strerror(errno));
        return EXIT_INTERNAL_ERROR;
    }
    return status;
}
