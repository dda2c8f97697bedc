/* The table that the bench prints: one row a measure, against its budget. */
#ifndef PLASSFLYT_BENCH_TABLE_H
#define PLASSFLYT_BENCH_TABLE_H

#include "measure.h"

#include <stdbool.h>
#include <stdio.h>

/* What the budget is about. */
enum budget {
    BUDGET_NONE,
    BUDGET_RATIO, /* ratio at most so much */
    BUDGET_MOST,  /* our value at most so much */
    BUDGET_LEAST  /* … at least */
};

struct table {
    FILE *csv; /* NULL: none */
    int within, missed;
};

struct row {
    const char *measure, *unit;
    struct measured value; /* floor 0: there is none, and no ratio */
    enum budget kind;
    double budget;
};

/* Prints the head. */
void table_begin(struct table *table);

/* Starts a group of rows. */
void table_group(const char *name);

void table_row(struct table *table, const struct row *row);

/* A row of one value, without a floor. */
void table_value(struct table *table, const char *measure, const char *unit, double value,
                 enum budget kind, double budget);

#endif
