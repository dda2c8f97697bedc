/* HDF5's own error printing is off; what went wrong is asked for here and put in our messages. */
#ifndef PLASSFLYT_OUTPUT_HDF5_FAILURE_H
#define PLASSFLYT_OUTPUT_HDF5_FAILURE_H

#include <stddef.h>

/* Stops HDF5 from printing its error stack, and from tidying up at exit. Call before any other HDF5
 * call. */
void hdf5_silence(void);

/* The same for another thread: in an HDF5 for many threads each has error messages of its own. */
void hdf5_silence_thread(void);

/* Writes why the last HDF5 call failed into text[size] ("No space left on device") and forgets it.
 */
void hdf5_reason(char *text, size_t size);

#endif
