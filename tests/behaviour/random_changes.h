/* Files of random changes, made from the table of parameters alone: what is added there is drawn too.
 *
 * A world draws everything uncertain inside the range that its evidence gives. A policy draws every
 * lever: mostly inside that range, sometimes nothing, twice or thrice as much, or the end of what
 * is allowed; for some categories or for all; from and to some months, at once or bit by bit. */
#ifndef PLASSFLYT_TESTS_RANDOM_CHANGES_H
#define PLASSFLYT_TESTS_RANDOM_CHANGES_H

#include "input/scenario.h"

#include "engine/date.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- dice: SplitMix64, so that every machine draws the same ---- */

struct dice {
    uint64_t state;
};

static inline uint64_t roll(struct dice *d)
{
    uint64_t z = d->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static inline double between(struct dice *d, double low, double high)
{
    return low + (high - low) * (double)(roll(d) >> 11) * 0x1p-53;
}

static inline int below(struct dice *d, int n)
{
    return (int)(roll(d) % (uint64_t)n);
}

static inline bool by_chance(struct dice *d, double chance)
{
    return between(d, 0, 1) < chance;
}

/* ---- drafts: a file's changes, any of which may be left out ---- */

enum { CHUNKS_MOST = N_PARAMETERS + 8, SHARES_MOST = 64 };

struct draft {
    size_t n;
    char *chunk[CHUNKS_MOST]; /* YAML, one or several changes of one parameter */
    bool left_out[CHUNKS_MOST];
};

static inline void draft_forget(struct draft *draft)
{
    for (size_t i = 0; i < draft->n; i++)
        free(draft->chunk[i]);
    draft->n = 0;
}

static inline void draft_print(const struct draft *draft, const char *kind, const char *base,
                               FILE *file)
{
    bool empty = true;
    fprintf(file, "plassflyt: %s/1\nbase: %s\n", kind, base);
    for (size_t i = 0; i < draft->n; i++) {
        if (draft->left_out[i])
            continue;
        fprintf(file, "%s%s", empty ? "change:\n" : "", draft->chunk[i]);
        empty = false;
    }
}

/* ---- where ---- */

/* Which categories of each dimension of a shape a change is about. */
struct block {
    const struct shape *shape;
    unsigned chosen[MAX_DIMENSIONS]; /* bits; 0: all */
};

static inline bool in_block(const struct block *b, size_t cell)
{
    for (int d = b->shape->dimensions; d-- > 0;) {
        size_t count = (size_t)dimension_table[b->shape->dimension[d]].count;
        if (b->chosen[d] && !(b->chosen[d] >> cell % count & 1))
            return false;
        cell /= count;
    }
    return true;
}

/* The block that is one cell. */
static inline struct block block_of_cell(const struct shape *shape, size_t cell)
{
    struct block b = {.shape = shape};
    for (int d = shape->dimensions; d-- > 0;) {
        size_t count = (size_t)dimension_table[shape->dimension[d]].count;
        b.chosen[d] = 1u << cell % count;
        cell /= count;
    }
    return b;
}

/* All of a dimension, or some of it; the last `whole` dimensions always all. */
static inline struct block random_block(struct dice *dice, const struct shape *shape, int whole)
{
    struct block b = {.shape = shape};
    for (int d = 0; d < shape->dimensions - whole; d++) {
        int count = dimension_table[shape->dimension[d]].count;
        b.chosen[d] = by_chance(dice, 0.5) ? 0 : (unsigned)(1 + below(dice, (1 << count) - 1));
    }
    return b;
}

/* "where: {path: [acute_home, care], area: [nord]}, " */
static inline void print_where(FILE *file, const struct block *b)
{
    bool first = true;
    for (int d = 0; d < b->shape->dimensions; d++) {
        if (!b->chosen[d])
            continue;
        const struct dimension_row *row = &dimension_table[b->shape->dimension[d]];
        fprintf(file, "%s%s: [", first ? "where: {" : ", ", row->name);
        first = false;
        for (int c = 0, listed = 0; c < row->count; c++)
            if (b->chosen[d] >> c & 1)
                fprintf(file, "%s%s", listed++ ? ", " : "", row->category[c].name);
        fputs("]", file);
    }
    fputs(first ? "" : "}, ", file);
}

/* The last category's values of one row of shares: parts of a thousandth that sum to 1. */
static inline void print_shares(FILE *file, const struct shape *shape, const double *share)
{
    const struct dimension_row *row = &dimension_table[shape->dimension[shape->dimensions - 1]];
    int parts[SHARES_MOST], largest = 0, left = 1000;
    for (int i = 0; i < row->count; i++) {
        parts[i] = (int)(1000 * share[i]);
        left -= parts[i];
        largest = parts[i] > parts[largest] ? i : largest;
    }
    parts[largest] += left;
    fprintf(file, "by: [%s], value: {", row->name);
    for (int i = 0; i < row->count; i++)
        fprintf(file, "%s%s: %.3f", i ? ", " : "", row->category[i].name, parts[i] / 1000.0);
    fputs("}", file);
}

/* ---- how much ---- */

static inline bool is_unit(enum parameter p, const char *unit)
{
    return strcmp(parameter_table[p].unit, unit) == 0;
}

static inline double within(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

/* The range of a parameter in a world: absolute ones are about the whole country and are brought down
 * as the parameter itself is. */
struct drawn_world {
    struct study *country, *smaller;
};

static inline double scale_of(const struct drawn_world *w, enum parameter p)
{
    double whole = *parameter_cells_const(&w->country->value, p);
    return fabs(whole) > 0 ? *parameter_cells_const(&w->smaller->value, p) / whole : 1;
}

/* A number inside the range of the evidence. */
static inline double inside_range(struct dice *dice, const struct drawn_world *w, enum parameter p,
                                  double present)
{
    const struct evidence *e = &w->country->evidence[p];
    double drawn = between(dice, e->low, e->high);
    return e->range_is_factor ? present * drawn : drawn * scale_of(w, p);
}

/* Limits of numbers that say how many there are would only make the country too large to simulate. */
static inline bool has_usable_limit(enum parameter p)
{
    enum { LARGEST = 40000 };
    const char *const counts[] = {"homes", "places", "families", "children", "families/year"};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (is_unit(p, counts[i]))
            return false;
    return parameter_table[p].high <= LARGEST;
}

/* Any number that a policy may set. */
static inline double random_value(struct dice *dice, const struct drawn_world *w, enum parameter p,
                                  double present)
{
    const struct parameter_row *row = &parameter_table[p];
    if (is_unit(p, "switch"))
        return below(dice, 2);
    double value = present * between(dice, 0, 3);
    if (w->country->evidence[p].has_range && by_chance(dice, 0.7))
        value = inside_range(dice, w, p, present);
    else if (by_chance(dice, 0.3))
        value = row->low;
    else if (has_usable_limit(p) && by_chance(dice, 0.3))
        value = row->high;
    else if (!(fabs(present) > 0))
        value = between(dice, 0, 4);
    return within(value, row->low, row->high);
}

/* A factor that leaves every cell of a block inside the bounds of its parameter. */
static inline double bounded_factor(double factor, const struct block *b, enum parameter p,
                                    const double *cells)
{
    const struct parameter_row *row = &parameter_table[p];
    double low = 0, high = HUGE_VAL;
    for (size_t i = 0; i < shape_cells(b->shape); i++)
        if (in_block(b, i) && cells[i] > 0) {
            low = fmax(low, row->low / cells[i]);
            high = fmin(high, row->high / cells[i]);
        }
    return within(factor, low * (1 + 1e-6), high * (1 - 1e-6));
}

static inline void random_shares(struct dice *dice, double *share, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += share[i] = by_chance(dice, 0.2) ? 0 : between(dice, 0.01, 1);
    if (!(sum > 0))
        sum = share[0] = 1;
    for (int i = 0; i < n; i++)
        share[i] /= sum;
}

/* A cell inside a block. */
static inline size_t some_cell(struct dice *dice, const struct block *b)
{
    size_t n = shape_cells(b->shape), cell = roll(dice) % n;
    while (!in_block(b, cell))
        cell = (cell + 1) % n;
    return cell;
}

static inline int last_count(const struct shape *shape)
{
    return dimension_table[shape->dimension[shape->dimensions - 1]].count;
}

/* ---- policies ---- */

/* Months from the policy date to the end. */
static inline int months_of_policies(const struct study *world)
{
    struct date from = date_of_days((int64_t)world->value.policy_date);
    struct date end = date_of_days((int64_t)world->value.end_date);
    return (end.year - from.year) * 12 + end.month - from.month;
}

static inline void print_month(FILE *file, const char *key, const struct study *world, int month)
{
    struct date d = date_add_months(date_of_days((int64_t)world->value.policy_date), month);
    fprintf(file, "%s: %04d-%02d-%02d, ", key, d.year, d.month, d.day);
}

static inline void print_amount(FILE *file, struct dice *dice, const struct drawn_world *w,
                                enum parameter p, const struct block *b, bool may_multiply)
{
    const double *cells = parameter_cells_const(&w->smaller->value, p);
    double share[SHARES_MOST], present = cells[some_cell(dice, b)];
    if (is_unit(p, "share")) {
        random_shares(dice, share, last_count(b->shape));
        print_shares(file, b->shape, share);
        return;
    }
    double value = random_value(dice, w, p, present);
    if (may_multiply && present > 0 && !is_unit(p, "switch") && by_chance(dice, 0.4))
        fprintf(file, "times: %.9g", bounded_factor(value / present, b, p, cells));
    else
        fprintf(file, "value: %.9g", value);
}

/* A change of a lever that begins `from` months after the policy date. */
static inline void print_lever(FILE *file, struct dice *dice, const struct drawn_world *w,
                               enum parameter p, int from, bool may_multiply)
{
    int months = months_of_policies(w->smaller);
    struct block b = random_block(dice, &parameter_table[p].shape, is_unit(p, "share"));
    fprintf(file, "  - {parameter: %s, ", parameter_table[p].name);
    print_where(file, &b);
    print_month(file, "from", w->smaller, from);
    if (by_chance(dice, 0.25))
        print_month(file, "to", w->smaller, from + 1 + below(dice, months - from));
    if (!is_unit(p, "switch") && by_chance(dice, 0.3))
        fprintf(file, "ramp: %d, ", 1 + below(dice, months));
    print_amount(file, dice, w, p, &b, may_multiply);
    fputs("}\n", file);
}

static inline FILE *draft_adds(struct draft *draft, size_t *length)
{
    draft->left_out[draft->n] = false;
    return open_memstream(&draft->chunk[draft->n++], length);
}

/* Adds changes as they are written. */
static inline void draft_says(struct draft *draft, const char *changes)
{
    size_t length;
    FILE *file = draft_adds(draft, &length);
    fputs(changes, file);
    fclose(file);
}

/* Leaves out what is said about a parameter. */
static inline void draft_leaves_out(struct draft *draft, const char *parameter)
{
    char words[96];
    snprintf(words, sizeof words, "parameter: %s,", parameter);
    for (size_t i = 0; i < draft->n; i++)
        draft->left_out[i] |= strstr(draft->chunk[i], words) != NULL;
}

/* Sets every lever, half of them from the policy date on; some once more later, when a value
 * replaces what was set before. */
static inline void draft_policy(struct draft *draft, struct dice *dice, const struct drawn_world *w)
{
    int months = months_of_policies(w->smaller);
    size_t length;
    for (int p = 0; p < N_PARAMETERS; p++) {
        if (!(parameter_table[p].role & LEVER))
            continue;
        FILE *file = draft_adds(draft, &length);
        int from = by_chance(dice, 0.5) ? 0 : below(dice, months);
        print_lever(file, dice, w, (enum parameter)p, from, true);
        if (from + 1 < months && by_chance(dice, 0.3))
            print_lever(file, dice, w, (enum parameter)p, from + 1 + below(dice, months - from - 1),
                        false);
        fclose(file);
    }
}

/* Sets every cell of every lever to what it is in the world anyway. */
static inline void draft_present_values(struct draft *draft, const struct study *world)
{
    size_t length;
    for (int p = 0; p < N_PARAMETERS; p++) {
        const struct shape *shape = &parameter_table[p].shape;
        const double *cells = parameter_cells_const(&world->value, (enum parameter)p);
        if (!(parameter_table[p].role & LEVER))
            continue;
        FILE *file = draft_adds(draft, &length);
        for (size_t cell = 0; cell < shape_cells(shape); cell++) {
            struct block b = block_of_cell(shape, cell);
            fprintf(file, "  - {parameter: %s, ", parameter_table[p].name);
            print_where(file, &b);
            print_month(file, "from", world, 1);
            fprintf(file, "value: %.17g}\n", cells[cell]);
        }
        fclose(file);
    }
}

/* ---- worlds ---- */

/* A number, or one factor for the cells of a block, inside the range of the evidence. */
static inline void print_uncertain(FILE *file, struct dice *dice, const struct drawn_world *w,
                                   enum parameter p, const struct block *b)
{
    const double *cells = parameter_cells_const(&w->smaller->value, p);
    const struct parameter_row *row = &parameter_table[p];
    fprintf(file, "  - {parameter: %s, ", row->name);
    print_where(file, b);
    if (w->country->evidence[p].range_is_factor)
        fprintf(file, "times: %.9g}\n", bounded_factor(inside_range(dice, w, p, 1), b, p, cells));
    else
        fprintf(file, "value: %.9g}\n",
                within(inside_range(dice, w, p, *cells), row->low, row->high));
}

/* Shares of one row, each by a factor of its own, brought back to sum 1. */
static inline void print_uncertain_shares(FILE *file, struct dice *dice,
                                          const struct drawn_world *w, enum parameter p,
                                          size_t first_cell)
{
    const struct shape *shape = &parameter_table[p].shape;
    const double *cells = parameter_cells_const(&w->smaller->value, p) + first_cell;
    struct block b = block_of_cell(shape, first_cell);
    b.chosen[shape->dimensions - 1] = 0;
    double share[SHARES_MOST], sum = 0;
    for (int i = 0; i < last_count(shape); i++)
        sum += share[i] = inside_range(dice, w, p, cells[i]);
    for (int i = 0; i < last_count(shape); i++)
        share[i] /= sum;
    fprintf(file, "  - {parameter: %s, ", parameter_table[p].name);
    print_where(file, &b);
    print_shares(file, shape, share);
    fputs("}\n", file);
}

/* Whether two cells have one uncertain factor together. */
static inline bool drawn_together(const struct evidence *e, const struct block *a,
                                  const struct block *b)
{
    for (int d = 0; d < a->shape->dimensions; d++)
        for (int i = 0; i < e->factor_dimensions; i++)
            if (a->shape->dimension[d] == e->factor_by[i] && a->chosen[d] != b->chosen[d])
                return false;
    return true;
}

/* The block of all cells drawn together with this one, or an empty one if an earlier cell is. */
static inline bool block_drawn_from(const struct evidence *e, const struct shape *shape,
                                    size_t cell, struct block *block)
{
    *block = block_of_cell(shape, cell);
    for (size_t earlier = 0; earlier < cell; earlier++) {
        struct block other = block_of_cell(shape, earlier);
        if (drawn_together(e, &other, block))
            return false;
    }
    for (int d = 0; d < shape->dimensions; d++) {
        bool own = false;
        for (int i = 0; i < e->factor_dimensions; i++)
            own |= shape->dimension[d] == e->factor_by[i];
        block->chosen[d] = own ? block->chosen[d] : 0;
    }
    return true;
}

static inline void draft_parameter(FILE *file, struct dice *dice, const struct drawn_world *w,
                                   enum parameter p)
{
    const struct shape *shape = &parameter_table[p].shape;
    bool shares = is_unit(p, "share");
    size_t step = shares ? (size_t)last_count(shape) : 1;
    for (size_t cell = 0; cell < shape_cells(shape); cell += step) {
        struct block block;
        if (shares)
            print_uncertain_shares(file, dice, w, p, cell);
        else if (block_drawn_from(&w->country->evidence[p], shape, cell, &block))
            print_uncertain(file, dice, w, p, &block);
    }
}

/* Draws everything that is uncertain; and now and then a world has always had what a policy could
 * have brought. */
static inline void draft_world(struct draft *draft, struct dice *dice, const struct drawn_world *w)
{
    size_t length;
    for (int i = 0; i < N_PARAMETERS; i++) {
        enum parameter p = (enum parameter)i;
        bool uncertain = parameter_table[p].role & UNCERTAIN && w->country->evidence[p].has_range;
        bool other_switch = is_unit(p, "switch") && by_chance(dice, 0.15);
        if (!uncertain && !other_switch)
            continue;
        FILE *file = draft_adds(draft, &length);
        if (uncertain)
            draft_parameter(file, dice, w, p);
        else
            fprintf(file, "  - {parameter: %s, value: %d}\n", parameter_table[p].name,
                    !(*parameter_cells_const(&w->smaller->value, p) > 0));
        fclose(file);
    }
}

#endif
