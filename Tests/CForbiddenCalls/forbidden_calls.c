#define _GNU_SOURCE
#include "forbidden_calls.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <netinet/in.h>
#include <time.h>
#include <unistd.h>

typedef const attempt_target *target;

static int64_t mark(int file) {
    if (file >= 0) close(file);
    return file;
}

#ifdef SYS_open
static int64_t try_open(target t) { return mark((int)syscall(SYS_open, t->path, O_CREAT | O_WRONLY, 0600)); }
static int64_t try_creat(target t) { return mark((int)syscall(SYS_creat, t->path, 0600)); }
static int64_t try_vfork(target t) {
    pid_t child = vfork();
    if (child == 0) _exit(0);
    t->board->loot = child;
    return waitpid(child, NULL, 0);
}
#endif
static int64_t try_openat(target t) { return mark(openat(AT_FDCWD, t->path, O_CREAT | O_WRONLY, 0600)); }
static int64_t try_read_secret(target t) { (void)t; return mark(open("/etc/passwd", O_RDONLY)); }
static int64_t try_read_library(target t) { (void)t; return mark(open("/etc/ld.so.cache", O_RDONLY)); }
static int64_t try_list_folder(target t) { (void)t; return mark(open("/", O_RDONLY | O_DIRECTORY)); }
static int64_t try_openat2(target t) {
    uint64_t how[3] = {O_CREAT | O_WRONLY, 0600, 0};
    return mark((int)syscall(437, AT_FDCWD, t->path, how, sizeof how));
}
static int64_t try_mkdirat(target t) { return mkdirat(AT_FDCWD, t->path, 0700); }
static int64_t try_io_uring(target t) {
    char parameters[120] = {0};
    (void)t;
    return syscall(425, 4, parameters);
}
static int64_t try_inet(target t) { (void)t; return socket(AF_INET, SOCK_STREAM, 0); }
static int64_t try_unix(target t) { (void)t; return socket(AF_UNIX, SOCK_STREAM, 0); }
static int64_t try_netlink(target t) { (void)t; return socket(AF_NETLINK, SOCK_RAW, 0); }
static int64_t try_socketpair(target t) { int pair[2]; (void)t; return socketpair(AF_UNIX, SOCK_STREAM, 0, pair); }
static int64_t try_execve(target t) {
    char *arguments[] = {"/usr/bin/touch", (char *)t->path, NULL}, *none[] = {NULL};
    return execve(arguments[0], arguments, none);
}
static int64_t try_fork(target t) {
    pid_t child = fork();
    if (child == 0) _exit(0);
    t->board->loot = child;
    return waitpid(child, NULL, 0);
}
static int64_t try_clone3(target t) {
    uint64_t arguments[11] = {[4] = SIGCHLD};
    pid_t child = (pid_t)syscall(435, arguments, 64);
    if (child == 0) _exit(0);
    t->board->loot = child;
    return child;
}
static int64_t try_ptrace(target t) { return ptrace(PTRACE_SEIZE, t->parent, NULL, NULL); }
static int64_t try_process_vm_readv(target t) {
    uint64_t word = 0;
    struct iovec here = {&word, 8}, there = {(void *)t->address, 8};
    int64_t count = process_vm_readv(t->parent, &here, 1, &there, 1, 0);
    if (count == 8) t->board->loot = word;
    return count;
}
static int64_t try_proc_mem(target t) {
    char path[64];
    uint64_t word = 0;
    snprintf(path, sizeof path, "/proc/%d/mem", t->parent);
    int file = open(path, O_RDONLY);
    if (file < 0) return -1;
    if (pread(file, &word, 8, (off_t)t->address) == 8) t->board->loot = word;
    return mark(file);
}
static int64_t try_kill(target t) { return kill(t->parent, SIGCONT); }
static int64_t try_tgkill(target t) { return syscall(SYS_tgkill, t->parent, t->parent, SIGCONT); }
static int64_t mapped(void *memory) {
    if (memory == MAP_FAILED) return -1;
    munmap(memory, 4096);
    return 0;
}
static int64_t try_mmap_exec(target t) {
    (void)t;
    return mapped(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}
static int64_t try_mmap_shared(target t) {
    (void)t;
    return mapped(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
}
static int64_t try_mmap_growing(target t) {
    (void)t;
    return mapped(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN, -1, 0));
}
static int64_t try_mmap_file(target t) { return mapped(mmap(NULL, 4096, PROT_READ, MAP_SHARED, t->memory, 0)); }
static int64_t try_mprotect_exec(target t) {
    void *memory = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    (void)t;
    return mprotect(memory, 4096, PROT_READ | PROT_EXEC);
}
static int64_t try_memfd_create(target t) { (void)t; return mark(memfd_create("x", 0)); }
static int64_t try_prctl(target t) { (void)t; return prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); }
static int64_t try_setuid(target t) { (void)t; return syscall(SYS_setuid, 0); }
static int64_t try_mount(target t) { return syscall(SYS_mount, "none", t->path, "tmpfs", 0, NULL); }
static int64_t try_bpf(target t) { char attributes[128] = {0}; (void)t; return syscall(SYS_bpf, 0, attributes, 128); }
static int64_t try_keyctl(target t) { (void)t; return syscall(SYS_keyctl, 0, -3, 1); }
static int64_t try_userfaultfd(target t) { (void)t; return syscall(SYS_userfaultfd, O_NONBLOCK); }
static int64_t try_perf(target t) { char event[128] = {0}; (void)t; return syscall(SYS_perf_event_open, event, 0, -1, -1, 0); }
static int64_t try_unshare(target t) { (void)t; return unshare(CLONE_NEWUSER); }
static int64_t try_sigaction(target t) {
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    (void)t;
    return sigaction(SIGSYS, &ignore, NULL);
}
static int64_t try_ftruncate(target t) { return ftruncate(t->memory, 1); }
static int64_t try_write_other(target t) { return write(t->memory, "x", 1); }
static int64_t try_read_other(target t) { char byte; return read(t->memory, &byte, 1); }
static int64_t try_write_peer(target t) { return write(t->peer, "x", 1); }
static int64_t try_dup(target t) { return mark(dup(t->memory)); }
static int64_t try_close(target t) { return close(t->memory); }
static int64_t try_personality(target t) { (void)t; return personality(READ_IMPLIES_EXEC); }
static int64_t try_prlimit(target t) {
    struct rlimit limit = {1 << 30, 1 << 30};
    (void)t;
    return syscall(SYS_prlimit64, 0, RLIMIT_DATA, &limit, NULL);
}
static int64_t try_sendto_address(target t) {
    struct sockaddr_un to = {.sun_family = AF_UNIX, .sun_path = "/run/other"};
    return sendto(t->socket, "x", 1, 0, (struct sockaddr *)&to, sizeof to);
}
static int64_t try_madvise_remove(target t) { return madvise((void *)t->board, 4096, MADV_REMOVE); }
static int64_t try_futex_priority(target t) {
    static uint32_t word;
    (void)t;
    return syscall(SYS_futex, &word, FUTEX_LOCK_PI, 0, NULL, NULL, 0);
}
static int64_t try_shmget(target t) {
    (void)t;
    int id = shmget(IPC_PRIVATE, 4096, 0600);
    return id < 0 ? -1 : shmctl(id, IPC_RMID, NULL);
}
static int64_t try_chdir(target t) { (void)t; return chdir("/tmp"); }
static int64_t try_block_signals(target t) {
    sigset_t all;
    (void)t;
    sigfillset(&all);
    return sigprocmask(SIG_BLOCK, &all, NULL);
}
static int64_t try_stop_timer(target t) {
    const struct itimerval never = {0};
    (void)t;
    return setitimer(ITIMER_REAL, &never, NULL);
}
/* Two seconds of the process's own clock. */
static int64_t try_two_looks(target t) {
    struct timespec start, now;
    (void)t;
    clock_gettime(CLOCK_MONOTONIC, &start);
    do clock_gettime(CLOCK_MONOTONIC, &now);
    while (now.tv_sec - start.tv_sec < 3);
    return 0;
}
static int64_t try_hang(target t) {
    t->board->loot = getpid();
    for (volatile int i = 0;;) i++;
}
#ifdef __x86_64__
static int64_t try_i386(target t) {
    int64_t result;
    (void)t;
    /* getpid of the 32-bit table. */
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(INT64_C(20)) : "memory");
    return result;
}
static int64_t try_x32(target t) { (void)t; return syscall(SYS_getpid | 0x40000000); }
#endif

/* What is no crime. */
static int64_t try_standard_error(target t) { (void)t; return write(2, "x", 1); }
static int64_t try_printf(target t) { (void)t; printf("a line\n"); return fflush(stdout); }
static int64_t try_memory_up_and_down(target t) {
    (void)t;
    for (int turn = 0; turn < 50; turn++) {
        char *small[256];
        for (int i = 0; i < 256; i++) small[i] = malloc(16 << (i % 12));
        char *large = malloc(16 << 20);
        if (large == NULL) return -1;
        memset(large, turn, 16 << 20);
        if ((large = realloc(large, 24 << 20)) == NULL) return -1;
        for (int i = 0; i < 256; i++) free(small[i]);
        free(large);
    }
    return 0;
}
/* How many megabytes there are to be had. */
static int64_t try_all_memory(target t) {
    (void)t;
    int64_t count = 0;
    for (char *block; count < 4096 && (block = malloc(1 << 20)) != NULL; count++) memset(block, 1, 1 << 20);
    return count;
}
/* The same with pages that are only read. */
static int64_t try_all_space(target t) {
    (void)t;
    int64_t count = 0;
    while (count < 65536 && mmap(NULL, 1 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED) count++;
    return count;
}
static int compare(const void *a, const void *b) { return *(const int *)a < *(const int *)b; }
static int64_t try_sort(target t) {
    int *numbers = malloc(400000 * sizeof *numbers);
    (void)t;
    for (int i = 0; i < 400000; i++) numbers[i] = (i * 7919) % 400000;
    qsort(numbers, 400000, sizeof *numbers, compare);
    int64_t first = numbers[0];
    free(numbers);
    return first;
}
static int64_t try_clock(target t) {
    struct timespec now, pause = {0, 1000};
    (void)t;
    return clock_gettime(CLOCK_REALTIME, &now) + syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now) + nanosleep(&pause, NULL);
}
static int64_t try_random(target t) { char bytes[16]; (void)t; return syscall(SYS_getrandom, bytes, 16, 0); }
static int64_t try_shared_memory(target t) { t->board->loot = 7; return 0; }
static int64_t try_socket(target t) {
    char byte = 0;
    if (recv(t->socket, &byte, 1, 0) != 1 || byte != 'q') return -1;
    return send(t->socket, "a", 1, MSG_NOSIGNAL);
}
static int64_t try_abort(target t) { (void)t; abort(); }
static int64_t try_fault(target t) { (void)t; *(volatile int *)8 = 1; return 0; }
static int64_t try_environment(target t) {
    extern char **environ;
    (void)t;
    return environ == NULL || *environ == NULL ? 0 : 1;
}

static const struct {
    const char *name;
    int64_t (*call)(target);
} attempts[] = {
#ifdef SYS_open
    {"open", try_open}, {"creat", try_creat}, {"vfork", try_vfork},
#endif
#ifdef __x86_64__
    {"i386", try_i386}, {"x32", try_x32},
#endif
    {"openat", try_openat}, {"read-secret", try_read_secret}, {"read-library", try_read_library},
    {"list-folder", try_list_folder}, {"openat2", try_openat2}, {"mkdirat", try_mkdirat}, {"io_uring", try_io_uring},
    {"inet", try_inet}, {"unix", try_unix}, {"netlink", try_netlink}, {"socketpair", try_socketpair},
    {"execve", try_execve}, {"fork", try_fork}, {"clone3", try_clone3}, {"ptrace", try_ptrace},
    {"process_vm_readv", try_process_vm_readv}, {"proc-mem", try_proc_mem}, {"kill", try_kill},
    {"tgkill", try_tgkill}, {"mmap-exec", try_mmap_exec}, {"mmap-shared", try_mmap_shared},
    {"mmap-growing", try_mmap_growing}, {"mmap-file", try_mmap_file}, {"mprotect-exec", try_mprotect_exec},
    {"memfd_create", try_memfd_create}, {"prctl", try_prctl}, {"setuid", try_setuid}, {"mount", try_mount},
    {"bpf", try_bpf}, {"keyctl", try_keyctl}, {"userfaultfd", try_userfaultfd}, {"perf", try_perf},
    {"unshare", try_unshare}, {"sigaction", try_sigaction}, {"ftruncate", try_ftruncate},
    {"write-other", try_write_other}, {"read-other", try_read_other}, {"write-peer", try_write_peer},
    {"dup", try_dup}, {"close", try_close}, {"personality", try_personality}, {"prlimit", try_prlimit},
    {"sendto-address", try_sendto_address}, {"madvise-remove", try_madvise_remove},
    {"futex-priority", try_futex_priority}, {"shmget", try_shmget}, {"chdir", try_chdir},
    {"block-signals", try_block_signals}, {"stop-timer", try_stop_timer}, {"hang", try_hang}, {"two-looks", try_two_looks}, {"standard-error", try_standard_error}, {"printf", try_printf},
    {"memory-up-and-down", try_memory_up_and_down}, {"all-memory", try_all_memory}, {"all-space", try_all_space},
    {"sort", try_sort}, {"clock", try_clock}, {"random", try_random}, {"shared-memory", try_shared_memory},
    {"socket", try_socket}, {"abort", try_abort}, {"fault", try_fault}, {"environment", try_environment},
};

int make_memory(void) {
    int memory = memfd_create("victim", 0);
    return memory >= 0 && ftruncate(memory, 4096) == 0 ? memory : -1;
}

bool ends_within(int process, int milliseconds) {
    int handle = (int)syscall(434, process, 0);
    /* pidfd_open finds none that has ended and been waited for. */
    if (handle < 0) return errno == ESRCH;
    struct pollfd end = {.fd = handle, .events = POLLIN};
    int count = poll(&end, 1, milliseconds);
    close(handle);
    return count == 1;
}

int64_t attempt(const char *name, const attempt_target *t) {
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
        if (strcmp(attempts[i].name, name) == 0) return attempts[i].call(t);
    return ATTEMPT_UNKNOWN;
}
