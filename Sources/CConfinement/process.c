#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/personality.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "steps.h"

extern char **environ;

int cw_require_one_thread(void) {
    DIR *tasks = opendir("/proc/self/task");
    if (tasks == NULL) return errno;
    int count = 0;
    for (struct dirent *entry; (entry = readdir(tasks)) != NULL;)
        if (entry->d_name[0] != '.') count++;
    closedir(tasks);
    return count == 1 ? 0 : EBUSY;
}

void cw_be_killed_first_without_memory(void) {
    int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file < 0) return;
    /* A kindness to the machine and no right that is given up: it may fail. */
    if (write(file, "1000", 4) != 4) errno = 0;
    close(file);
}

int cw_reset_signals(void) {
    struct sigaction standard = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) {
        if (number == SIGKILL || number == SIGSTOP) continue;
        /* The C library keeps two for itself and says EINVAL to them. */
        if (sigaction(number, &standard, NULL) != 0 && errno != EINVAL) return errno;
    }
    return 0;
}

static int descending(const void *left, const void *right) { return *(const int *)right - *(const int *)left; }

int cw_warm_up_library(void) {
    /* A second arena of malloc would open files of /proc and /sys. */
    if (mallopt(M_ARENA_MAX, 1) == 0) return ENOTSUP;
    /* The first qsort of more than a kilobyte asks how much memory there is (glibc before 2.37). */
    int numbers[512];
    for (int i = 0; i < 512; i++) numbers[i] = i;
    qsort(numbers, 512, sizeof *numbers, descending);
    /* With READ_IMPLIES_EXEC memory that may be read may be executed. */
    if (personality(PER_LINUX) < 0) return errno;
    return 0;
}

int cw_wipe_environment(void) {
    /* What the kernel gave lies on the stack below the name of the program; it is overwritten, not only forgotten. */
    const char *end = (const char *)getauxval(AT_EXECFN);
    const char *here = (const char *)&end;
    for (char **entry = environ; entry != NULL && *entry != NULL; entry++)
        if (*entry > here && *entry < end) explicit_bzero(*entry, strlen(*entry));
    if (clearenv() != 0) return ENOMEM;
    umask(077);
    return chdir("/") == 0 ? 0 : errno;
}

static int ascending(const void *left, const void *right) { return *(const int *)left - *(const int *)right; }

int cw_close_descriptors(const cw_rights *rights) {
    enum { most = 16 };
    int kept[most];
    if (rights->descriptor_count > most) return E2BIG;
    bool has_socket = rights->socket < 0;
    for (size_t i = 0; i < rights->descriptor_count; i++) {
        kept[i] = rights->descriptors[i];
        /* Writes to 0, 1 and 2 are answered for by the filter. */
        if (kept[i] < 3 || fcntl(kept[i], F_GETFD) < 0) return EBADF;
        has_socket = has_socket || kept[i] == rights->socket;
    }
    if (!has_socket) return EBADF;
    qsort(kept, rights->descriptor_count, sizeof *kept, ascending);
    unsigned first = 0;
    for (size_t i = 0; i < rights->descriptor_count; i++) {
        if ((unsigned)kept[i] > first && syscall(SYS_close_range, first, kept[i] - 1, 0) != 0) return errno;
        first = kept[i] + 1;
    }
    return syscall(SYS_close_range, first, ~0U, 0) == 0 ? 0 : errno;
}
