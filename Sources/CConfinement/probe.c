#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "steps.h"

/* The namespaces and the user, tried in a child: nothing else tells whether the system allows it. */
static uint32_t try_in_child(void) {
    pid_t child = fork();
    if (child < 0) return 0;
    if (child == 0) {
        bool dropped = false, alone = cw_leave_namespaces();
        int error = cw_drop_user(&dropped);
        _exit((alone ? 1 : 0) | (error == 0 && dropped ? 2 : 0));
    }
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return 0;
    int found = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    return (found & 1 ? CW_HOLDS_NAMESPACES : 0) | (found & 2 ? CW_HOLDS_USER : 0);
}

void cw_probe_confinement(cw_confinement *result) {
    memset(result, 0, sizeof *result);
    /* These need nothing of the kernel that Linux 5.9 does not have. */
    result->holds = CW_HOLDS_ENVIRONMENT | CW_HOLDS_DESCRIPTORS | CW_HOLDS_LIMITS | CW_HOLDS_UNDUMPABLE
        | CW_HOLDS_PRIVILEGES;
    result->holds |= try_in_child();
    result->landlock_abi = cw_landlock_version();
    if (result->landlock_abi > 0) result->holds |= CW_HOLDS_LANDLOCK;
    if (cw_kernel_filters()) result->holds |= CW_HOLDS_CALLS;
}
