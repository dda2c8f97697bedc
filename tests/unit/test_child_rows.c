/* Books of children and how they are paired by number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "observe/child_rows.h"

static void enter(struct child_book *book, uint32_t id, int64_t number, int64_t area)
{
    const int64_t fact[N_CHILD_FACTS] = {[FACT_NUMBER] = number, [FACT_AREA] = area};
    child_book_enter(book, id, fact);
}

static void a_row_belongs_to_the_child_that_has_it_now(void **state)
{
    (void)state;
    struct child_book book = {0};
    enter(&book, 7, 30, 0);
    child_book_row(&book, 7)->outcome[OUTCOME_MOVES] = 4;
    enter(&book, 7, 20, 0); /* the first has gone, and another has its row in the model */
    child_book_row(&book, 7)->outcome[OUTCOME_MOVES] = 2;
    enter(&book, 5000, 10, 0);
    assert_null(child_book_row(&book, 8));
    assert_null(child_book_row(&book, 4000000));
    child_book_end(&book, 100);
    assert_int_equal(book.n, 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(book.row[i].fact[FACT_NUMBER], 10 * (i + 1));
    assert_int_equal(book.row[1].outcome[OUTCOME_MOVES], 2);
    assert_int_equal(book.row[2].outcome[OUTCOME_MOVES], 4);
    child_book_clear(&book);
    assert_int_equal(book.n, 0);
    assert_null(child_book_row(&book, 7));
    child_book_free(&book);
}

static void time_runs_while_it_is_counted(void **state)
{
    (void)state;
    struct child_book book = {0};
    enter(&book, 0, 1, 0);
    struct level *time = child_book_row(&book, 0)->time;
    level_change(&time[OUTCOME_WAITED], 1000, 1);
    level_change(&time[OUTCOME_WAITED], 1600, -1);
    level_change(&time[OUTCOME_WAITED], 2000, 1);
    level_change(&time[OUTCOME_BELOW_NEED], 2500, 1);
    child_book_end(&book, 3000);
    assert_int_equal(book.row[0].outcome[OUTCOME_WAITED], 1600);
    assert_int_equal(book.row[0].outcome[OUTCOME_BELOW_NEED], 500);
    assert_int_equal(book.row[0].outcome[OUTCOME_IN_INSTITUTION], 0);
    assert_int_equal(book.row[0].outcome[OUTCOME_LEFT_HOW], -1);
    assert_true(book.row[0].outcome[OUTCOME_LEFT_DAY] == CHILD_NOTHING);
    child_book_free(&book);
}

/* ---- pairing ---- */

enum { SCENARIOS = 3, MOST = 6 };

/* Which children have a row in which scenario; moves tell which. */
static const int64_t numbers[SCENARIOS][MOST] = {{50, 30, 90}, {90, 10, 50, 95, 20}, {30, 10, 5}};

static void add_scenario(struct child_rows *rows, size_t scenario)
{
    struct child_book book = {0};
    for (uint32_t i = 0; i < MOST && numbers[scenario][i]; i++) {
        enter(&book, i, numbers[scenario][i], (int64_t)scenario);
        child_book_row(&book, i)->outcome[OUTCOME_MOVES] =
            numbers[scenario][i] * 10 + (int64_t)scenario;
    }
    child_book_end(&book, 0);
    assert_true(child_rows_add(rows, scenario, &book));
    child_book_free(&book);
}

static bool is_in(size_t scenario, int64_t number)
{
    for (size_t i = 0; i < MOST; i++)
        if (numbers[scenario][i] == number)
            return true;
    return false;
}

static void expect_row(const int64_t *row, int64_t number)
{
    size_t first = 0;
    assert_int_equal(row[FACT_NUMBER], number);
    while (!is_in(first, number))
        first++;
    assert_int_equal(row[FACT_AREA], first); /* facts of the first scenario that has the child */
    for (size_t s = 0; s < SCENARIOS; s++) {
        const int64_t *outcome = row + N_CHILD_FACTS + s * N_OUTCOMES;
        int64_t moves = is_in(s, number) ? number * 10 + (int64_t)s : CHILD_NOTHING;
        assert_true(outcome[OUTCOME_MOVES] == moves);
        assert_true((outcome[OUTCOME_WAITED] == CHILD_NOTHING) == !is_in(s, number));
    }
}

static void children_are_paired_by_number(void **state)
{
    (void)state;
    static const int64_t all[] = {5, 10, 20, 30, 50, 90, 95};
    struct child_rows rows = {0};
    for (int again = 0; again < 2; again++) {
        child_rows_clear(&rows, SCENARIOS);
        for (size_t s = 0; s < SCENARIOS; s++)
            add_scenario(&rows, s);
        assert_int_equal(rows.n, sizeof all / sizeof *all);
        for (size_t i = 0; i < rows.n; i++)
            expect_row(rows.value + i * child_row_width(SCENARIOS), all[i]);
    }
    child_rows_free(&rows);
}

static void a_scenario_without_children_adds_none(void **state)
{
    (void)state;
    struct child_rows rows = {0};
    struct child_book empty = {0};
    child_rows_clear(&rows, 1);
    child_book_end(&empty, 10);
    assert_true(child_rows_add(&rows, 0, &empty));
    assert_int_equal(rows.n, 0);
    child_book_free(&empty);
    child_rows_free(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_belongs_to_the_child_that_has_it_now),
        cmocka_unit_test(time_runs_while_it_is_counted),
        cmocka_unit_test(children_are_paired_by_number),
        cmocka_unit_test(a_scenario_without_children_adds_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
