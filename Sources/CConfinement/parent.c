#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "steps.h"

/* Not PR_SET_PDEATHSIG: that ends a process with the thread that started it, and a thread of a pool ends when it is idle. */
static volatile pid_t parent_process;

static void on_tick(int number) {
    (void)number;
    int error = errno;
    if (getppid() != parent_process) _exit(1);
    errno = error;
}

int cw_end_with_parent(int parent) {
    if (parent == 0) return 0;
    parent_process = parent;
    struct sigaction action = {.sa_handler = on_tick, .sa_flags = SA_RESTART};
    const struct itimerval second = {.it_interval = {.tv_sec = 1}, .it_value = {.tv_sec = 1}};
    if (sigaction(SIGALRM, &action, NULL) != 0 || setitimer(ITIMER_REAL, &second, NULL) != 0) return errno;
    /* It can have ended before. */
    return getppid() == parent ? 0 : ESRCH;
}
