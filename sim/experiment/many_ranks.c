#include "experiment/many_ranks.h"

#include "experiment/ranks.h"

#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Kinds of messages: to rank 0 … */
enum {
    ASK,  /* int32_t: so many more numbers */
    KEPT, /* struct kept_note and figures */
    BACK, /* int32_t: a number that cannot be run there */
    LEFT, /* struct parting */
    /* … and from it */
    GIVE, /* int32_t [n]: numbers to run */
    END,  /* nothing more: what has not been begun is not to be */
};

struct kept_note {
    int32_t number, status;
    double figures[]; /* that precision looks at */
};

static size_t note_size(const struct run *run)
{
    size_t n = run->order->precision ? run->order->n_figures : 0;
    return sizeof(struct kept_note) + n * sizeof(double);
}

struct parting {
    int32_t broken; /* else it left because there was nothing more to do, or asked to stop */
    struct effort effort;
    char host[RANKS_HOST], file[512], why[512];
};

/* ---- rank 0 ---- */

/* Looking whether a message has come takes about 20 µs of CPU (Open MPI 4.1), hence not all the time; the
 * others ask early enough. */
static const long between_looks = 10; /* thousandths of a second */

/* What rank 0 knows of another. */
struct other {
    int32_t asked; /* numbers that it waits for */
    bool ended, left;
};

struct serving {
    struct run *run;
    struct other *other; /* [ranks] */
    int left;            /* ranks that have */
    struct ranks_message message;
};

static bool is_over(struct run *run)
{
    return run->broken || run_stops(run) || work_is_done(run->work);
}

/* So few at a time towards the end that no rank sits on what another could do. */
static int32_t fair_share(const struct run *run, int32_t asked)
{
    int32_t share = work_missing(run->work) / (2 * ranks_count());
    return asked < share ? asked : share > 1 ? share : 1;
}

/* Replications of one draw go to one rank, since each rank makes the draw's world. */
static void give(struct serving *serving, int rank)
{
    int32_t numbers[RANKS_MOST_BYTES / sizeof(int32_t)], n = 0;
    const struct draws *draws = serving->run->order->draws;
    struct other *other = &serving->other[rank];
    int32_t share = fair_share(serving->run, other->asked);
    while (n < (int32_t)(sizeof numbers / sizeof *numbers)) {
        bool same_draw =
            draws && n > 0 && draw_of(draws, numbers[n - 1]) == draw_of(draws, numbers[n - 1] + 1);
        int32_t number = n < share || same_draw ? work_take(serving->run->work, rank) : -1;
        if (number < 0)
            break;
        numbers[n++] = number;
    }
    if (n > 0) {
        other->asked = 0;
        ranks_send(rank, GIVE, numbers, (size_t)n * sizeof *numbers);
    }
}

static void take_kept(struct serving *serving)
{
    struct run *run = serving->run;
    const struct kept_note *note = (const void *)serving->message.bytes;
    if (serving->message.n != note_size(run))
        return;
    run_counts(run, note->number, note->status == RECORD_FINISHED ? note->figures : NULL, false);
    run_report(run);
}

static void say_goodbye(struct serving *serving)
{
    struct parting parting;
    char number[16];
    struct run *run = serving->run;
    memcpy(&parting, serving->message.bytes, sizeof parting);
    serving->other[serving->message.rank].left = true;
    serving->left++;
    work_rank_left(run->work, serving->message.rank);
    effort_add(&run->outcome->effort, &parting.effort);
    if (parting.file[0])
        journal_expect(run->journal, parting.file);
    snprintf(number, sizeof number, "%d", serving->message.rank);
    if (parting.broken && !run->broken)
        message_add(run->messages, NULL, 0, 0, NULL, TEXT_RUN_RANK,
                    ARGUMENTS(number, parting.host, parting.why));
    run->broken = run->broken || parting.broken;
}

static void hear(struct serving *serving)
{
    const struct ranks_message *message = &serving->message;
    int32_t number = 0;
    if (message->n >= sizeof number)
        memcpy(&number, message->bytes, sizeof number);
    if (message->kind == ASK)
        serving->other[message->rank].asked = number;
    else if (message->kind == BACK)
        work_give_back(serving->run->work, number);
    else if (message->kind == KEPT)
        take_kept(serving);
    else if (message->kind == LEFT)
        say_goodbye(serving);
}

/* Whoever waits is given what there is, or told that there is nothing more. */
static void answer_all(struct serving *serving)
{
    bool over = is_over(serving->run);
    for (int rank = 1; rank < ranks_count(); rank++) {
        struct other *other = &serving->other[rank];
        if (other->left || other->ended)
            continue;
        if (over) {
            ranks_send(rank, END, "", 0);
            other->ended = true;
        } else if (other->asked > 0) {
            give(serving, rank);
        }
    }
}

void ranks_serve(struct run *run)
{
    struct serving serving = {.run = run,
                              .other = calloc((size_t)ranks_count(), sizeof(struct other)),
                              .message = {.bytes = malloc(RANKS_MOST_BYTES)}};
    if (!serving.other || !serving.message.bytes)
        abort(); /* without it the others would wait for ever */
    while (serving.left < ranks_count() - 1 || run->busy > 0) {
        bool heard = ranks_receive(&serving.message);
#pragma omp critical(many_work)
        {
            if (heard)
                hear(&serving);
            else
                answer_all(&serving);
        }
        if (!heard)
            run_rest(between_looks);
    }
    free(serving.message.bytes);
    free(serving.other);
}

/* ---- the other ranks ---- */

/* Numbers in hand should last for this long, so that nobody waits for an answer. */
static const double in_hand = 0.05; /* seconds */

struct following {
    struct ranks_message message;
    int32_t *number; /* [n] in hand, the next one last */
    size_t n;
    struct kept_note *note; /* room for one */
    bool asked, ended;
    int32_t kept;
    double began;
};

bool ranks_follow(struct run *run)
{
    struct following *following = calloc(1, sizeof *following);
    if (!following)
        return false;
    following->message.bytes = malloc(RANKS_MOST_BYTES);
    following->number = malloc(RANKS_MOST_BYTES);
    following->note = malloc(note_size(run));
    following->began = omp_get_wtime();
    run->following = following;
    return following->message.bytes && following->number && following->note &&
           note_size(run) <= RANKS_MOST_BYTES;
}

/* Takes in what rank 0 has sent. Numbers come only when there are none or few: those in hand are gone
 * through first. */
static void listen(struct following *following)
{
    struct ranks_message *message = &following->message;
    while (ranks_receive(message)) {
        size_t n = message->n / sizeof(int32_t), room = RANKS_MOST_BYTES / sizeof(int32_t);
        if (message->kind == END) {
            following->ended = true;
            following->n = 0;
        } else if (message->kind == GIVE && n + following->n <= room) {
            memmove(following->number + n, following->number, following->n * sizeof(int32_t));
            for (size_t i = 0; i < n; i++)
                memcpy(&following->number[n - 1 - i], message->bytes + i * sizeof(int32_t),
                       sizeof(int32_t));
            following->n += n;
            following->asked = false;
        }
    }
}

/* How many to have in hand: one, or what threads go through while an answer comes. */
static int32_t wanted_in_hand(const struct run *run, const struct following *following)
{
    double seconds = omp_get_wtime() - following->began;
    double most = 16.0 * run->threads, n = 1;
    if (following->kept > 0 && seconds > 0)
        n = 1 + in_hand * following->kept / seconds;
    return (int32_t)(n < most ? n : most);
}

static void ask_if_low(struct run *run, int32_t waiting)
{
    struct following *following = run->following;
    int32_t more = wanted_in_hand(run, following) + waiting - (int32_t)following->n;
    if (following->asked || following->ended || more <= 0)
        return;
    following->asked = true;
    ranks_send(0, ASK, &more, sizeof more);
}

int32_t ranks_take(struct run *run)
{
    struct following *following = run->following;
    int32_t number = -1;
    for (bool waits = true; waits;) {
#pragma omp critical(many_ranks)
        {
            listen(following);
            bool on = !following->ended && !run->broken && !run_stops(run);
            if (on && following->n > 0)
                number = following->number[--following->n];
            waits = on && number < 0;
            if (on)
                ask_if_low(run, waits ? run->threads : 0);
        }
        if (waits)
            run_rest(1);
    }
    return number;
}

void ranks_tell_kept(struct run *run, int32_t number, const int64_t *values)
{
    struct kept_note *note = run->following->note;
    *note = (struct kept_note){number, values ? RECORD_FINISHED : RECORD_FAILED};
    if (values)
        run_figures(run, values, note->figures);
#pragma omp critical(many_ranks)
    {
        run->following->kept++;
        ranks_send(0, KEPT, note, note_size(run));
    }
}

void ranks_give_back(int32_t number)
{
#pragma omp critical(many_ranks)
    ranks_send(0, BACK, &number, sizeof number);
}

void ranks_leave(struct run *run, const char *file)
{
    struct parting parting = {.broken = run->broken, .effort = run->outcome->effort};
    ranks_host(parting.host);
    snprintf(parting.file, sizeof parting.file, "%s", file ? file : "");
    if (run->messages->count > 0)
        snprintf(parting.why, sizeof parting.why, "%s", run->messages->shown[0].text);
    ranks_send(0, LEFT, &parting, sizeof parting);
    if (run->following) {
        free(run->following->message.bytes);
        free(run->following->number);
        free(run->following->note);
        free(run->following);
    }
}
