#include "input/parts.h"

#include "engine/date.h"

#include <string.h>

/* ---- one change ---- */

static double changed(enum operation operation, double present, double amount, double part)
{
    switch (operation) {
    case CHANGE_TIMES:
        return present * (1 + part * (amount - 1));
    case CHANGE_PLUS:
        return present + part * amount;
    case CHANGE_VALUE:
        break;
    }
    return part >= 1 ? amount : present + part * (amount - present);
}

/* Applies part (0–1) of a change. */
static void apply_part(const struct change *change, double part, double *cells)
{
    size_t n = shape_cells(&parameter_table[change->parameter].shape);
    for (size_t i = 0; i < n; i++)
        if (change->where[i])
            cells[i] = changed(change->operation, cells[i], change->amount[i], part);
}

void change_apply(const struct change *change, double *cells)
{
    apply_part(change, 1, cells);
}

static int months_between(int64_t from, int64_t to)
{
    struct date a = date_of_days(from);
    struct date b = date_of_days(to);
    return (b.year - a.year) * 12 + b.month - a.month;
}

/* How much of a dated change holds on a day: a change that takes n months is at 1/n from its first
 * day and at n/n from the first day of its n-th month. */
static double part_on(const struct change *change, int64_t day)
{
    if (day < change->from || day >= change->to)
        return 0;
    int begun = months_between(change->from, day) + 1;
    return begun >= change->ramp_months ? 1 : (double)begun / change->ramp_months;
}

/* ---- draws ---- */

/* Shares of a row that a policy has moved apart are brought back to sum 1. */
static void share_out(double *shares, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += shares[i];
    for (size_t i = 0; i < n && sum > 0; i++)
        shares[i] /= sum;
}

/* A policy is checked in the world as it is read. In a draw of that world it may come to a chance
 * above 1: then the chance is 1. */
static void bring_back(enum parameter parameter, double *cells)
{
    const struct parameter_row *row = &parameter_table[parameter];
    const struct shape *shape = &row->shape;
    size_t n = shape_cells(shape);
    for (size_t i = 0; i < n; i++)
        cells[i] = cells[i] < row->low ? row->low : cells[i] > row->high ? row->high : cells[i];
    if (strcmp(row->unit, "share") != 0)
        return;
    size_t length = (size_t)dimension_table[shape->dimension[shape->dimensions - 1]].count;
    for (size_t first = 0; first < n; first += length)
        share_out(cells + first, length);
}

void parameters_on(const struct study *study, const struct policy *policy, int64_t day,
                   struct parameters *out)
{
    *out = study->value;
    for (size_t i = 0; policy && i < policy->n_changes; i++) {
        const struct change *change = &policy->changes[i];
        double part = part_on(change, day);
        if (part > 0)
            apply_part(change, part, parameter_cells(out, change->parameter));
    }
    for (size_t i = 0; policy && study->is_draw && i < policy->n_changes; i++)
        bring_back(policy->changes[i].parameter,
                   parameter_cells(out, policy->changes[i].parameter));
}

/* ---- the days of a policy ---- */

/* Months in which a change begins, grows or ends are marked in a table of all months that a date
 * may lie in (date_valid). */
enum { MOST_MONTHS = 12 * 300, FIRST_YEAR = 1900 };

static int month_number(int64_t day)
{
    struct date date = date_of_days(day);
    return (date.year - FIRST_YEAR) * 12 + date.month - 1;
}

static void mark(bool *months, int month)
{
    if (month >= 0 && month < MOST_MONTHS)
        months[month] = true;
}

static void mark_change(const struct change *change, bool *months)
{
    int from = month_number(change->from);
    int to = change->to == INT64_MAX ? MOST_MONTHS : month_number(change->to);
    mark(months, from);
    for (int m = from + 1; m < from + change->ramp_months && m < to; m++)
        mark(months, m);
    mark(months, to);
}

size_t policy_days(const struct study *study, const struct policy *policy, int64_t *days,
                   size_t room)
{
    (void)study;
    bool months[MOST_MONTHS] = {false};
    for (size_t i = 0; policy && i < policy->n_changes; i++)
        mark_change(&policy->changes[i], months);
    size_t n = 0;
    for (int m = 0; m < MOST_MONTHS; m++) {
        if (!months[m])
            continue;
        struct date date = {FIRST_YEAR + m / 12, m % 12 + 1, 1};
        if (n < room)
            days[n] = date_days(date);
        n++;
    }
    return n;
}
