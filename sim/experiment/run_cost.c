#include "experiment/run_cost.h"

#include "model/replication.h"
#include "output/results_measures.h"

/* ---- measured, national world friksjon, null alternative and bistandsplikt, 23 November 2026 ---- */

/* An event takes so long on a core of the machine of tests/bench/README.md (`make bench`). */
static const double seconds_of_event = 430e-9;
/* To choose, pack and write one number of the journal and of the file, and to read it twice; of this
 * so much by one thread after all replications are done (packing the file is shared by threads). */
static const double seconds_of_value = 36e-9, seconds_of_value_alone = 17e-9;
/* Making and closing a results file. */
static const double seconds_of_file = 0.15;
/* Events a year for each child that arrives in a year, in friksjon. When there were 15.5 there and in
 * kapasitet, the worlds of tests/worlds had 14 to 20. */
static const double events_of_arrival = 15.0;
/* Bytes of a model's state that are touched, about half of what its pools have room for: a thread
 * more takes 28 MB for two models of friksjon (3 051 arrivals a year) and their results. */
static const double state_bytes = 0.4e6, state_bytes_of_arrival = 1900;
/* What a thread packs with. */
static const double packing_memory = 2e6;
/* The program, its libraries and the study. */
static const double program_bytes = 40e6;
/* A results file with nothing in it, and what each dataset and each piece of it adds. */
static const double file_bytes = 1.27e6, dataset_bytes = 6.8e3, piece_bytes = 100;

/* Kinds of numbers that pack alike. */
enum kind { MEANS, ENDS, COUNTS, WAITS, TIMES, MONIES, N_KINDS };

/* Bytes of a number, packed by zstd in the journal and deflated in the file (64 and 32 replications of
 * two scenarios). Smaller worlds have more zeros and take less. */
static const double journal_bytes[N_DETAILS][N_KINDS] = {
    [DETAIL_FULL] = {2.75, 0.44, 0.58, 0.14, 2.36, 3.41},
    [DETAIL_STANDARD] = {3.64, 0.97, 0.58, 0.20, 3.39, 3.41},
    [DETAIL_LARGE] = {5.54, 0.97, 1.59, 0.18, 2.61, 2.37}};
static const double stored_bytes[N_DETAILS][N_KINDS] = {
    [DETAIL_FULL] = {3.89, 0.45, 0.56, 0.16, 2.81, 3.70},
    [DETAIL_STANDARD] = {1.83, 0.95, 0.56, 0.23, 3.92, 3.70},
    [DETAIL_LARGE] = {2.53, 0.95, 1.08, 0.21, 2.31, 1.98}};

/* Children with a row in a replication that keeps them: so many years of arrivals are there on the
 * policy date, and those who arrive (friksjon: 44 500 over ten years). Bytes of a child, and more for
 * each scenario: packed in the file, about as many in the journal (2.6 and 2.5 MB a replication of two
 * scenarios); and of memory while its replication is run. Seconds of a child for each scenario. */
static const double children_there = 4.6;
static const double child_bytes = 9, child_scenario_bytes = 25;
static const double child_memory = 470, child_scenario_memory = 300;
static const double seconds_of_child = 4.2e-6;

/* A record of the journal has a head for each replication and for each scenario in it. */
static const double record_bytes = 40, frame_bytes = 16;

/* ---- numbers that are stored ---- */

static enum kind kind_of(const struct layout *kept, int m)
{
    static const enum kind of_type[] = {
        [COUNT] = COUNTS, [LEVEL] = MEANS, [TIME] = TIMES, [MONEY] = MONIES};
    return kept->layer[m] == WEEKS ? WAITS : of_type[measure_table[m].type];
}

struct stored {
    double values[N_KINDS]; /* of one replication in one scenario */
    double all, datasets;
};

static struct stored count_stored(const struct layout *kept)
{
    struct stored stored = {.all = (double)kept->total};
    for (int m = 0; m < N_MEASURES; m++) {
        double block = (double)(kept->cells[m] * layout_periods(kept, kept->layer[m]));
        if (!kept->is_kept[m])
            continue;
        stored.values[kind_of(kept, m)] += block;
        stored.values[ENDS] += kept->has_end[m] ? block : 0;
        stored.datasets += kept->has_end[m] ? 2 : 1;
    }
    return stored;
}

static double weighed(const struct stored *stored, const double bytes[N_KINDS])
{
    double sum = 0;
    for (int k = 0; k < N_KINDS; k++)
        sum += stored->values[k] * bytes[k];
    return sum;
}

static double arrivals_of(const struct study *study)
{
    double sum = 0;
    for (int p = 0; p < N_PATH; p++)
        sum += study->value.arrivals[p];
    return sum;
}

static double years_ahead(const struct study *study)
{
    return (study->value.end_date - study->value.policy_date) / 365.25;
}

/* What replications cost more that keep their children. */
static void foresee_children(const struct run_cost_order *order, struct run_cost *cost)
{
    double scenarios = (double)order->study->n_policies;
    double children = arrivals_of(order->study) * (children_there + years_ahead(order->study));
    double keep = order->children < order->replications ? order->children : order->replications;
    double bytes = keep * children * (child_bytes + scenarios * child_scenario_bytes);
    double seconds = keep * children * scenarios * seconds_of_child;
    if (!(keep > 0))
        return;
    cost->journal += bytes;
    cost->file += bytes;
    cost->core_seconds += seconds;
    cost->seconds += seconds; /* most of it in writing the file, by one thread */
    cost->thread_memory += children * (child_memory + scenarios * child_scenario_memory);
}

static void foresee_disk(const struct run_cost_order *order, const struct stored *stored,
                         struct run_cost *cost)
{
    double scenarios = (double)order->study->n_policies, replications = order->replications;
    double pieces = (replications + BLOCK_REPLICATIONS - 1) / BLOCK_REPLICATIONS * scenarios;
    double packed = weighed(stored, journal_bytes[order->detail->name]);
    cost->journal = replications * (record_bytes + scenarios * (frame_bytes + packed));
    cost->file = file_bytes + stored->datasets * (dataset_bytes + pieces * piece_bytes) +
                 replications * scenarios * weighed(stored, stored_bytes[order->detail->name]);
}

/* ---- time and memory ---- */

/* Initial states that are made: those of each world, or as many as its replications need. */
static double fills_of(const struct run_cost_order *order)
{
    double variants = order->study->value.fill_variants;
    double each = order->draws ? order->draws->each : order->replications;
    double worlds = order->draws ? (double)order->replications / each : 1;
    bool counted = order->study->count != NULL;
    return counted ? 0 : worlds * (order->draws && each < variants ? each : variants);
}

static void foresee_time(const struct run_cost_order *order, const struct stored *stored,
                         struct run_cost *cost)
{
    static const double days_of_year = 365.25;
    const struct parameters *p = &order->study->value;
    double scenarios = (double)order->study->n_policies, replications = order->replications;
    double history = (p->policy_date - p->history_start) / days_of_year;
    double future = years_ahead(order->study);
    double years = replications * (history + scenarios * future) + fills_of(order) * p->fill_years;
    double values = replications * scenarios * stored->all;
    double alone = values * seconds_of_value_alone + seconds_of_file;
    cost->events = years * arrivals_of(order->study) * events_of_arrival;
    cost->core_seconds =
        cost->events * seconds_of_event + values * seconds_of_value + seconds_of_file;
    cost->seconds = (cost->core_seconds - alone) / order->threads + alone;
}

/* A thread has two models (a history and a scenario's future), one scenario's results, and what is
 * kept of all, packed and not. Fills are shared; of draws as many are alive as there are threads. */
static void foresee_memory(const struct run_cost_order *order, const struct layout *full,
                           const struct stored *stored, struct run_cost *cost)
{
    const double number = sizeof(int64_t);
    double scenarios = (double)order->study->n_policies, kept = stored->all * number;
    double results = (double)full->total * number;
    double model = state_bytes + state_bytes_of_arrival * arrivals_of(order->study) + results;
    double variants = order->study->value.fill_variants;
    double each = order->draws ? order->draws->each : variants;
    double fills = (each < variants ? each : variants) * (order->draws ? order->threads : 1);
    cost->thread_memory = 2 * model + results + (scenarios + 2) * kept +
                          cost->journal / order->replications + packing_memory;
    double block =
        order->replications < BLOCK_REPLICATIONS ? order->replications : BLOCK_REPLICATIONS;
    /* every draw's values, and while they are made its whole world */
    double drawn = 0;
    if (order->draws)
        drawn = (double)order->draws->n *
                ((double)order->draws->n_cells * number + sizeof(struct parameters));
    cost->shared_memory = program_bytes + fills * model + block * kept + drawn;
}

void run_cost_foresee(const struct run_cost_order *order, struct run_cost *cost)
{
    struct layout full, kept;
    study_layout(order->study, &full);
    detail_layout(order->detail, &full, &kept);
    struct stored stored = count_stored(&kept);
    *cost = (struct run_cost){0};
    foresee_disk(order, &stored, cost);
    foresee_time(order, &stored, cost);
    foresee_memory(order, &full, &stored, cost);
    foresee_children(order, cost);
}
