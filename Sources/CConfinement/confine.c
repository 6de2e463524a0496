#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "steps.h"

/* What cw_prepare_to_load did; holds 0 where it was not called. */
static cw_confinement prepared;

static bool stop(cw_confinement *result, const char *step, int error) {
    result->error = error;
    snprintf(result->step, sizeof result->step, "%s", step);
    return false;
}

static int set(int option, unsigned long value) { return prctl(option, value, 0, 0, 0) == 0 ? 0 : errno; }

#define STEP(what, call)                                                                                               \
    do {                                                                                                               \
        int error = (call);                                                                                            \
        if (error != 0) return stop(result, what, error);                                                              \
    } while (0)

/* What needs files of /proc, and what no code of a library is needed for. */
static bool begin(const cw_rights *rights, cw_confinement *result, cw_memory_use *use) {
    /* The kernel confines threads, not processes: another thread would keep its rights. */
    STEP("have one thread only", cw_require_one_thread());
    cw_be_killed_first_without_memory();
    STEP("read what memory it has", cw_measure_memory(use));
    STEP("prepare the C library", cw_warm_up_library());
    STEP("close all other descriptors", cw_close_descriptors(rights));
    result->holds |= CW_HOLDS_DESCRIPTORS;
    STEP("put the signals back", cw_reset_signals());
    STEP("end with its parent", cw_end_with_parent(rights->parent));
    STEP("watch for forbidden calls", cw_install_handler(rights->report));
    return true;
}

/* Privileges, and who it is. */
static bool step_down(cw_confinement *result, bool keep_user) {
    if (prepared.holds == 0 && cw_leave_namespaces()) result->holds |= CW_HOLDS_NAMESPACES;
    STEP("drop the bounding capabilities", cw_drop_bounding_capabilities());
    if (!keep_user) {
        bool dropped;
        STEP("become another user", cw_drop_user(&dropped));
        if (dropped) result->holds |= CW_HOLDS_USER;
    }
    STEP("drop the capabilities", cw_drop_capabilities(keep_user && geteuid() == 0));
    STEP("refuse new privileges", set(PR_SET_NO_NEW_PRIVS, 1));
    result->holds |= CW_HOLDS_PRIVILEGES;
    STEP("refuse to be dumped", set(PR_SET_DUMPABLE, 0));
    result->holds |= CW_HOLDS_UNDUMPABLE;
    return true;
}

/* Files, with the libraries that may be read, and calls. */
static bool close_doors(const cw_rights *rights, cw_confinement *result, int lock, bool loads) {
    if (lock >= 0) {
        STEP("lock itself out of the file system", cw_lock(lock));
        result->holds |= CW_HOLDS_LANDLOCK;
    }
    STEP("filter its system calls", cw_filter_calls(rights->socket, loads));
    result->holds |= CW_HOLDS_CALLS;
    return true;
}

static bool make_lock(cw_confinement *result, const char *library, int *lock) {
    *lock = -1;
    result->landlock_abi = prepared.holds != 0 ? prepared.landlock_abi : cw_landlock_version();
    if (result->landlock_abi == 0) return true;
    *lock = cw_make_lock(result->landlock_abi);
    if (*lock < 0) return stop(result, "make a Landlock ruleset", errno);
    if (library != NULL) STEP("name the libraries that may be read", cw_allow_libraries(*lock, library));
    return true;
}

bool cw_prepare_to_load(const char *library, const cw_rights *rights, cw_confinement *result) {
    memset(result, 0, sizeof *result);
    if (prepared.holds != 0) return stop(result, "prepare to load a second library", EALREADY);
    cw_memory_use use;
    int lock;
    if (!begin(rights, result, &use)) return false;
    /* With the folders that the environment names. */
    if (!make_lock(result, library, &lock)) return false;
    STEP("empty the environment", cw_wipe_environment());
    result->holds |= CW_HOLDS_ENVIRONMENT;
    if (!step_down(result, true)) return false;
    STEP("limit its memory", cw_limit_for_loading(rights, use));
    result->holds |= CW_HOLDS_LIMITS;
    if (!close_doors(rights, result, lock, true)) return false;
    prepared = *result;
    return true;
}

bool cw_give_up(const cw_rights *rights, cw_confinement *result) {
    *result = prepared;
    cw_memory_use use;
    int lock;
    bool is_prepared = prepared.holds != 0;
    if (is_prepared) {
        /* What the library left open. */
        STEP("close all other descriptors", cw_close_descriptors(rights));
    } else {
        if (!begin(rights, result, &use)) return false;
        STEP("empty the environment", cw_wipe_environment());
        result->holds |= CW_HOLDS_ENVIRONMENT;
    }
    if (!step_down(result, false)) return false;
    if (!make_lock(result, NULL, &lock)) return false;
    STEP("limit its memory", is_prepared ? cw_limit_descriptors(rights) : cw_limit(rights, use));
    result->holds |= CW_HOLDS_LIMITS;
    return close_doors(rights, result, lock, false);
}
