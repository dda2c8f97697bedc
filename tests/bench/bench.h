/* The parts of the bench, each adding its rows. */
#ifndef PLASSFLYT_BENCH_BENCH_H
#define PLASSFLYT_BENCH_BENCH_H

#include "table.h"

#include <stdbool.h>

/* Hold model and queues: the engine, the floor, SimPy. */
void engine_rows(struct table *table, const char *python);

/* The national model inside this process; `large`: also a country a hundred times as large. */
void model_rows(struct table *table, bool large);

/* The program as a user starts it. */
void program_rows(struct table *table, const char *program);

#endif
