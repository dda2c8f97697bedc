/* HDF5's own error printing is off; what went wrong is asked for here and put in our messages. */
#ifndef PLASSFLYT_OUTPUT_HDF5_FAILURE_H
#define PLASSFLYT_OUTPUT_HDF5_FAILURE_H

#include <stdbool.h>
#include <stddef.h>

/* Stops HDF5 from printing its error stack, and from tidying up at exit. Call before any other HDF5
 * call. */
void hdf5_silence(void);

/* The same for another thread: in an HDF5 for many threads each has error messages of its own. */
void hdf5_silence_thread(void);

/* What HDF5 takes, in bytes: to make a results file (37 MB for the largest layer; 30 are its own), to
 * store a block in it, and to open one. */
enum { HDF5_MAKING = 64 << 20, HDF5_STORING = 16 << 20, HDF5_OPENING = 24 << 20 };

/* Whether so much memory can be had now. The library breaks down itself (a segmentation fault in
 * 1.10.8) where it is refused some in the midst of its work, so it is asked for beforehand. */
bool hdf5_has_memory(size_t bytes);

/* Writes why the last HDF5 call failed into text[size] ("No space left on device") and forgets it.
 */
void hdf5_reason(char *text, size_t size);

#endif
