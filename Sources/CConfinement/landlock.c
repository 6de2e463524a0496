#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "steps.h"

/* The numbers are the same on every machine; the headers of the C library may be older than the kernel. */
enum { create_ruleset = 444, add_rule = 445, restrict_self = 446, flag_version = 1, path_beneath = 1, read_file = 4 };

/* Of version 6; an older kernel reads as much as it knows and wants the rest to be 0. */
typedef struct {
    uint64_t files, network, scopes;
} ruleset;

typedef struct {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed)) beneath;

int cw_landlock_version(void) {
    long version = syscall(create_ruleset, NULL, 0, flag_version);
    /* ENOSYS and EOPNOTSUPP: not built in, switched off. EPERM: a filter around this process forbids to ask. */
    return version > 0 ? (int)version : 0;
}

int cw_make_lock(int version) {
    /* Everything that the version can refuse: 13 rights to files at first, then renaming across folders, truncating,
     * and ioctl of devices; TCP; abstract sockets and signals to processes outside. */
    int files = version >= 5 ? 16 : version >= 3 ? 15 : version >= 2 ? 14 : 13;
    const ruleset all = {
        .files = (UINT64_C(1) << files) - 1,
        .network = version >= 4 ? 3 : 0,
        .scopes = version >= 6 ? 3 : 0,
    };
    return (int)syscall(create_ruleset, &all, sizeof all, 0);
}

int cw_allow_reading(int lock, const char *path) {
    int place = open(path, O_PATH | O_CLOEXEC);
    /* What is not there cannot be read. */
    if (place < 0) return 0;
    const beneath rule = {.allowed = read_file, .parent = place};
    int error = syscall(add_rule, lock, path_beneath, &rule, 0) == 0 ? 0 : errno;
    close(place);
    return error;
}

int cw_lock(int lock) {
    int error = syscall(restrict_self, lock, 0) == 0 ? 0 : errno;
    close(lock);
    return error;
}
