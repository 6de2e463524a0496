#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "steps.h"

int cw_measure_memory(cw_memory_use *use) {
    char text[256];
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (file < 0) return errno;
    ssize_t count = read(file, text, sizeof text - 1);
    int error = count > 0 ? 0 : EIO;
    close(file);
    if (error != 0) return error;
    text[count] = 0;
    /* size resident shared text lib data dirty, in pages */
    uint64_t page = sysconf(_SC_PAGESIZE), fields[6];
    char *at = text;
    for (int i = 0; i < 6; i++) {
        char *end;
        fields[i] = strtoull(at, &end, 10) * page;
        if (end == at) return EIO;
        at = end;
    }
    use->space = fields[0];
    use->data = fields[5];
    return 0;
}

static int lower(int resource, rlim_t value) {
    struct rlimit limit;
    if (getrlimit(resource, &limit) != 0) return errno;
    if (value > limit.rlim_max) value = limit.rlim_max;
    limit.rlim_cur = limit.rlim_max = value;
    return setrlimit(resource, &limit) == 0 ? 0 : errno;
}

/* The first number that no descriptor of the rights has. */
static rlim_t descriptors(const cw_rights *rights) {
    rlim_t above = 0;
    for (size_t i = 0; i < rights->descriptor_count; i++)
        if ((rlim_t)rights->descriptors[i] + 1 > above) above = rights->descriptors[i] + 1;
    return above;
}

static int limit(const cw_rights *rights, cw_memory_use use, rlim_t files, rlim_t libraries) {
    struct rlimit stack;
    if (getrlimit(RLIMIT_STACK, &stack) != 0) return errno;
    /* An endless stack is bounded by the address space below. */
    rlim_t growth = stack.rlim_cur == RLIM_INFINITY || stack.rlim_cur > (8 << 20) ? 8 << 20 : stack.rlim_cur;
    const struct {
        int resource;
        rlim_t value;
    } limits[] = {
        {RLIMIT_CORE, 0},
        {RLIMIT_NOFILE, files},
        {RLIMIT_NPROC, 0},
        /* Shared memory is written through its mapping, which is no write to a file. */
        {RLIMIT_FSIZE, 0},
        {RLIMIT_MEMLOCK, 0},
        {RLIMIT_MSGQUEUE, 0},
        {RLIMIT_SIGPENDING, 0},
        {RLIMIT_DATA, use.data + rights->memory},
        /* Page tables of memory that is only read, and mappings that are no data, count here only. */
        {RLIMIT_AS, use.space + rights->memory + growth + libraries},
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        int error = lower(limits[i].resource, limits[i].value);
        if (error != 0) return error;
    }
    return 0;
}

int cw_limit_for_loading(const cw_rights *rights, cw_memory_use use) {
    /* The loader has one file open at a time, and code is no data. */
    return limit(rights, use, descriptors(rights) + 16, (rlim_t)1 << 30);
}

int cw_limit(const cw_rights *rights, cw_memory_use use) { return limit(rights, use, descriptors(rights), 0); }

int cw_limit_descriptors(const cw_rights *rights) { return lower(RLIMIT_NOFILE, descriptors(rights)); }
