/* Opening a results file to read it. */
#ifndef PLASSFLYT_OUTPUT_RESULTS_FILE_H
#define PLASSFLYT_OUTPUT_RESULTS_FILE_H

#include "input/message.h"

#include <hdf5.h>
#include <stdbool.h>

/* Opens a results file read-only; a message and -1 if it is none or has a schema not known here.
 * Closing the id (H5Fclose) closes all that was opened in it. */
hid_t results_file_open(const char *path, struct messages *messages);

/* Properties of reading and writing, to be closed with H5Pclose: without, HDF5 clears a buffer of
 * 1 MiB for every small table of texts. */
hid_t results_file_transfer(void);

/* Text attribute of an object, to be freed; NULL if there is none or it is no text. */
char *results_file_text(hid_t object, const char *name);

/* Attribute of one number. False if there is none. */
bool results_file_number(hid_t object, const char *name, double *value);

/* Message "cannot read WHAT: why" with HDF5's own reason. */
void results_file_unreadable(const char *path, const char *what, struct messages *messages);

/* Message of texts.def about the file. */
void results_file_message(const char *path, struct messages *messages, enum text text,
                          const char *first, const char *second, const char *third);

#endif
