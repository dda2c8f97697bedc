/* The workbook: written whole or not at all, never over somebody else's; the same bytes each time. */
#include "analysis/workbook.h"
#include "command/command.h"

#include <minizip/unzip.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "known_results.h"
#include "results_place.h"
#include "spoken.h"

static char results[128], book[128], part[1 << 20];

static int setup(void **state)
{
    place_make(state);
    snprintf(results, sizeof results, "%s/a.h5", place);
    snprintf(book, sizeof book, "%s/a.xlsx", place);
    return known_write(results, 3) ? 0 : -1;
}

/* One file of a workbook, as text. */
static const char *inside(const char *path, const char *name)
{
    unzFile file = unzOpen(path);
    assert_non_null(file);
    assert_int_equal(unzLocateFile(file, name, 1), UNZ_OK);
    assert_int_equal(unzOpenCurrentFile(file), UNZ_OK);
    int length = unzReadCurrentFile(file, part, sizeof part - 1);
    assert_true(length > 0);
    part[length] = '\0';
    unzClose(file);
    return part;
}

static size_t read_file(const char *path, char *out, size_t size)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t n = fread(out, 1, size, file);
    fclose(file);
    return n;
}

static void test_parts(void **state)
{
    (void)state;
    assert_int_equal(SPEAK("compare", results, "--lang=nb", "--xlsx", book), EXIT_DONE);
    assert_true(workbook_is_own(book));
    assert_int_equal(place_count(), 2);
    const char *sheets = inside(book, "xl/workbook.xml");
    assert_says(sheets, "\"Les dette først\"");
    assert_says(sheets, "\"Kø per måned\"");
    assert_says(sheets, "\"Forutsetninger\"");
    assert_null(strstr(sheets, "\"Verdener\"")); /* one world */
    const char *texts = inside(book, "xl/sharedStrings.xml");
    assert_says(texts, "Barn som venter etter ønsket dato (ii)");
    assert_says(texts, "kontrollsum xxh3:");
    assert_null(strstr(texts, place)); /* nothing of where it was made */
    assert_says(inside(book, "docProps/custom.xml"), "nullalternativ, bistandsplikt");
    assert_says(inside(book, "xl/drawings/drawing1.xml"), "descr=\"En prikk");
}

static void test_worlds(void **state)
{
    (void)state;
    char other[128];
    snprintf(other, sizeof other, "%s/other.h5", place);
    assert_true(known_write(other, 4));
    assert_int_equal(SPEAK("compare", results, other, "--lang=nn", "--xlsx", book), EXIT_DONE);
    assert_int_equal(remove(other), 0);
    assert_says(inside(book, "xl/workbook.xml"), "\"Verder\"");
    assert_says(inside(book, "xl/workbook.xml"), "\"Føresetnader\"");
}

/* From the workbook back to its results file, which lies beside it. */
static void test_whence(void **state)
{
    (void)state;
    assert_int_equal(SPEAK("whence", book, "--lang=en", "--json"), EXIT_DONE);
    assert_says(said, "\"kind\": \"workbook");
    assert_says(said, "xxh3:");
    assert_says(said, "paired t interval of the mean difference");
}

/* The same results give the same bytes; needs what test_parts wrote. */
static void test_same_bytes(void **state)
{
    (void)state;
    static char first[1 << 20], second[1 << 20];
    size_t n = read_file(book, first, sizeof first);
    assert_int_equal(SPEAK("compare", results, "--lang=nb", "--xlsx", book), EXIT_DONE);
    assert_int_equal(read_file(book, second, sizeof second), n);
    assert_in_range(n, 1000, sizeof first - 1);
    assert_memory_equal(first, second, n);
}

static void refused(const char *words)
{
    assert_int_equal(SPEAK("compare", results, "--lang=en", "--xlsx", book), EXIT_BAD_INPUT);
    assert_says(complained, words);
    assert_string_equal(said, "");
}

/* A file that is no workbook, or a workbook cut short, is not Plassflyt's. */
static void test_foreign(void **state)
{
    (void)state;
    static char bytes[1 << 20];
    size_t n = read_file(book, bytes, sizeof bytes);
    FILE *file = fopen(book, "wb");
    fwrite(bytes, 1, n / 2, file);
    fclose(file);
    assert_false(workbook_is_own(book));
    refused("was not made by Plassflyt");
    assert_int_equal(read_file(book, bytes, sizeof bytes), n / 2);
    file = fopen(book, "wb");
    fputs("my own table\n", file);
    fclose(file);
    refused("was not made by Plassflyt");
    assert_int_equal(read_file(book, bytes, sizeof bytes), 13);
    unlink(book);
    assert_int_equal(place_count(), 1);
}

static void test_cannot_write(void **state)
{
    (void)state;
    assert_int_equal(SPEAK("compare", results, "--lang=en", "--xlsx", "/proc/no/such.xlsx"),
                     EXIT_BAD_INPUT);
    assert_says(complained, "cannot make /proc/no/such.xlsx");
    assert_int_equal(place_count(), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_parts, forget),
        cmocka_unit_test_teardown(test_whence, forget),
        cmocka_unit_test_teardown(test_same_bytes, forget),
        cmocka_unit_test_teardown(test_worlds, forget),
        cmocka_unit_test_teardown(test_foreign, forget),
        cmocka_unit_test_teardown(test_cannot_write, forget),
    };
    return cmocka_run_group_tests(tests, setup, place_remove);
}
