#include "experiment/many_watch.h"

#include "output/journal_lock.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <time.h>

/* What wakes it must be reachable by a signal handler: hence one for the program. */
static sem_t wake;
static _Atomic bool watching, ending, asked;
static pthread_t thread;

void many_ask(void)
{
    int error = errno; /* a handler leaves it as it was */
    asked = true;
    if (watching)
        sem_post(&wake);
    errno = error;
}

static void tell(const struct run *run)
{
#pragma omp critical(many_work)
    if (run->order->tell && run->work) {
        struct progress progress = run_progress(run);
        run->order->tell(run->order->context, &progress);
    }
}

/* Sleeps for a beat, or until woken. */
static bool sleep_one_beat(struct timespec *next)
{
    while (sem_timedwait(&wake, next) != 0)
        if (errno != EINTR)
            return true;
    return false;
}

static void *watch(void *context)
{
    struct run *run = context;
    struct timespec next;
    clock_gettime(CLOCK_REALTIME, &next);
    next.tv_sec += LOCK_BEAT;
    while (!ending) {
        if (sleep_one_beat(&next)) {
            journal_beat(run->journal);
            clock_gettime(CLOCK_REALTIME, &next);
            next.tv_sec += LOCK_BEAT;
        }
        if (asked && !ending) {
            asked = false;
            tell(run);
        }
    }
    return NULL;
}

/* Signals are for the threads that were there before. */
static bool start_deaf(struct run *run)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&thread, NULL, watch, run) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

bool watch_start(struct run *run)
{
    ending = asked = false;
    if (sem_init(&wake, 0, 0) != 0)
        return false;
    if (!start_deaf(run)) {
        sem_destroy(&wake);
        return false;
    }
    watching = true;
    return true;
}

void watch_end(void)
{
    watching = false;
    ending = true;
    sem_post(&wake);
    pthread_join(thread, NULL);
    sem_destroy(&wake);
}
