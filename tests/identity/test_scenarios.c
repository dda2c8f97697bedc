/* Scenarios that must not differ, bit for bit: what a policy does not change stays as it is. */
#include "trials.h"

#include "tables/parameters.h"

#include <unistd.h>

enum { REPLICATIONS = 2 };

static const char country[] = "tests/worlds/country.yaml";

/* Says where two scenarios of the replication run last differ. */
static void expect_alike(const struct trials *t, size_t a, size_t b)
{
    const struct layout *l = &t->layout;
    const int64_t *x = t->values + a * l->total, *y = t->values + b * l->total;
    size_t differing = 0, first = 0;
    for (size_t i = l->total; i-- > 0;)
        if (x[i] != y[i]) {
            differing++;
            first = i;
        }
    if (differing == 0)
        return;
    int m = 0;
    while (m + 1 < N_MEASURES && l->first[m + 1] <= first)
        m++;
    size_t at = first - l->first[m];
    fail_msg("%s and %s differ in %zu numbers, first in %s, period %zu, cell %zu",
             t->study->policies[a].name, t->study->policies[b].name, differing,
             measure_table[m].name, at / l->cells[m], at % l->cells[m]);
}

/* Something was computed: children waited, were placed and left. */
static void expect_life(const struct trials *t, size_t scenario)
{
    size_t months = periods_of(t, MEASURE_QUEUE), years = periods_of(t, MEASURE_ARRIVALS);
    size_t searched = CELL2(QUEUE, QUEUE_SEARCHED, AREA, AREA_OST);
    assert_true(value_of(t, scenario, MEASURE_QUEUE, months - 1, searched) > 0);
    assert_true(value_of(t, scenario, MEASURE_PLACEMENTS, months - 1, PLACE_ORDINARY) > 0);
    assert_true(value_of(t, scenario, MEASURE_ARRIVALS, years - 1, 0) > 0);
}

/* Runs scenarios of which those after the first, null, must be like it. */
static void expect_like_null(const char *const *paths, size_t n, const char *world, uint32_t seed)
{
    struct trials t;
    trials_open_with(&t, paths, n, world, seed, NULL);
    assert_int_equal(t.study->n_policies, n + 1);
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        trials_run(&t, r);
        expect_life(&t, 0);
        for (size_t s = 1; s <= n; s++)
            expect_alike(&t, s, 0);
    }
    trials_close(&t);
}

/* ---- every lever at its present value ---- */

static char place[] = "/tmp/plassflyt-levers-XXXXXX";

/* "{path: care_order, area: nord}" */
static void print_where(FILE *file, const struct shape *shape, size_t cell)
{
    char name[256];
    shape_cell_name(shape, cell, name, sizeof name);
    fputs("{", file);
    char *category = strtok(name, ".");
    for (int d = 0; d < shape->dimensions; d++, category = strtok(NULL, "."))
        fprintf(file, "%s%s: %s", d ? ", " : "", dimension_table[shape->dimension[d]].name,
                category);
    fputs("}", file);
}

enum way { BY_VALUE, BY_TIMES, BY_PLUS, N_WAYS };

static void print_change(FILE *file, const struct parameter_row *row, size_t cell, double value,
                         enum way way, const char *from)
{
    fprintf(file, "  - {parameter: %s, from: %s, ", row->name, from);
    if (row->shape.dimensions > 0) {
        fputs("where: ", file);
        print_where(file, &row->shape, cell);
        fputs(", ", file);
    }
    if (way == BY_VALUE || strcmp(row->unit, "switch") == 0)
        fprintf(file, "value: %.17g}\n", value);
    else
        fputs(way == BY_TIMES ? "times: 1, ramp: 18}\n" : "plus: 0}\n", file);
}

/* A policy that sets every cell of every lever to what it is in `study`'s world, in the order of
 * the table or backwards. */
static void write_present_values(const char *path, const struct study *study, enum way way,
                                 const char *from, bool backwards)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    char here[256];
    assert_non_null(getcwd(here, sizeof here));
    fprintf(file, "plassflyt: policy/1\nbase: %s/scenarios/nullalternativ.yaml\nchange:\n", here);
    for (int i = 0; i < N_PARAMETERS; i++) {
        enum parameter p = (enum parameter)(backwards ? N_PARAMETERS - 1 - i : i);
        const struct parameter_row *row = &parameter_table[p];
        for (size_t cell = 0; row->role & LEVER && cell < shape_cells(&row->shape); cell++)
            print_change(file, row, cell, parameter_cells_const(&study->value, p)[cell], way, from);
    }
    assert_int_equal(fclose(file), 0);
}

static void lever_at_its_present_value_changes_nothing(void **state)
{
    (void)state;
    static const char *const from[N_WAYS] = {"2027-01-01", "2028-03-01", "2031-11-01"};
    static const char *const name[N_WAYS] = {"zzz", "as_it_is", "Ingenting"};
    const char *null = "scenarios/nullalternativ.yaml", *paths[N_WAYS];
    char path[N_WAYS][96];
    assert_non_null(mkdtemp(place));
    struct study *study = trials_read(&null, 1, country);
    for (int way = 0; way < N_WAYS; way++) {
        snprintf(path[way], sizeof path[way], "%s/%s.yaml", place, name[way]);
        write_present_values(path[way], study, (enum way)way, from[way], way == BY_TIMES);
        paths[way] = path[way];
    }
    study_free(study);
    expect_like_null(paths, N_WAYS, country, 1);
    for (int way = 0; way < N_WAYS; way++)
        unlink(path[way]);
    rmdir(place);
}

/* ---- the duty ---- */

static void duty_that_nobody_uses_changes_nothing(void **state)
{
    (void)state;
    const char *paths[] = {"tests/identity/policies/duty_without_money.yaml"};
    expect_like_null(paths, 1, "tests/identity/worlds/no_applicants.yaml", 2);
}

/* ---- order ---- */

static void order_of_scenarios_changes_only_their_order(void **state)
{
    (void)state;
    const char *forth[] = {"scenarios/bistandsplikt.yaml", "scenarios/rammeavtale.yaml"};
    const char *back[] = {"scenarios/rammeavtale.yaml", "scenarios/nullalternativ.yaml",
                          "scenarios/bistandsplikt.yaml"};
    struct trials a, b;
    trials_open_with(&a, forth, 2, country, 3, NULL);
    trials_open_with(&b, back, 3, country, 3, NULL);
    trials_run(&a, 5);
    trials_run(&b, 5);
    assert_int_equal(a.study->n_policies, 3);
    assert_int_equal(b.study->n_policies, 3);
    size_t length = a.layout.total * sizeof *a.values;
    for (size_t s = 0; s < 3; s++)
        for (size_t other = 0; other < 3; other++) {
            const int64_t *x = a.values + s * a.layout.total,
                          *y = b.values + other * b.layout.total;
            bool same = strcmp(a.study->policies[s].name, b.study->policies[other].name) == 0;
            assert_int_equal(memcmp(x, y, length) == 0, same);
        }
    trials_close(&a);
    trials_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lever_at_its_present_value_changes_nothing),
        cmocka_unit_test(duty_that_nobody_uses_changes_nothing),
        cmocka_unit_test(order_of_scenarios_changes_only_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
