/* Reading back where a figure or document comes from (provenance.h writes it). */
#ifndef PLASSFLYT_ANALYSIS_PROVENANCE_READ_H
#define PLASSFLYT_ANALYSIS_PROVENANCE_READ_H

#include <stddef.h>

/* The line of JSON in the bytes of an SVG, PDF, PNG or HTML file, or of the core properties of an office
 * document (XLSX, DOCX), to be freed; NULL if there is none, the file is damaged where it stands, or memory is
 * short. */
char *provenance_find(const unsigned char *bytes, size_t n);

#endif
