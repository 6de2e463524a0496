/* A process gives up its rights. Linux only; x86-64 and 64-bit ARM. */
#ifndef CANDLEWICK_CONFINEMENT_H
#define CANDLEWICK_CONFINEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What holds in a confined process, a bit each. */
enum {
    CW_HOLDS_ENVIRONMENT = 1 << 0, /* no environment, working folder / */
    CW_HOLDS_DESCRIPTORS = 1 << 1, /* none but those given */
    CW_HOLDS_LIMITS = 1 << 2,      /* memory, files, processes, core dumps */
    CW_HOLDS_UNDUMPABLE = 1 << 3,  /* no core dump, no ptrace by the same user */
    CW_HOLDS_PRIVILEGES = 1 << 4,  /* no capabilities, and no new privileges by exec */
    CW_HOLDS_USER = 1 << 5,        /* no longer root but 65534 */
    CW_HOLDS_NAMESPACES = 1 << 6,  /* no network, no System V IPC but its own */
    CW_HOLDS_LANDLOCK = 1 << 7,    /* no file by name, no TCP, no signal to others */
    CW_HOLDS_CALLS = 1 << 8,       /* no system call but the listed ones */
};

typedef struct {
    int64_t memory;         /* bytes beyond what the process has now */
    const int *descriptors; /* stay open; each 3 or more */
    size_t descriptor_count;
    int socket;             /* the one of them that may be read and written */
    int parent;             /* process that this one must not outlive; 0: none */
    uint64_t *report;       /* gets the number of a forbidden call, see cw_forbidden_call; NULL: nothing does */
} cw_rights;

typedef struct {
    uint32_t holds;   /* CW_HOLDS_ */
    int landlock_abi; /* 0 without Landlock */
    int error;        /* errno of the step that failed */
    char step[96];    /* what could not be done, "" when all was */
} cw_confinement;

/* Before `library` is loaded: gives up everything but `rights` and what the loader and cw_give_up need. The library's
 * first code, which runs while it is loaded, can read shared libraries of the system, of this process and beside it, and
 * that is all. Only in a process with one thread, once. False: as for cw_give_up. */
bool cw_prepare_to_load(const char *library, const cw_rights *rights, cw_confinement *result);

/* Gives up everything but `rights`, for ever. Only in a process with one thread. False: `result` says which step failed;
 * the process may have lost some rights already and has to end. */
bool cw_give_up(const cw_rights *rights, cw_confinement *result);

/* What this kernel lets this process give up, found without giving up anything. Any thread; starts a short child process. */
void cw_probe_confinement(cw_confinement *result);

/* The system call that a confined process died of, -1 when it died of none: from the word that `report` pointed to. A
 * process that means harm can have written anything into it. */
int32_t cw_forbidden_call(uint64_t report);

/* Whether a confined process that crashed had no memory left, as far as it says: see cw_forbidden_call. */
bool cw_ran_out_of_memory(uint64_t report);

/* The name of a system call of this machine into `name`, with a 0 at the end; false when no call has this number. */
bool cw_call_name(int32_t number, char *name, size_t room);

#endif
