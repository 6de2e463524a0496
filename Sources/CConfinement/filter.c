#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "rules.h"
#include "steps.h"

static void allow_memory(filter *filter, bool loads) {
    ALLOW(brk);
    ALLOW(munmap);
    ALLOW(mremap);
    /* Private memory only: shared memory, and memory that grows down, does not count as data of the process. */
    const uint64_t kinds = MAP_TYPE | MAP_GROWSDOWN | MAP_HUGETLB;
    if (loads) {
        ALLOW_IF(mmap, BITS(3, kinds, MAP_PRIVATE));
        ALLOW(mprotect);
    } else {
        ALLOW_IF(mmap, BITS(2, PROT_EXEC, 0), BITS(3, kinds, MAP_PRIVATE), IS(4, -1));
        ALLOW_IF(mprotect, BITS(2, PROT_EXEC, 0));
    }
    const int advices[] = {MADV_NORMAL, MADV_DONTNEED, MADV_FREE, MADV_HUGEPAGE, MADV_NOHUGEPAGE};
    for (size_t i = 0; i < sizeof advices / sizeof *advices; i++) ALLOW_IF(madvise, IS(2, advices[i]));
}

static void allow_time_and_order(filter *filter) {
    ALLOW(clock_gettime);
    ALLOW(clock_getres);
    ALLOW(gettimeofday);
    ALLOW(time);
    ALLOW(clock_nanosleep);
    ALLOW(nanosleep);
    ALLOW(restart_syscall);
    ALLOW(sched_yield);
    ALLOW(getrandom);
    ALLOW(getpid);
    ALLOW(gettid);
    /* abort() unblocks its signal; none may be blocked, so that the look at the parent is not. */
    ALLOW_IF(rt_sigprocmask, IS(0, SIG_UNBLOCK));
    ALLOW(rt_sigreturn);
    ALLOW(getppid);
    ALLOW(exit);
    ALLOW(exit_group);
    /* What locks need; none that hands a lock's owner its priority. */
    const int operations[] = {FUTEX_WAIT, FUTEX_WAKE, FUTEX_WAIT_BITSET, FUTEX_WAKE_BITSET};
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
        ALLOW_IF(futex, BITS(1, LOW & FUTEX_CMD_MASK, operations[i]));
    /* abort() sends a signal to its own thread. */
    ALLOW_IF(tgkill, IS(0, getpid()));
    ALLOW_IF(tkill, IS(0, getpid()));
}

static void allow_socket(filter *filter, int socket, bool loads) {
    if (socket < 0) return;
    if (!loads) ALLOW_IF(read, IS(0, socket));
    ALLOW_IF(write, IS(0, socket));
    ALLOW_IF(recvfrom, IS(0, socket));
    ALLOW_IF(sendto, IS(0, socket), IS_NULL(4));
    ALLOW_IF(recvmsg, IS(0, socket));
    ALLOW_IF(sendmsg, IS(0, socket));
    /* Of two descriptors at most: the numbers lie in memory, where no filter sees them, and all but two are closed. */
    ALLOW_IF(poll, SCMP_CMP64(1, SCMP_CMP_LE, 2));
    ALLOW_IF(ppoll, SCMP_CMP64(1, SCMP_CMP_LE, 2));
}

/* Who prints, or fails with a message, writes to descriptors that are closed: no reason to die of it, and the message
 * of a trap must not hide the trap. */
static void answer_for_standard_output(filter *filter, bool loads) {
    for (int standard = 1; standard <= 2; standard++) {
        REFUSE_IF(write, IS(0, standard));
        REFUSE_IF(writev, IS(0, standard));
        if (loads) continue;
        REFUSE_IF(fstat, IS(0, standard));
        REFUSE_IF(newfstatat, IS(0, standard));
    }
}

/* What the system's loader does with a library, and the two calls that tell whose turn it is. */
static void allow_loading(filter *filter) {
    const uint64_t writes = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | O_PATH | (O_TMPFILE & ~O_DIRECTORY);
    ALLOW_IF(openat, BITS(2, writes, O_RDONLY));
    ALLOW_IF(open, BITS(1, writes, O_RDONLY));
    ALLOW(read);
    ALLOW(pread64);
    ALLOW(lseek);
    ALLOW(close);
    ALLOW(fstat);
    ALLOW(newfstatat);
    ALLOW(statx);
    ALLOW(stat);
    ALLOW(lstat);
    ALLOW(access);
    ALLOW(faccessat);
    ALLOW(faccessat2);
    ALLOW(readlink);
    ALLOW(readlinkat);
    ALLOW(getcwd);
    ALLOW(uname);
    ALLOW(sysinfo);
    ALLOW(sched_getaffinity);
    ALLOW(getuid);
    ALLOW(geteuid);
    ALLOW(getgid);
    ALLOW(getegid);
}

/* What cw_give_up does afterwards. None of it gives a right: whoever has the library's code run first can do no more
 * than skip it. */
static void allow_giving_up(filter *filter) {
    ALLOW_IF(fcntl, IS(1, F_GETFD));
    ALLOW(close_range);
    ALLOW(prctl);
    ALLOW(capget);
    ALLOW(capset);
    ALLOW(setgroups);
    ALLOW(setresgid);
    ALLOW(setresuid);
    ALLOW(getrlimit);
    ALLOW(setrlimit);
    ALLOW_IF(prlimit64, IS(0, 0));
    ALLOW(seccomp);
    /* landlock_create_ruleset and landlock_restrict_self; older headers do not know the names. */
    rule(filter, SCMP_ACT_ALLOW, 444, 0, NULL);
    rule(filter, SCMP_ACT_ALLOW, 446, 0, NULL);
}

int cw_filter_calls(int socket, bool loads) {
    filter made = {.context = seccomp_init(SCMP_ACT_TRAP)};
    if (made.context == NULL) return ENOMEM;
    made.error = -seccomp_attr_set(made.context, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    /* The handler's way to die. */
    rule(&made, SCMP_ACT_KILL_PROCESS, SCMP_SYS(vhangup), 0, NULL);
    allow_memory(&made, loads);
    allow_time_and_order(&made);
    allow_socket(&made, socket, loads);
    answer_for_standard_output(&made, loads);
    if (loads) {
        allow_loading(&made);
        allow_giving_up(&made);
    }
    if (made.error == 0) made.error = -seccomp_load(made.context);
    seccomp_release(made.context);
    return made.error;
}

bool cw_kernel_filters(void) {
    const uint32_t actions[] = {SECCOMP_RET_TRAP, SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_ERRNO};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &actions[i]) != 0) return false;
    return true;
}

bool cw_call_name(int32_t number, char *name, size_t room) {
    char *found = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number);
    if (found == NULL) return false;
    snprintf(name, room, "%s", found);
    free(found);
    return true;
}
