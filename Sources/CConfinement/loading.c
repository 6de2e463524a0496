#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "steps.h"

static bool is_library(const char *name) {
    const char *end = strstr(name, ".so");
    return end != NULL && (end[3] == 0 || end[3] == '.');
}

/* The shared libraries of a folder, and nothing else that lies there. */
static int allow_libraries_of(int lock, const char *folder) {
    DIR *names = opendir(folder);
    if (names == NULL) return 0;
    int error = 0;
    char path[PATH_MAX];
    for (struct dirent *entry; error == 0 && (entry = readdir(names)) != NULL;)
        if (is_library(entry->d_name) && snprintf(path, sizeof path, "%s/%s", folder, entry->d_name) < PATH_MAX)
            error = cw_allow_reading(lock, path);
    closedir(names);
    return error;
}

static int allow_folder_of(int lock, const char *library) {
    char folder[PATH_MAX];
    const char *slash = strrchr(library, '/');
    if (slash == NULL || slash == library || slash - library >= PATH_MAX) return 0;
    memcpy(folder, library, slash - library);
    folder[slash - library] = 0;
    return allow_libraries_of(lock, folder);
}

typedef struct {
    int lock, error;
    char last[PATH_MAX]; /* the folder before: images of one folder follow each other */
} image_walk;

static int allow_folder_of_image(struct dl_phdr_info *image, size_t size, void *context) {
    (void)size;
    image_walk *walk = context;
    const char *slash = image->dlpi_name == NULL ? NULL : strrchr(image->dlpi_name, '/');
    if (slash == NULL || slash - image->dlpi_name >= PATH_MAX) return 0;
    size_t length = slash - image->dlpi_name;
    if (strncmp(walk->last, image->dlpi_name, length) == 0 && walk->last[length] == 0) return 0;
    memcpy(walk->last, image->dlpi_name, length);
    walk->last[length] = 0;
    /* The system's own are allowed whole. */
    if (strncmp(walk->last, "/lib", 4) != 0 && strncmp(walk->last, "/usr/lib", 8) != 0)
        walk->error = allow_libraries_of(walk->lock, walk->last);
    return walk->error;
}

int cw_allow_libraries(int lock, const char *library) {
    static const char *const system[] = {
        "/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache",
    };
    int error = cw_allow_reading(lock, library);
    for (size_t i = 0; error == 0 && i < sizeof system / sizeof *system; i++) error = cw_allow_reading(lock, system[i]);
    if (error == 0) error = allow_folder_of(lock, library);
    /* Where the loader found what this process has, as the runtime of Swift. */
    image_walk walk = {.lock = lock, .error = error};
    if (error == 0) dl_iterate_phdr(allow_folder_of_image, &walk);
    error = walk.error;
    const char *given = getenv("LD_LIBRARY_PATH");
    if (error != 0 || given == NULL) return error;
    char *list = strdup(given), *rest = list;
    if (list == NULL) return ENOMEM;
    for (char *folder; error == 0 && (folder = strsep(&rest, ":;")) != NULL;)
        if (*folder == '/') error = allow_libraries_of(lock, folder);
    free(list);
    return error;
}
