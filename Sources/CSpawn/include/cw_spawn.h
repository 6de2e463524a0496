/* What starting and watching a process needs of Linux that Swift's C library module does not show. */
#ifndef CW_SPAWN_H
#define CW_SPAWN_H

#include <sys/types.h>

/* Starts a process of a group of its own that has these descriptors as 0, 1, 2, … and no others, no signal blocked and
 * none ignored. `arguments` and `environment` end with NULL; nothing is kept. The descriptors have to be numbers that are
 * not below `count`. Returns 0 or an errno. Any thread. */
int cw_spawn(pid_t *process, const char *path, char *const arguments[], char *const environment[],
             const int *descriptors, int count);

/* Both ends of a pipe, not inherited, with numbers from `least` on. Returns 0 or an errno; the caller closes both. */
int cw_pipe(int *reading, int *writing, int least);

/* A descriptor that can be read when the process has ended; the caller closes it. -1 and errno where there is none. */
int cw_process_descriptor(pid_t process);

#endif
