/* Reading a file that may be damaged, in a process of its own: HDF5 keeps texts in heaps without
 * checksums, and a damaged heap can make the library fault (1.10.8: one in 120 random flips)
 * or go round without end. */
#ifndef PLASSFLYT_OUTPUT_RESULTS_CHILD_H
#define PLASSFLYT_OUTPUT_RESULTS_CHILD_H

#include <stdbool.h>
#include <stddef.h>

/* An answer is small enough to pass a pipe in one piece. */
enum { MOST_ANSWER = 4096 };

/* Lets a child find the answer [size] to a question about the file at `path`; false if it died of it,
 * took fifty times the processor time that a whole file takes, or none could be made. */
bool results_ask_child(const char *path, void (*find)(const void *question, void *answer),
                       const void *question, void *answer, size_t size);

#endif
