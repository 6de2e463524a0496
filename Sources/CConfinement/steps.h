/* The steps of cw_give_up. Each gives 0, or the errno of what failed. */
#ifndef CANDLEWICK_CONFINEMENT_STEPS_H
#define CANDLEWICK_CONFINEMENT_STEPS_H

#include "candlewick_confinement.h"

/* process.c */
int cw_require_one_thread(void);
void cw_be_killed_first_without_memory(void);
int cw_reset_signals(void);
int cw_wipe_environment(void);
int cw_close_descriptors(const cw_rights *rights);
int cw_warm_up_library(void);

/* parent.c: a look once a second, which the confined process can neither block nor stop. */
int cw_end_with_parent(int parent);

/* identity.c */
bool cw_leave_namespaces(void);
int cw_drop_bounding_capabilities(void);
int cw_drop_user(bool *dropped);
/* All, or all but those that change the user. */
int cw_drop_capabilities(bool keep_user_changes);

/* limits.c: what the process has is read from /proc, what it may have follows when /proc is closed to it. */
typedef struct {
    uint64_t space, data; /* bytes */
} cw_memory_use;
int cw_measure_memory(cw_memory_use *use);
/* For a process that will load libraries, and for one that has them. */
int cw_limit_for_loading(const cw_rights *rights, cw_memory_use use);
int cw_limit(const cw_rights *rights, cw_memory_use use);
/* What is left to lower of a process that was limited for loading. */
int cw_limit_descriptors(const cw_rights *rights);

/* landlock.c: the version of the kernel's Landlock, 0 when it has none. */
int cw_landlock_version(void);
int cw_make_lock(int version);                     /* a descriptor, -1 with errno; nothing is allowed yet */
int cw_allow_reading(int lock, const char *path); /* the file, or all files below the folder */
int cw_lock(int lock);                            /* and closes it */

/* loading.c: what the loader may read to load this library. */
int cw_allow_libraries(int lock, const char *library);

/* handler.c */
int cw_install_handler(uint64_t *report);

/* filter.c */
bool cw_kernel_filters(void);
int cw_filter_calls(int socket, bool loads);

#endif
