/* make bench: how fast Plassflyt is, against a floor and against its budgets. README.md says what
 * each row is. */
#include "bench.h"
#include "random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int usage(void)
{
    fputs("usage: bench PROGRAM [--python PYTHON] [--csv FILE] [--large]\n"
          "  run from the top folder of the repository\n",
          stderr);
    return 2;
}

int main(int argc, char **argv)
{
    const char *python = "python3", *csv = NULL;
    bool large = false;
    for (int i = 2; i < argc; i++)
        if (strcmp(argv[i], "--python") == 0 && i + 1 < argc)
            python = argv[++i];
        else if (strcmp(argv[i], "--csv") == 0 && i + 1 < argc)
            csv = argv[++i];
        else if (strcmp(argv[i], "--large") == 0)
            large = true;
        else
            return usage();
    if (argc < 2)
        return usage();
    struct table table = {.csv = csv ? fopen(csv, "w") : NULL};
    if (csv && !table.csv) {
        perror(csv);
        return 1;
    }
    random_tables();
#ifdef __clang__
    printf("compiler: clang " __clang_version__ "\n");
#else
    printf("compiler: gcc " __VERSION__ "\n");
#endif
    double start = wall_seconds();
    table_begin(&table);
    engine_rows(&table, python);
    model_rows(&table, large);
    program_rows(&table, argv[1]);
    printf("%d within, %d missed, %.0f s\n", table.within, table.missed, wall_seconds() - start);
    if (table.csv)
        fclose(table.csv);
    return 0;
}
