/* What both filters are made with. */
#ifndef CANDLEWICK_CONFINEMENT_RULES_H
#define CANDLEWICK_CONFINEMENT_RULES_H

#include <errno.h>
#include <seccomp.h>
#include <stdint.h>

/* A filter being made; the first failure stays. */
typedef struct {
    scmp_filter_ctx context;
    int error;
} filter;

static inline void rule(
    filter *filter, uint32_t action, int call, unsigned count, const struct scmp_arg_cmp *arguments) {
    if (filter->error == 0) filter->error = -seccomp_rule_add_array(filter->context, action, call, count, arguments);
}

#define ALLOW(call) rule(filter, SCMP_ACT_ALLOW, SCMP_SYS(call), 0, NULL)
/* Only where all of these hold. */
#define ALLOW_IF(call, ...)                                                                                            \
    rule(filter, SCMP_ACT_ALLOW, SCMP_SYS(call),                                                                       \
         sizeof((struct scmp_arg_cmp[]){__VA_ARGS__}) / sizeof(struct scmp_arg_cmp),                                   \
         (struct scmp_arg_cmp[]){__VA_ARGS__})
#define REFUSE_IF(call, ...)                                                                                           \
    rule(filter, SCMP_ACT_ERRNO(EBADF), SCMP_SYS(call), 1, (struct scmp_arg_cmp[]){__VA_ARGS__})
/* The kernel takes descriptors, flags and process numbers from the lower half of a register. */
#define LOW UINT64_C(0xffffffff)
#define IS(argument, value) SCMP_CMP64(argument, SCMP_CMP_MASKED_EQ, LOW, (uint32_t)(value))
#define BITS(argument, mask, value) SCMP_CMP64(argument, SCMP_CMP_MASKED_EQ, mask, value)
#define IS_NULL(argument) SCMP_CMP64(argument, SCMP_CMP_EQ, 0)

#endif
