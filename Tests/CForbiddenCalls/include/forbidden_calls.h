/* What a confined process must not do, and does. */
#ifndef FORBIDDEN_CALLS_H
#define FORBIDDEN_CALLS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/syscall.h>

/* Numbers of calls on this machine. */
typedef enum {
    NUMBER_openat = SYS_openat,
    NUMBER_socket = SYS_socket,
    NUMBER_execve = SYS_execve,
    NUMBER_ptrace = SYS_ptrace,
} number_of_call;

/* Memory shared with the test. */
typedef struct {
    uint64_t report;      /* of cw_rights */
    uint64_t stage;       /* 1: confined, 2: the attempt came back */
    int64_t result;       /* of the attempt */
    int64_t error;        /* its errno */
    uint64_t holds;       /* CW_HOLDS_ */
    int64_t landlock;     /* version */
    int64_t nanoseconds;  /* that giving up took */
    uint64_t loot;        /* what was read where nothing may be read */
} board;

typedef struct {
    int parent;           /* the test */
    uint64_t address;     /* of a word in the test's memory */
    const char *path;     /* of a file that is not there */
    int memory;           /* an open memfd of 4,096 bytes */
    int socket;           /* a connected pair of sockets */
    int peer;
    volatile board *board;
} attempt_target;

enum { ATTEMPT_UNKNOWN = -1000000 };

/* A memfd of 4,096 bytes, -1 without. */
int make_memory(void);

/* Whether a process, which need not be a child, ends within that time. */
bool ends_within(int process, int milliseconds);

/* Does it; what the call gave, -1 with errno, ATTEMPT_UNKNOWN for a name that is none. */
int64_t attempt(const char *name, const attempt_target *target);

#endif
