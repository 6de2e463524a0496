#define _GNU_SOURCE
#include "cw_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <unistd.h>

int cw_spawn(pid_t *process, const char *path, char *const arguments[], char *const environment[],
             const int *descriptors, int count) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int code = posix_spawn_file_actions_init(&actions);
    if (code != 0) return code;
    code = posix_spawnattr_init(&attributes);
    if (code != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return code;
    }
    for (int place = 0; place < count && code == 0; place++)
        code = posix_spawn_file_actions_adddup2(&actions, descriptors[place], place);
    if (code == 0) code = posix_spawn_file_actions_addclosefrom_np(&actions, count);
    /* What we ignore would be ignored there: a job has to hear of SIGTERM. */
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    if (code == 0) code = posix_spawnattr_setsigdefault(&attributes, &all);
    if (code == 0) code = posix_spawnattr_setsigmask(&attributes, &none);
    if (code == 0) code = posix_spawnattr_setpgroup(&attributes, 0);
    if (code == 0)
        code = posix_spawnattr_setflags(
            &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    if (code == 0) code = posix_spawn(process, path, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

static int moved(int number, int least) {
    int copy = fcntl(number, F_DUPFD_CLOEXEC, least);
    int error = errno;
    close(number);
    errno = error;
    return copy;
}

int cw_pipe(int *reading, int *writing, int least) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return errno;
    *reading = moved(ends[0], least);
    if (*reading < 0) {
        int error = errno;
        close(ends[1]);
        return error;
    }
    *writing = moved(ends[1], least);
    if (*writing < 0) {
        int error = errno;
        close(*reading);
        return error;
    }
    return 0;
}

int cw_process_descriptor(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }
