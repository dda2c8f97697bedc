/* Shows that the thread sanitizer sees OpenMP as it is: two threads add to one number, with
 * (`right`) and without (`wrong`) order between them. */
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    long sum = 0;
    int right = argc > 1 && strcmp(argv[1], "right") == 0;
    if (right) {
#pragma omp parallel for ordered schedule(dynamic, 1)
        for (int i = 0; i < 1000; i++)
#pragma omp ordered
            sum += i;
    } else {
#pragma omp parallel for schedule(static)
        for (int i = 0; i < 1000; i++)
            sum += i;
    }
    printf("%ld\n", sum);
    return 0;
}
