#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "steps.h"

/* `nobody` of Debian and most others, and the kernel's number for users that a namespace does not know. */
enum { no_user = 65534 };

enum { own_spaces = CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS };

bool cw_leave_namespaces(void) {
    /* Whoever is not root needs a user namespace for it, which some systems refuse; root could not become another user in
     * one. */
    return unshare(geteuid() == 0 ? own_spaces : CLONE_NEWUSER | own_spaces) == 0;
}

int cw_drop_bounding_capabilities(void) {
    for (int capability = 0; capability < 64; capability++) {
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0) continue;
        /* EINVAL: the kernel has no further ones. EPERM: not root, and nothing to be had by exec either, as no new
         * privileges are accepted later. */
        return errno == EINVAL || errno == EPERM ? 0 : errno;
    }
    return 0;
}

int cw_drop_user(bool *dropped) {
    *dropped = false;
    if (geteuid() != 0) return 0;
    /* EPERM: a root without the capability, as containers have it. */
    if (setgroups(0, NULL) != 0) return errno == EPERM ? 0 : errno;
    if (setresgid(no_user, no_user, no_user) != 0) return errno;
    if (setresuid(no_user, no_user, no_user) != 0) return errno;
    *dropped = true;
    return 0;
}

int cw_drop_capabilities(bool keep_user_changes) {
    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0) return errno;
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct kept[_LINUX_CAPABILITY_U32S_3];
    if (syscall(SYS_capget, &header, kept) != 0) return errno;
    uint32_t wanted = keep_user_changes ? 1u << CAP_SETUID | 1u << CAP_SETGID : 0;
    kept[0].effective = kept[0].permitted &= wanted;
    kept[1].effective = kept[1].permitted = 0;
    kept[0].inheritable = kept[1].inheritable = 0;
    return syscall(SYS_capset, &header, kept) == 0 ? 0 : errno;
}
