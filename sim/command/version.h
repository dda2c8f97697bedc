/* The version of Plassflyt. */
#ifndef PLASSFLYT_COMMAND_VERSION_H
#define PLASSFLYT_COMMAND_VERSION_H

/* The build gives it (VERSION in the Makefile); this one holds where it does not. */
#ifndef PLASSFLYT_VERSION
#define PLASSFLYT_VERSION "0.1.0"
#endif

#endif
