#include "command/command.h"
#include "experiment/ranks.h"

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

/* Rank 0 speaks for all; what went wrong elsewhere it is told. */
static int follow(int argc, char **argv)
{
    FILE *nowhere = fopen("/dev/null", "w");
    if (nowhere) {
        command_line(argc, argv, nowhere, nowhere);
        fclose(nowhere);
    }
    return EXIT_DONE;
}

int main(int argc, char **argv)
{
    give_memory_back();
    ranks_begin(&argc, &argv);
    int status = ranks_own() > 0 ? follow(argc, argv) : command_line(argc, argv, stdout, stderr);
    ranks_end();
    bool failed = ferror(stdout);
    if (fflush(stdout) != 0 || failed) {
        /* A full disk must not look like success. */
        fprintf(stderr, "plassflyt: stdout: %s\n", strerror(errno));
        return EXIT_INTERNAL_ERROR;
    }
    return status;
}
