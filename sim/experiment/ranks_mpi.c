/* for cpu_set_t NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
#define _GNU_SOURCE
#include "experiment/ranks.h"

#include <mpi.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Rank 0 lets the others go. */
enum { TAG_BYE = 1000 };

static int own, count = 1;
static bool met;

void ranks_begin(int *argc, char ***argv)
{
    int given;
    MPI_Init_thread(argc, argv, MPI_THREAD_SERIALIZED, &given);
    MPI_Comm_rank(MPI_COMM_WORLD, &own);
    MPI_Comm_size(MPI_COMM_WORLD, &count);
}

/* Waits asleep: the library would spin, on a processor that rank 0 may need. */
static void wait_for_bye(void)
{
    const struct timespec moment = {0, 5000000};
    struct ranks_message message = {.bytes = malloc(RANKS_MOST_BYTES)};
    if (!message.bytes)
        return;
    do {
        while (!ranks_receive(&message))
            nanosleep(&moment, NULL);
    } while (message.kind != TAG_BYE);
    free(message.bytes);
}

void ranks_end(void)
{
    int other;
    char host[RANKS_HOST];
    if (!met)
        ranks_meet(0, &other, host);
    for (int rank = 1; rank < count && own == 0; rank++)
        ranks_send(rank, TAG_BYE, "", 0);
    if (own > 0)
        wait_for_bye();
    MPI_Finalize();
}

int ranks_count(void)
{
    return count;
}

int ranks_own(void)
{
    return own;
}

/* Whether this rank may run on every processor of its machine. */
static bool is_unbound(void)
{
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) != 0 ||
           CPU_COUNT(&set) >= sysconf(_SC_NPROCESSORS_ONLN);
}

int ranks_threads(int most)
{
    int here = 1;
    MPI_Comm machine;
    if (!is_unbound() || getenv("OMP_NUM_THREADS"))
        return most;
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, own, MPI_INFO_NULL, &machine);
    MPI_Comm_size(machine, &here);
    MPI_Comm_free(&machine);
    return most / here > 1 ? most / here : 1;
}

struct card {
    uint64_t key;
    char host[RANKS_HOST];
};

bool ranks_meet(uint64_t key, int *other, char host[RANKS_HOST])
{
    struct card card = {.key = key}, *cards = malloc((size_t)count * sizeof *cards);
    bool same = cards != NULL && key != 0;
    met = true;
    *other = own;
    ranks_host(card.host);
    strcpy(host, card.host);
    if (!cards)
        MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    MPI_Allgather(&card, sizeof card, MPI_BYTE, cards, sizeof card, MPI_BYTE, MPI_COMM_WORLD);
    for (int rank = 1; rank < count && same; rank++) {
        same = cards[rank].key == cards[0].key;
        *other = rank;
        memcpy(host, cards[rank].host, RANKS_HOST);
    }
    free(cards);
    return same;
}

bool ranks_agree(bool said)
{
    int answer = said;
    MPI_Bcast(&answer, 1, MPI_INT, 0, MPI_COMM_WORLD);
    return answer != 0;
}

void ranks_send(int rank, int kind, const void *bytes, size_t n)
{
    MPI_Send(bytes, (int)n, MPI_BYTE, rank, kind, MPI_COMM_WORLD);
}

bool ranks_receive(struct ranks_message *message)
{
    int there = 0, n = 0;
    MPI_Status status;
    MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &status);
    if (!there)
        return false;
    MPI_Recv(message->bytes, RANKS_MOST_BYTES, MPI_BYTE, status.MPI_SOURCE, status.MPI_TAG,
             MPI_COMM_WORLD, &status);
    MPI_Get_count(&status, MPI_BYTE, &n);
    message->rank = status.MPI_SOURCE;
    message->kind = status.MPI_TAG;
    message->n = (size_t)n;
    return true;
}

void ranks_host(char host[RANKS_HOST])
{
    memset(host, 0, RANKS_HOST);
    gethostname(host, RANKS_HOST - 1);
}
