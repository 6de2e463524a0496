#define _GNU_SOURCE
#include "candlewick_worker.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static_assert(CWW_TEXT_IN + CWW_TEXT_IN_SIZE == CWW_TEXT_OUT, "the places do not overlap");
static_assert(CWW_TEXT_OUT + CWW_TEXT_OUT_SIZE == CWW_COLUMNS, "the places do not overlap");
static_assert(CWW_COLUMNS + CWW_COLUMN_COUNT * CWW_ROWS * 8 == CWW_INPUT, "the places do not overlap");
static_assert(CWW_INPUT % 4096 == 0, "places begin with pages");

/* The same descriptor under a number that is none of the worker's, so that neither overwrites the other. */
static int above(int descriptor) {
    if (descriptor < 0 || descriptor > CWW_MEMORY) return descriptor;
    int other = fcntl(descriptor, F_DUPFD_CLOEXEC, CWW_MEMORY + 1);
    int number = errno;
    close(descriptor);
    errno = number;
    return other;
}

int cww_memory(uint64_t length) {
    int memory = above(memfd_create("candlewick-worker", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (memory < 0) return -1;
    /* A worker that shortened the file would end the host by SIGBUS. */
    if (ftruncate(memory, (off_t)length) != 0 || fcntl(memory, F_ADD_SEALS, F_SEAL_SHRINK) != 0) {
        int number = errno;
        close(memory);
        errno = number;
        return -1;
    }
    return memory;
}

int cww_sockets(int ends[2]) {
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return -1;
    ends[0] = above(ends[0]);
    ends[1] = above(ends[1]);
    if (ends[0] >= 0 && ends[1] >= 0) return 0;
    int number = errno;
    if (ends[0] >= 0) close(ends[0]);
    if (ends[1] >= 0) close(ends[1]);
    errno = number;
    return -1;
}

int cww_spawn(const char *path, int socket, int memory, pid_t *pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    int failure = posix_spawn_file_actions_init(&actions);
    if (failure) return failure;
    failure = posix_spawnattr_init(&attributes);
    if (failure) {
        posix_spawn_file_actions_destroy(&actions);
        return failure;
    }
    sigemptyset(&none);
    sigfillset(&all);
    /* A group of its own: Ctrl-C is for the host, who ends its workers itself. */
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    for (int standard = 0; !failure && standard <= 2; standard++)
        failure = posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDWR, 0);
    if (!failure) failure = posix_spawn_file_actions_adddup2(&actions, socket, CWW_SOCKET);
    if (!failure) failure = posix_spawn_file_actions_adddup2(&actions, memory, CWW_MEMORY);
    if (!failure) failure = posix_spawn_file_actions_addclosefrom_np(&actions, CWW_MEMORY + 1);
    char *const arguments[] = {(char *)"candlewick-worker", 0};
    /* Backtraces would cost a crash 40 ms. The loader has to find what it found for the host. */
    char libraries[8192] = "LD_LIBRARY_PATH=";
    const char *given = getenv("LD_LIBRARY_PATH");
    if (given && strlen(given) < sizeof libraries - strlen(libraries)) strcat(libraries, given);
    char *const environment[] = {(char *)"SWIFT_BACKTRACE=enable=no", given ? libraries : 0, 0};
    if (!failure) failure = posix_spawn(pid, path, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return failure;
}

int cww_wait(int socket, int milliseconds) {
    struct timespec now, end;
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += milliseconds / 1000;
    end.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    for (int left = milliseconds;;) {
        struct pollfd wish = {.fd = socket, .events = POLLIN};
        int count = poll(&wish, 1, left);
        if (count >= 0) return count;
        if (errno != EINTR) return -1;
        clock_gettime(CLOCK_MONOTONIC, &now);
        left = (int)((end.tv_sec - now.tv_sec) * 1000 + (end.tv_nsec - now.tv_nsec) / 1000000);
        if (left < 0) left = 0;
    }
}
