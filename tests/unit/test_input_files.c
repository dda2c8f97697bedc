/* Files that cannot be used at all: what is said of them. */
#include "input_files.h"

#include <sys/stat.h>

static void expect_of_policy(struct files *files, const char *text, const char *expected)
{
    write_file(files, "policy.yaml", text);
    expect_messages(files, "policy.yaml", LANGUAGE_EN, expected);
}

static void missing_file_is_named(void **state)
{
    expect_messages(*state, "nullalternative.yaml", LANGUAGE_EN,
                    "plassflyt: there is no file nullalternative.yaml; did you mean "
                    "“nullalternativ.yaml”?");
}

static void messages_come_in_the_chosen_language(void **state)
{
    expect_messages(*state, "mangler-helt.yaml", LANGUAGE_NB,
                    "plassflyt: filen mangler-helt.yaml finnes ikke");
    expect_messages(*state, "mangler-helt.yaml", LANGUAGE_NN,
                    "plassflyt: fila mangler-helt.yaml finst ikkje");
}

static void folder_is_refused(void **state)
{
    assert_int_equal(mkdir(file_path(*state, "folder.yaml"), 0700), 0);
    expect_messages(*state, "folder.yaml", LANGUAGE_EN,
                    "plassflyt: folder.yaml is a folder, not a file");
}

static void pipe_is_refused_without_waiting(void **state)
{
    assert_int_equal(mkfifo(file_path(*state, "pipe.yaml"), 0600), 0);
    expect_messages(*state, "pipe.yaml", LANGUAGE_EN,
                    "plassflyt: pipe.yaml is not an ordinary file");
}

enum { NOBODY = 65534 };

static void unreadable_file_is_refused(void **state)
{
    write_file(*state, "policy.yaml", "plassflyt: policy/1\n");
    assert_int_equal(chmod(file_path(*state, "policy.yaml"), 0), 0);
    assert_int_equal(chmod(file_path(*state, ""), 0755), 0);
    bool root = geteuid() == 0;
    if (root) /* who may read everything */
        assert_int_equal(seteuid(NOBODY), 0);
    expect_messages(*state, "policy.yaml", LANGUAGE_EN,
                    "plassflyt: you have no right to read policy.yaml");
    if (root)
        assert_int_equal(seteuid(0), 0);
}

static void empty_file_is_refused(void **state)
{
    expect_of_policy(*state, "", "policy.yaml: the file holds nothing");
    expect_of_policy(*state, " \n\t\n", "policy.yaml: the file holds nothing");
    expect_of_policy(*state, "\xef\xbb\xbf\n", "policy.yaml: the file holds nothing");
    expect_of_policy(*state, "# only a comment\n", "policy.yaml: the file holds nothing");
}

static void binary_file_is_refused(void **state)
{
    write_bytes(*state, "policy.yaml", "plassflyt: policy/1\nbase: \0x\n", 30);
    expect_messages(*state, "policy.yaml", LANGUAGE_EN,
                    "policy.yaml:2: a NUL character: this is not a text file");
    expect_of_policy(*state, "plassflyt: policy/1\n\ntitle: S\xf8r\n",
                     "policy.yaml:3: not valid UTF-8: save the file as text in UTF-8");
    expect_of_policy(*state, "plassflyt: \"policy/1\\0\"\n",
                     "policy.yaml:1: a NUL character: this is not a text file");
}

/* 100 MB, mostly a hole: it must be refused by its size, not read. */
static void huge_file_is_refused(void **state)
{
    write_file(*state, "policy.yaml", "plassflyt: policy/1\n");
    assert_int_equal(truncate(file_path(*state, "policy.yaml"), 100000000), 0);
    expect_messages(*state, "policy.yaml", LANGUAGE_EN,
                    "plassflyt: policy.yaml is larger than 4 MiB, the most that an input file may "
                    "be");
}

/* Files just below the limit, of kinds that slow readers down. */
static void large_files_are_refused(void **state)
{
    static const struct {
        const char *piece, *expected;
    } cases[] = {
        {"k0: 1\n", "policy.yaml:2: the first key must be plassflyt:, with policy/1, world/1, "
                    "study/1, evidence/1, sources/1 or queue/1"},
        {"[", "policy.yaml:2: nested deeper than 64 levels"},
        {"- ", "policy.yaml:2: nested deeper than 64 levels"},
        {"{a: ", "policy.yaml:2: nested deeper than 64 levels"},
        {"? ", "policy.yaml:2: a key must be a plain text"},
        {"[], ", "policy.yaml:1: more than 200000 commas, brackets and per cent signs in a file"},
        {" \n", "policy.yaml:102: more than 100 empty lines in a row"},
    };
    enum { SIZE = 4000000 };
    char *text = malloc(SIZE);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t used = 0;
        bool flow = strcmp(cases[i].piece, "[], ") == 0;
        text[used++] = flow ? '[' : '\n';
        for (size_t n = 0; used < SIZE - 32; n++)
            used += (size_t)(i == 0 ? snprintf(text + used, 32, "k%zu: 1\n", n)
                                    : snprintf(text + used, 32, "%s", cases[i].piece));
        used += (size_t)snprintf(text + used, 32, "%s", flow ? "]" : "\nx: 1\n");
        write_bytes(*state, "policy.yaml", text, used);
        expect_messages(*state, "policy.yaml", LANGUAGE_EN, cases[i].expected);
    }
    free(text);
}

static void alias_bomb_is_refused(void **state)
{
    expect_of_policy(*state,
                     "plassflyt: policy/1\n"
                     "a: &a [x, x, x, x, x, x, x, x, x]\n"
                     "b: &b [*a, *a, *a, *a, *a, *a, *a]\n"
                     "c: &c [*b, *b, *b, *b, *b, *b, *b]\n",
                     "policy.yaml:2: anchors (&) are not used in these files: put the text in "
                     "quotes if it begins with &");
    expect_of_policy(*state, "plassflyt: policy/1\nb: *a\n",
                     "policy.yaml:2: aliases (*) are not used in these files: write the value out");
}

static void other_yaml_is_refused(void **state)
{
    expect_of_policy(*state, "plassflyt: policy/1\ntitle: !secret x\n",
                     "policy.yaml:2: tags (!) are not used in these files: put the text in quotes "
                     "if it begins with !");
    expect_of_policy(*state, "plassflyt: policy/1\n<<: {base: world.yaml}\n",
                     "policy.yaml:2: merge keys (<<) are not used in these files: write the keys "
                     "out, or use base:");
    expect_of_policy(*state, "plassflyt: policy/1\n---\nplassflyt: policy/1\n",
                     "policy.yaml:2: a second document (---): a file holds one");
    expect_of_policy(*state, "plassflyt: policy/1\n[a, b]: 1\n",
                     "policy.yaml:2: a key must be a plain text");
    expect_of_policy(*state, "plassflyt: policy/1\nbase: a\ntitle: t\nbase: b\n",
                     "policy.yaml:4: the key “base” stands twice, first in line 2");
    expect_of_policy(*state, "plassflyt: policy/1\nbase: [a, b\ntitle: }\n",
                     "policy.yaml:3: not valid YAML: mismatched flow mapping end");
}

static void format_must_come_first(void **state)
{
    static const char missing[] = "policy.yaml:1: the first key must be plassflyt:, with policy/1, "
                                  "world/1, study/1, evidence/1, sources/1 or queue/1";
    expect_of_policy(*state, "base: world.yaml\nplassflyt: policy/1\n", missing);
    expect_of_policy(*state, "just text\n", missing);
    expect_of_policy(*state, "- plassflyt: policy/1\n", missing);
    expect_of_policy(*state, "plassflyt: policy/2\nbase: world.yaml\n",
                     "policy.yaml:1: unknown format “policy/2”; did you mean “policy/1”?");
    expect_of_policy(*state, "plassflyt: evidence/1\n",
                     "policy.yaml: this is evidence/1; a scenario is a policy/1 (or a world/1)");
}

static void byte_order_mark_and_windows_lines_are_accepted(void **state)
{
    write_file(*state, "policy.yaml",
               "\xef\xbb\xbfplassflyt: policy/1\r\n"
               "base: nullalternativ.yaml\r\n"
               "change:\r\n"
               "  - {parameter: board_days, times: 0.5, from: 2027-01-01}\r\n");
    struct study *study = read_valid(*state, "policy.yaml");
    assert_int_equal(study->n_policies, 2);
    assert_int_equal(study->policies[1].n_changes, 1);
    assert_int_equal(study->policies[1].changes[0].origin.line, 4);
    study_free(study);
    expect_of_policy(*state, "\xef\xbb\xbfplassflyt: policy/1\r\nbase: world.yaml\r\nbsae: x\r\n",
                     "policy.yaml:3: unknown key “bsae”; did you mean “base”?");
}

static void files_are_kept_as_they_are(void **state)
{
    const char text[] = "\xef\xbb\xbfplassflyt: policy/1\r\nbase: nullalternativ.yaml # Å\r\n";
    write_file(*state, "policy.yaml", text);
    struct study *study = read_valid(*state, "policy.yaml");
    const struct policy *policy = &study->policies[1];
    assert_int_equal(policy->n_files, 2);
    const struct input_file *file = &study->files[policy->files[1]];
    assert_int_equal(file->length, strlen(text));
    assert_string_equal(file->text, text);
    assert_int_equal(study->n_files, 5); /* world, sources, evidence, null alternative, policy */
    study_free(study);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, files_setup, files_teardown)
    const struct CMUnitTest tests[] = {
        TEST(missing_file_is_named),
        TEST(messages_come_in_the_chosen_language),
        TEST(folder_is_refused),
        TEST(pipe_is_refused_without_waiting),
        TEST(unreadable_file_is_refused),
        TEST(empty_file_is_refused),
        TEST(binary_file_is_refused),
        TEST(huge_file_is_refused),
        TEST(large_files_are_refused),
        TEST(alias_bomb_is_refused),
        TEST(other_yaml_is_refused),
        TEST(format_must_come_first),
        TEST(byte_order_mark_and_windows_lines_are_accepted),
        TEST(files_are_kept_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
