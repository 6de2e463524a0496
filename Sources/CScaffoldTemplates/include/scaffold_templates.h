/* The files of the templates, embedded: the program needs nothing beside it.
 *
 * Not .embedInCode of the package: that knows files by their last name alone, and spells every byte as Swift. */
#ifndef SCAFFOLD_TEMPLATES_H
#define SCAFFOLD_TEMPLATES_H

#include <stdint.h>

/* One file: of which layer (a template is its language's, its transport's and its own), where it goes. All of it is
 * constant and lives as long as the program; the texts end with a NUL, the bytes do not. */
typedef struct scaffold_file {
    const char *layer;
    const char *path;
    const uint8_t *bytes;
    uint64_t length;
} scaffold_file;

typedef struct scaffold_files {
    const scaffold_file *files;
    uint64_t count;
} scaffold_files;

scaffold_files scaffold_files_c(void);
scaffold_files scaffold_files_rust(void);
scaffold_files scaffold_files_swift(void);
scaffold_files scaffold_files_cases(void);

#endif
