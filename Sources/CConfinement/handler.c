#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "steps.h"

/* A word of 0 says that nothing was reported; call number 0 is a call too. */
static const uint64_t reported = UINT64_C(1) << 63;
/* The process died with no memory left to be had. */
static const uint64_t out_of_memory = UINT64_C(1) << 62;
/* What a process is asked to have left when it dies of something else. */
enum { reserve = 16 << 20 };

#ifndef SYS_SECCOMP
#define SYS_SECCOMP 1
#endif

/* Set once before the filter. Who overwrites it makes the process write into its own memory, and die. */
static volatile uint64_t *report_word;

static void on_forbidden_call(int number, siginfo_t *info, void *context) {
    (void)number;
    (void)context;
    if (report_word != NULL && info->si_code == SYS_SECCOMP) *report_word = reported | (uint32_t)info->si_syscall;
    /* The filter kills at this call, so that the process ends by SIGSYS whatever it did to its signals. */
    for (;;) syscall(SYS_vhangup);
}

/* Dies of the same signal, and says before whether its memory was at its end: to a library that is what a null pointer is. */
static void on_crash(int number) {
    if (report_word != NULL) {
        void *more = mmap(NULL, reserve, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (more == MAP_FAILED) *report_word |= out_of_memory;
    }
    /* Its action is the usual one again, and it is not blocked. */
    syscall(SYS_tgkill, getpid(), gettid(), number);
}

static int watch_for_crashes(void) {
    /* A stack that has run over has no room for a handler. */
    static char stack[65536];
    const stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
    if (sigaltstack(&other, NULL) != 0) return errno;
    struct sigaction action = {.sa_handler = on_crash, .sa_flags = SA_ONSTACK | SA_NODEFER | (int)SA_RESETHAND};
    const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT};
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
        if (sigaction(crashes[i], &action, NULL) != 0) return errno;
    return 0;
}

int cw_install_handler(uint64_t *report) {
    report_word = report;
    struct sigaction action = {.sa_sigaction = on_forbidden_call, .sa_flags = SA_SIGINFO | SA_NODEFER};
    if (sigaction(SIGSYS, &action, NULL) != 0) return errno;
    int error = watch_for_crashes();
    if (error != 0) return error;
    sigset_t all;
    sigfillset(&all);
    return sigprocmask(SIG_UNBLOCK, &all, NULL) == 0 ? 0 : errno;
}

int32_t cw_forbidden_call(uint64_t report) { return report & reported ? (int32_t)(report & 0x7fffffff) : -1; }

bool cw_ran_out_of_memory(uint64_t report) { return (report & out_of_memory) != 0; }
