#include "command/run_signals.h"

#include "experiment/many.h"

static atomic_int stop_signal; /* which threads read while a handler writes */

static void note_stop(int number)
{
    stop_signal = number;
}

static void note_question(int number)
{
    (void)number;
    many_ask();
}

static const struct {
    int number;
    void (*handler)(int number);
    int flags;
} met[N_RUN_SIGNALS] = {
    {SIGINT, note_stop, (int)SA_RESETHAND},
    {SIGTERM, note_stop, (int)SA_RESETHAND},
    {SIGHUP, note_stop, (int)SA_RESETHAND},
    {SIGUSR1, note_question, SA_RESTART},
    {SIGXFSZ, SIG_IGN, 0},
};

/* A signal that whoever started the program has it ignore stays ignored. */
const atomic_int *run_signals_catch(struct run_signals *signals)
{
    stop_signal = 0;
    for (int i = 0; i < N_RUN_SIGNALS; i++) {
        struct sigaction own = {.sa_handler = met[i].handler, .sa_flags = met[i].flags};
        sigaction(met[i].number, NULL, &signals->before[i]);
        if (signals->before[i].sa_handler != SIG_IGN)
            sigaction(met[i].number, &own, NULL);
    }
    return &stop_signal;
}

void run_signals_release(const struct run_signals *signals)
{
    for (int i = 0; i < N_RUN_SIGNALS; i++)
        sigaction(met[i].number, &signals->before[i], NULL);
}
