#include "input/cells.h"

#include "input/utf8.h"

#include <assert.h>
#include <string.h>

/* For each dimension of a shape, a bit for each category that is meant. */
struct selection {
    uint64_t chosen[MAX_DIMENSIONS];
};

static uint64_t all_categories(enum dimension dimension)
{
    int count = dimension_table[dimension].count;
    assert(count <= 64);
    return count == 64 ? ~UINT64_C(0) : (UINT64_C(1) << count) - 1;
}

static struct selection select_all(const struct shape *shape)
{
    struct selection selection;
    for (int d = 0; d < MAX_DIMENSIONS; d++)
        selection.chosen[d] = d < shape->dimensions ? all_categories(shape->dimension[d]) : 1;
    return selection;
}

static bool is_selected(const struct shape *shape, const struct selection *selection, size_t cell)
{
    for (int d = shape->dimensions; d-- > 0;) {
        size_t count = (size_t)dimension_table[shape->dimension[d]].count;
        if (!(selection->chosen[d] >> (cell % count) & 1))
            return false;
        cell /= count;
    }
    return true;
}

/* Which axis of a shape a dimension is, or -1. */
static int axis_of(const struct shape *shape, enum dimension dimension)
{
    for (int d = 0; d < shape->dimensions; d++)
        if (shape->dimension[d] == dimension)
            return d;
    return -1;
}

/* ---- units and single numbers ---- */

struct amount amount_of(enum parameter parameter)
{
    const struct parameter_row *row = &parameter_table[parameter];
    int unit = unit_find(row->unit);
    assert(unit >= 0);
    return (struct amount){row, (enum unit)unit, (enum unit)unit, true};
}

enum quantity parameter_quantity(enum parameter parameter)
{
    return unit_table[amount_of(parameter).canonical].quantity;
}

static const char *unit_name(size_t i, const void *context)
{
    (void)context;
    return unit_table[i].name;
}

/* Units of a kind, comma separated. */
static const char *units_of(struct reading *reading, enum quantity quantity)
{
    const char *all = "";
    for (int u = 0; u < N_UNITS; u++)
        if (unit_table[u].quantity == quantity)
            all = arena_print(reading->arena, "%s%s%s", all, *all ? ", " : "", unit_table[u].name);
    return all;
}

bool read_unit(struct reading *reading, const struct yaml *node, struct amount *amount)
{
    if (!node)
        return true;
    const char *name = read_text(reading, node);
    if (!name)
        return false;
    enum quantity quantity = unit_table[amount->canonical].quantity;
    int unit = unit_find_of(quantity, name);
    if (unit >= 0) {
        amount->given = (enum unit)unit;
        return true;
    }
    unit = unit_find(name);
    if (unit >= 0) {
        const char *kind = quantity_label[unit_table[unit].quantity][reading->messages->language];
        complain(reading, node, TEXT_UNIT_OTHER_KIND,
                 ARGUMENTS(name, kind, amount->row->name, units_of(reading, quantity)));
    } else {
        struct names names = {N_UNITS, unit_name, NULL};
        complain(reading, node, TEXT_UNIT_UNKNOWN,
                 ARGUMENTS(name, amount->row->name, units_of(reading, quantity),
                           suggestion(reading, name, &names)));
    }
    return false;
}

static bool is_in_bounds(struct reading *reading, const struct yaml *node,
                         const struct amount *amount, double value)
{
    const struct parameter_row *row = amount->row;
    if (!amount->bounded || (value >= row->low && value <= row->high))
        return true;
    const char *given = amount->given == amount->canonical
                            ? node->text
                            : arena_print(reading->arena, "%s %s = %.10g", node->text,
                                          unit_table[amount->given].name, value);
    complain(reading, node, TEXT_OUT_OF_BOUNDS,
             ARGUMENTS(given, row->name, number_text(reading, row->low),
                       number_text(reading, row->high), row->unit));
    return false;
}

bool read_amount(struct reading *reading, const struct yaml *node, const struct amount *amount,
                 double *value)
{
    enum quantity quantity = unit_table[amount->canonical].quantity;
    if (quantity == QUANTITY_DATE) {
        int64_t days;
        if (!read_month_start(reading, node, &days))
            return false;
        *value = (double)days;
    } else if (quantity == QUANTITY_SWITCH) {
        if (!read_switch(reading, node, value))
            return false;
    } else {
        if (!read_number(reading, node, value))
            return false;
        *value = unit_convert(*value, amount->given, amount->canonical);
    }
    return is_in_bounds(reading, node, amount, *value);
}

/* ---- dimensions and categories ---- */

static const char *shape_dimension_name(size_t i, const void *context)
{
    const struct shape *shape = context;
    return dimension_table[shape->dimension[i]].name;
}

/* The dimension called text (or labelled so) that the row has; -1 and a message if it has none. */
static int read_axis(struct reading *reading, const struct yaml *at, const char *text,
                     const struct parameter_row *row)
{
    for (int d = 0; d < row->shape.dimensions; d++) {
        const struct dimension_row *dimension = &dimension_table[row->shape.dimension[d]];
        if (strcmp(dimension->name, text) == 0)
            return d;
        for (int l = 0; l < N_LANGUAGES; l++)
            if (utf8_same_name(dimension->label[l], text))
                return d;
    }
    struct names names = {(size_t)row->shape.dimensions, shape_dimension_name, &row->shape};
    if (row->shape.dimensions == 0)
        complain(reading, at, TEXT_NO_DIMENSIONS, ARGUMENTS(row->name));
    else
        complain(reading, at, TEXT_UNKNOWN_DIMENSION,
                 ARGUMENTS(text, row->name, suggestion(reading, text, &names)));
    return -1;
}

bool read_dimensions(struct reading *reading, const struct yaml *node,
                     const struct parameter_row *row, enum dimension *dimension, int *n)
{
    *n = 0;
    for (const struct yaml *entry = list_first(node); entry; entry = list_next(node, entry)) {
        const char *text = read_text(reading, entry);
        int axis = text ? read_axis(reading, entry, text, row) : -1;
        if (axis < 0)
            return false;
        for (int i = 0; i < *n; i++) {
            if (dimension[i] != row->shape.dimension[axis])
                continue;
            complain(reading, entry, TEXT_NAMED_TWICE, ARGUMENTS(text));
            return false;
        }
        dimension[(*n)++] = row->shape.dimension[axis];
    }
    return true;
}

/* Valid names of a dimension's categories: first the names, then the labels. */
static const char *category_name(size_t i, const void *context)
{
    const struct dimension_row *row = context;
    size_t count = (size_t)row->count;
    if (i < count)
        return row->category[i].name;
    return row->category[i % count].label[LANGUAGE_NB];
}

static const char *category_suggestion(struct reading *reading, const char *text,
                                       const struct dimension_row *row)
{
    struct names with_labels = {2 * (size_t)row->count, category_name, row};
    struct names names = {(size_t)row->count, category_name, row};
    bool near = nearest_name(text, with_labels.n, category_name, row) != NULL;
    return suggestion(reading, text, near ? &with_labels : &names);
}

int read_category(struct reading *reading, const struct yaml *at, enum dimension dimension)
{
    const struct dimension_row *row = &dimension_table[dimension];
    int category = at->kind == YAML_SCALAR ? category_find(dimension, at->text) : -1;
    for (int i = 0; i < row->count && category < 0; i++)
        for (int l = 0; l < N_LANGUAGES; l++)
            if (utf8_same_name(row->category[i].label[l], at->text))
                category = i;
    if (category < 0)
        complain(reading, at, TEXT_UNKNOWN_CATEGORY,
                 ARGUMENTS(at->text, row->name, category_suggestion(reading, at->text, row)));
    return category;
}

/* ---- tables ---- */

struct table {
    struct reading *reading;
    const struct amount *amount;
    const enum dimension *by;
    int n_by;
    double *cells;
};

static bool read_level(const struct table *table, const struct yaml *node, int level,
                       struct selection selection);

static bool read_leaf(const struct table *table, const struct yaml *node,
                      const struct selection *selection)
{
    const struct shape *shape = &table->amount->row->shape;
    double value;
    if (node->kind == YAML_MAP) {
        complain(table->reading, node, TEXT_NEEDS_BY,
                 ARGUMENTS(table->amount->row->name,
                           dimension_names(table->reading, shape->dimension, shape->dimensions)));
        return false;
    }
    if (!read_amount(table->reading, node, table->amount, &value))
        return false;
    for (size_t cell = 0; cell < shape_cells(shape); cell++)
        if (is_selected(shape, selection, cell))
            table->cells[cell] = value;
    return true;
}

static void complain_of_missing(const struct table *table, const struct yaml *node,
                                enum dimension dimension, uint64_t missing)
{
    const struct dimension_row *row = &dimension_table[dimension];
    const char *names = "";
    for (int i = 0; i < row->count; i++)
        if (missing >> i & 1)
            names = arena_print(table->reading->arena, "%s%s%s", names, *names ? ", " : "",
                                row->category[i].name);
    complain(table->reading, node->key ? node->key : node, TEXT_MISSING_CATEGORY,
             ARGUMENTS(row->name, names));
}

/* One entry of a map over a dimension; *named gets the category's bit. */
static bool read_category_entry(const struct table *table, const struct yaml *entry, int level,
                                struct selection selection, uint64_t *named)
{
    enum dimension dimension = table->by[level];
    int axis = axis_of(&table->amount->row->shape, dimension);
    if (is_comma_trap(table->reading, entry))
        return false;
    int category = read_category(table->reading, entry->key, dimension);
    if (category < 0)
        return false;
    if (*named >> category & 1) {
        complain(table->reading, entry->key, TEXT_NAMED_TWICE, ARGUMENTS(entry->key->text));
        return false;
    }
    *named |= UINT64_C(1) << category;
    selection.chosen[axis] = UINT64_C(1) << category;
    return read_level(table, entry, level + 1, selection);
}

static bool read_level(const struct table *table, const struct yaml *node, int level,
                       struct selection selection)
{
    if (level == table->n_by)
        return read_leaf(table, node, &selection);
    enum dimension dimension = table->by[level];
    if (node->kind != YAML_MAP) {
        complain(table->reading, node, TEXT_WANTS_CATEGORIES,
                 ARGUMENTS(dimension_table[dimension].name));
        return false;
    }
    const struct yaml *others = NULL;
    uint64_t named = 0;
    bool good = true;
    for (const struct yaml *entry = node->first; entry; entry = entry->next) {
        if (strcmp(entry->key->text, "others") == 0)
            others = entry;
        else
            good = read_category_entry(table, entry, level, selection, &named) && good;
    }
    uint64_t missing = all_categories(dimension) & ~named;
    if (others) {
        selection.chosen[axis_of(&table->amount->row->shape, dimension)] = missing;
        return read_level(table, others, level + 1, selection) && good;
    }
    if (missing && good)
        complain_of_missing(table, node, dimension, missing);
    return good && !missing;
}

bool read_cells(struct reading *reading, const struct yaml *node, const struct amount *amount,
                const enum dimension *by, int n_by, double *cells)
{
    struct table table = {reading, amount, by, n_by, cells};
    return read_level(&table, node, 0, select_all(&amount->row->shape));
}

/* ---- where ---- */

static bool read_where_entry(struct reading *reading, const struct yaml *entry,
                             const struct parameter_row *row, struct selection *selection)
{
    int axis = read_axis(reading, entry->key, entry->key->text, row);
    if (axis < 0)
        return false;
    if (selection->chosen[axis] != all_categories(row->shape.dimension[axis])) {
        complain(reading, entry->key, TEXT_NAMED_TWICE, ARGUMENTS(entry->key->text));
        return false;
    }
    uint64_t chosen = 0;
    bool good = true;
    for (const struct yaml *c = list_first(entry); c; c = list_next(entry, c)) {
        int category = read_category(reading, c, row->shape.dimension[axis]);
        if (category >= 0)
            chosen |= UINT64_C(1) << category;
        good = good && category >= 0;
    }
    if (good && !chosen)
        complain(reading, entry->key, TEXT_NO_VALUE, ARGUMENTS(entry->key->text));
    selection->chosen[axis] = chosen;
    return good && chosen;
}

bool read_where(struct reading *reading, const struct yaml *node, const struct parameter_row *row,
                bool *where)
{
    struct selection selection = select_all(&row->shape);
    bool good = true;
    if (node && node->kind != YAML_MAP) {
        complain(reading, node, TEXT_WANTS_MAP, NO_ARGUMENTS);
        return false;
    }
    for (const struct yaml *entry = node ? node->first : NULL; entry; entry = entry->next)
        good = read_where_entry(reading, entry, row, &selection) && good;
    for (size_t cell = 0; cell < shape_cells(&row->shape); cell++)
        where[cell] = is_selected(&row->shape, &selection, cell);
    return good;
}
