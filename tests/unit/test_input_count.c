/* queue/1: an agency's own count. What is read from it, and what is said of what is wrong in it. */
#include "input_files.h"

#define BANDS                                                                                      \
    "bands:\n"                                                                                     \
    "  age: {0_12: [0, 13], 13_17: [13, 18], 18_22: [18, 23]}\n"                                   \
    "  there: {first: [0, 12], later: [12, 240]}\n"                                                \
    "  waited: {short: [0, 6], long: [6, 104]}\n"
#define HEAD     "plassflyt: queue/1\ndate: 2026-01-01\nareas: [nord]\n" BANDS
#define CHILDREN "children:\n  - {place: kinship, area: nord, age: 0_12, there: first, count: 4}\n"
#define WAITING                                                                                    \
    "waiting:\n"                                                                                   \
    "  - {lives: at_home, area: nord, age: 0_12, stage: requested, waited: long, count: 2}\n"
#define HOMES "homes:\n  - {kind: ordinary, area: nord, state: idle, count: 3}\n"

/* Writes a count and lets the world start from it. */
static void write_count(struct files *files, const char *text)
{
    write_file(files, "count.yaml", text);
    write_file(files, "world.yaml",
               "plassflyt: world/1\nevidence: [evidence.yaml]\nsources: sources.yaml\n"
               "start: count.yaml\nchange:\n"
               "  - {parameter: housing_places, value: 0, unit: places}\n"
               "  - {parameter: aftercare_age, value: 23, unit: years}\n");
}

static struct study *read_count(struct files *files, const char *text)
{
    write_count(files, text);
    return read_valid(files, "nullalternativ.yaml");
}

static void expect_of_count(struct files *files, const char *text, const char *expected)
{
    write_count(files, text);
    expect_messages(files, "nullalternativ.yaml", LANGUAGE_EN, expected);
}

/* One wrong row among right ones; `line` is the sentence after "count.yaml:". */
static void expect_of_child(struct files *files, const char *row, const char *expected)
{
    char text[2048];
    snprintf(text, sizeof text, "%schildren:\n%s\n" WAITING HOMES, HEAD, row);
    expect_of_count(files, text, expected);
}

static void expect_of_wait(struct files *files, const char *row, const char *expected)
{
    char text[2048];
    snprintf(text, sizeof text, "%s" CHILDREN "waiting:\n%s\n" HOMES, HEAD, row);
    expect_of_count(files, text, expected);
}

static void expect_of_home(struct files *files, const char *row, const char *expected)
{
    char text[2048];
    snprintf(text, sizeof text, "%s" CHILDREN WAITING "homes:\n%s\n", HEAD, row);
    expect_of_count(files, text, expected);
}

/* ---- what is read ---- */

static void count_is_read_child_by_child(void **state)
{
    struct study *study = read_count(
        *state, HEAD CHILDREN WAITING HOMES
        "  - {kind: specialised, owner: commercial, area: nord, state: listed, count: 2}\n"
        "totals:\n  - {of: children, place: kinship, count: 4}\n"
        "  - {of: homes, count: 5}\n");
    const struct count *count = study->count;
    assert_non_null(count);
    assert_int_equal(count->n_children, 6);
    assert_int_equal(count_waiting(count, NOT_TOLD), 2);
    assert_int_equal(count_homes(count, COUNTED_IDLE), 3);
    assert_int_equal(count_homes(count, COUNTED_LISTED), 2);
    assert_false(count->on_the_way_told);
    const struct counted_child *home = &count->children[0], *kin = &count->children[2];
    assert_int_equal(home->place, PLACE_AT_HOME);
    assert_int_equal(kin->place, PLACE_KINSHIP);
    assert_int_equal(kin->wait, NOT_TOLD);
    assert_int_equal(kin->need, NOT_TOLD);
    expect_near(kin->age.high, 13, 0);
    expect_near(kin->months.high, 12, 0);
    expect_near(count->waits[home->wait].weeks.low, 6, 0);
    assert_int_equal(count->waits[home->wait].stage, COUNTED_REQUESTED);
    study_free(study);
}

static void history_begins_at_the_count_and_areas_left_out_are_empty(void **state)
{
    struct study *study = read_count(*state, HEAD CHILDREN WAITING HOMES);
    assert_int_equal(study->value.history_start, date_days((struct date){2026, 1, 1}));
    assert_true(study->value.area_rate[AREA_NORD] > 0);
    assert_true(study->value.area_rate[AREA_OSLO] <= 0);
    assert_true(study->value.enquiry_multiplier[CHANNEL_BUFETAT][AREA_VEST] <= 0);
    const struct parameters *p = &study->value;
    expect_near(study->count->part, p->area_share[AREA_NORD] * p->area_rate[AREA_NORD], 0.01);
    assert_true(study->count->part > 0 && study->count->part < 0.5);
    study_free(study);
}

static void those_who_wait_are_among_those_who_live_there(void **state)
{
    struct study *study = read_count(
        *state, HEAD "children:\n"
                     "  - {place: emergency, area: nord, age: 0_12, there: first, count: 5}\n"
                     "  - {place: emergency, area: nord, age: 13_17, there: first, need: "
                     "reinforced, count: 5}\n"
                     "waiting:\n"
                     "  - {lives: emergency, area: nord, need: reinforced, stage: searched, "
                     "waited: short, count: 7}\n" HOMES);
    int waiting = 0, reinforced = 0;
    for (int i = 0; i < study->count->n_children; i++) {
        const struct counted_child *c = &study->count->children[i];
        waiting += c->wait != NOT_TOLD;
        reinforced += c->wait != NOT_TOLD && c->need == NEED_REINFORCED;
    }
    assert_int_equal(study->count->n_children, 10);
    assert_int_equal(waiting, 7);
    assert_int_equal(reinforced, 7);
    study_free(study);
}

static void start_on_the_command_line_takes_the_place_of_the_worlds(void **state)
{
    struct messages messages;
    write_count(*state, HEAD CHILDREN WAITING HOMES);
    write_file(
        *state, "other.yaml",
        "plassflyt: queue/1\ndate: 2027-01-01\nareas: [nord]\n" BANDS CHILDREN WAITING HOMES);
    const char *path = file_path(*state, "nullalternativ.yaml");
    const struct study_order order = {
        .paths = &path, .n_paths = 1, .start = file_path(*state, "other.yaml")};
    messages_start(&messages, LANGUAGE_EN);
    struct study *study = study_read_ordered(&order, &messages);
    assert_non_null(study);
    assert_string_equal(study->count->name, "other");
    assert_int_equal(study->value.history_start, study->value.policy_date);
    messages_free(&messages);
    study_free(study);
}

/* ---- what is wrong ---- */

static void names_that_are_none_are_named_with_the_nearest(void **state)
{
    expect_of_child(*state, "  - {place: kinship, area: nrod, age: 0_12, there: first, count: 1}",
                    "count.yaml:9: “nrod” is not a category of area; did you mean “nord”?");
    expect_of_child(*state, "  - {place: kinsip, area: nord, age: 0_12, there: first, count: 1}",
                    "count.yaml:9: “kinsip” is not a category of place; did you mean “kinship”?");
    expect_of_child(*state,
                    "  - {place: kinship, area: nord, age: 0_12, there: first, need: specialized, "
                    "count: 1}",
                    "count.yaml:9: “specialized” is not a category of need; did you mean "
                    "“specialised”?");
    expect_of_child(*state, "  - {place: kinship, area: nord, age: 0_21, there: first, count: 1}",
                    "count.yaml:9: unknown age “0_21”; did you mean “0_12”?");
    expect_of_wait(*state,
                   "  - {lives: at_home, area: nord, age: 0_12, stage: request, waited: long, "
                   "count: 1}",
                   "count.yaml:11: unknown stage “request”; did you mean “requested”?");
    expect_of_child(*state, "  - {plase: kinship, area: nord, age: 0_12, there: first, count: 1}",
                    "count.yaml:9: unknown key “plase”; did you mean “place”?\n"
                    "count.yaml:9: the key place: is missing");
}

static void counts_are_whole_and_not_negative(void **state)
{
    expect_of_child(*state, "  - {place: kinship, area: nord, age: 0_12, there: first, count: -1}",
                    "count.yaml:9: a whole number from 0 to 1000000 is expected here, not -1");
    expect_of_child(*state, "  - {place: kinship, area: nord, age: 0_12, there: first, count: 2.5}",
                    "count.yaml:9: a whole number from 0 to 1000000 is expected here, not 2.5");
}

static void bands_follow_each_other(void **state)
{
    struct {
        const char *there, *expected;
    } cases[] = {
        {"{a: [0, 12], b: [6, 24]}", "count.yaml:6: the band b begins at 6, but a ends only at 12: "
                                     "they overlap"},
        {"{a: [0, 12], b: [18, 24]}",
         "count.yaml:6: the band b begins at 18, but a ends at 12: a band between them is missing"},
        {"{a: [6, 12]}", "count.yaml:6: the first band, a, begins at 6; it must begin at 0"},
        {"{a: [12, 6]}", "count.yaml:6: the band a must be [from, to): two numbers, 0 or more, the "
                         "first the smaller"},
        {"{a: 12}", "count.yaml:6: the band a must be [from, to): two numbers, 0 or more, the "
                    "first the smaller"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[2048];
        snprintf(text, sizeof text,
                 "plassflyt: queue/1\ndate: 2026-01-01\nareas: [nord]\nbands:\n"
                 "  age: {all: [0, 18]}\n  there: %s\n  waited: {all: [0, 104]}\n"
                 "children: []\nwaiting: []\nhomes: []\n",
                 cases[i].there);
        expect_of_count(*state, text, cases[i].expected);
    }
    expect_of_count(*state,
                    "plassflyt: queue/1\ndate: 2026-01-01\nbands:\n  age: {all: [0, 16]}\n"
                    "  there: {all: [0, 24]}\n  waited: {all: [0, 104]}\n"
                    "children: []\nwaiting: []\nhomes: []\n",
                    "count.yaml:4: the age bands end at 16; they must reach 18 years");
}

static void dates_are_in_order(void **state)
{
    expect_of_count(*state, "plassflyt: queue/1\ndate: 2027-02-01\n" BANDS CHILDREN WAITING HOMES,
                    "count.yaml:2: the count is too late: it must not be after policy_date "
                    "(2027-01-01), and must be before end_date (2037-01-01)");
    expect_of_count(*state, "plassflyt: queue/1\ndate: 2026-01-15\n" BANDS CHILDREN WAITING HOMES,
                    "count.yaml:2: 2026-01-15 is not the first day of a month");
}

static void places_that_cannot_be(void **state)
{
    expect_of_child(*state, "  - {place: at_home, area: nord, age: 0_12, there: first, count: 1}",
                    "count.yaml:9: children at home stand under waiting: (lives: at_home), not "
                    "here");
    expect_of_child(*state, "  - {place: returned, area: nord, age: 0_12, there: first, count: 1}",
                    "count.yaml:9: children who have returned home are not counted");
    expect_of_child(*state, "  - {place: housing, area: nord, age: 13_17, there: first, count: 1}",
                    "count.yaml:9: children are counted in housing in nord, where the world has no "
                    "such places");
    expect_of_child(*state, "  - {place: centre, area: nord, age: 0_12, there: first, count: 1}",
                    "count.yaml:9: families in centres for parents and children are not counted: "
                    "those places fill anew");
    expect_of_child(*state, "  - {place: kinship, area: oslo, age: 0_12, there: first, count: 1}",
                    "count.yaml:9: oslo is not among the areas counted (areas:)");
}

static void ages_that_cannot_be(void **state)
{
    expect_of_child(*state,
                    "  - {place: care_public, area: nord, age: 18_22, there: first, count: 1}",
                    "count.yaml:9: nobody of 18 or more is in care_public here: youths stay on in "
                    "foster homes and in housing with follow-up (housing_followed) only");
    expect_of_wait(*state,
                   "  - {lives: at_home, area: nord, age: 18_22, stage: requested, waited: long, "
                   "count: 1}",
                   "count.yaml:11: those who wait are under 18");
    expect_of_count(
        *state,
        "plassflyt: queue/1\ndate: 2026-01-01\nareas: [nord]\nbands:\n"
        "  age: {0_2: [0, 3], 3_20: [3, 21]}\n  there: {a: [0, 48], b: [48, 96]}\n"
        "  waited: {all: [0, 104]}\nchildren:\n"
        "  - {place: kinship, area: nord, age: 0_2, there: b, count: 1}\n"
        "  - {place: kinship, area: nord, age: 3_20, there: a, count: 1}\n"
        "waiting: []\nhomes: []\n",
        "count.yaml:9: nobody in the age band 0_2 can have been there for b\n"
        "count.yaml:10: the age band 3_20 reaches across 18 years: children and youths who have "
        "stayed on are counted apart");
}

static void an_area_without_children_is_named(void **state)
{
    expect_of_count(
        *state,
        "plassflyt: queue/1\ndate: 2026-01-01\nareas: [nord, midt]\n" BANDS CHILDREN WAITING HOMES,
        "count.yaml:9: no child is counted in midt: if it is left out, name the areas "
        "counted in areas:");
}

static void waits_that_cannot_be(void **state)
{
    expect_of_wait(*state,
                   "  - {lives: kinship, area: nord, stage: requested, waited: long, count: 5}",
                   "count.yaml:11: 5 children are said to wait in kinship in nord, but only 4 of "
                   "the 4 who live there can be meant (of this age and need, and not waiting in "
                   "another row)");
    expect_of_wait(*state,
                   "  - {lives: emergency, area: nord, stage: searched, waited: long, count: 1}",
                   "count.yaml:11: 1 children are said to wait in emergency in nord, but only 0 of "
                   "the 0 who live there can be meant (of this age and need, and not waiting in "
                   "another row)");
    expect_of_wait(*state,
                   "  - {lives: at_home, area: nord, age: 0_12, need: treatment, stage: requested, "
                   "waited: long, count: 1}",
                   "count.yaml:11: a child who needs treatment waits for a treatment institution "
                   "(for: treatment), not for a foster home");
    expect_of_wait(*state,
                   "  - {lives: at_home, area: nord, age: 0_12, stage: searched, past_wish: yes, "
                   "waited: long, count: 1}",
                   "count.yaml:11: past_wish: goes with stage: requested only; before the request "
                   "there is no wished date");
    expect_of_wait(*state,
                   "  - {lives: at_home, area: nord, age: 0_12, for: care, stage: searched, "
                   "waited: long, count: 1}",
                   "count.yaml:11: stage: is only for children who wait for a foster home");
    expect_of_wait(*state, "  - {lives: at_home, area: nord, age: 0_12, waited: long, count: 1}",
                   "count.yaml:11: the key stage: is missing");
    expect_of_wait(*state,
                   "  - {lives: at_home, area: nord, stage: searched, waited: long, count: 1}",
                   "count.yaml:11: the key age: is missing");
}

static void homes_that_cannot_be(void **state)
{
    expect_of_home(*state, "  - {kind: kinship, area: nord, state: idle, count: 1}",
                   "count.yaml:13: homes of kind kinship are never idle here");
    expect_of_home(*state, "  - {kind: specialised, area: nord, state: idle, count: 1}",
                   "count.yaml:13: the key owner: is missing");
    expect_of_home(*state,
                   "  - {kind: ordinary, owner: nonprofit, area: nord, state: idle, count: 1}",
                   "count.yaml:13: homes of kind ordinary have no other owner than public");
    expect_of_home(*state, "  - {kind: ordinary, area: nord, state: idle, places: 4, count: 1}",
                   "count.yaml:13: places: goes with state: occupied only");
    expect_of_home(*state, "  - {kind: kinship, area: nord, state: occupied, places: 3, count: 3}",
                   "count.yaml:13: 4 children live in homes of kind kinship in nord, but the 3 "
                   "homes have 3 places");
    expect_of_home(*state, "  - {kind: kinship, area: nord, state: occupied, count: 5}",
                   "count.yaml:13: only 4 children live in homes of kind kinship in nord, where 5 "
                   "such homes are said to have children");
    expect_of_home(*state, "  - {kind: kinship, area: nord, state: occupied, places: 9, count: 2}",
                   "count.yaml:13: 9 places in 2 homes: a home has one, two or three");
}

static void rows_and_totals_agree(void **state)
{
    expect_of_count(
        *state,
        HEAD CHILDREN
        "  - {place: kinship, area: nord, age: 0_12, there: first, count: 1}\n" WAITING HOMES,
        "count.yaml:10: the same row stands in line 9: add the two together");
    expect_of_count(*state,
                    HEAD CHILDREN WAITING HOMES
                    "totals:\n  - {of: children, place: kinship, count: 5}\n",
                    "count.yaml:15: 5 is stated, but the rows add up to 4");
}

static void another_file_is_no_count(void **state)
{
    write_count(*state, "plassflyt: policy/1\ntitle: a policy\n");
    expect_messages(*state, "nullalternativ.yaml", LANGUAGE_EN,
                    "count.yaml:1: count.yaml is policy/1; queue/1 is expected here");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, files_setup, files_teardown)
    const struct CMUnitTest tests[] = {
        TEST(count_is_read_child_by_child),
        TEST(history_begins_at_the_count_and_areas_left_out_are_empty),
        TEST(those_who_wait_are_among_those_who_live_there),
        TEST(start_on_the_command_line_takes_the_place_of_the_worlds),
        TEST(names_that_are_none_are_named_with_the_nearest),
        TEST(counts_are_whole_and_not_negative),
        TEST(bands_follow_each_other),
        TEST(dates_are_in_order),
        TEST(places_that_cannot_be),
        TEST(ages_that_cannot_be),
        TEST(an_area_without_children_is_named),
        TEST(waits_that_cannot_be),
        TEST(homes_that_cannot_be),
        TEST(rows_and_totals_agree),
        TEST(another_file_is_no_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
