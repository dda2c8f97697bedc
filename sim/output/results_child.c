#include "output/results_child.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Lets a fault end the child at once and in silence, whatever handlers the parent had. */
static void die_quietly(void)
{
    static const int faults[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL};
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
        signal(faults[i], SIG_DFL);
    int nowhere = open("/dev/null", O_WRONLY);
    if (nowhere >= 0)
        dup2(nowhere, STDERR_FILENO);
}

/* A damaged heap can also keep the library going for ever. A whole file takes a fiftieth of this time
 * (`verify` of 392 MB: 1.8 s on one core of tests/bench/README.md); what a slow disk takes is no
 * processor time. */
static void die_in_time(const char *path)
{
    enum { SECONDS_AT_LEAST = 20, BYTES_A_SECOND = 4000000 };
    struct stat file;
    struct rlimit limit;
    if (stat(path, &file) != 0 || getrlimit(RLIMIT_CPU, &limit) != 0)
        return;
    rlim_t seconds = SECONDS_AT_LEAST + (rlim_t)file.st_size / BYTES_A_SECOND;
    if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur > seconds)
        limit.rlim_cur = seconds;
    signal(SIGXCPU, SIG_DFL);
    setrlimit(RLIMIT_CPU, &limit);
}

/* A signal that the parent catches interrupts its waiting, not the child's work. */
static bool hear(int end, void *answer, size_t size)
{
    ssize_t length;
    do
        length = read(end, answer, size);
    while (length < 0 && errno == EINTR);
    return length == (ssize_t)size;
}

bool results_ask_child(const char *path, void (*find)(const void *question, void *answer),
                       const void *question, void *answer, size_t size)
{
    int ends[2], status = 0;
    assert(size <= MOST_ANSWER);
    if (pipe(ends) != 0)
        return false;
    pid_t child = fork();
    if (child == 0) {
        die_quietly();
        die_in_time(path);
        find(question, answer);
        _exit(write(ends[1], answer, size) == (ssize_t)size ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    close(ends[1]);
    bool came = child > 0 && hear(ends[0], answer, size);
    close(ends[0]);
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return came && WIFEXITED(status);
}
