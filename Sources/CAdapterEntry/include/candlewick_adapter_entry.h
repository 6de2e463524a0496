/* The C side of a Swift adapter: the one exported table, and what it points to.
 *
 * Swift cannot emit a constant C struct as a symbol, so entry.c defines it; AdapterKit implements the
 * functions with @implementation, so that the compiler checks them against these declarations. */
#ifndef CANDLEWICK_ADAPTER_ENTRY_H
#define CANDLEWICK_ADAPTER_ENTRY_H

#include <candlewick_adapter.h>

const cw_descriptor *candlewick_kit_describe(void);
cw_status candlewick_kit_identify(cw_text path, cw_identity *identity, cw_error *error);
cw_status candlewick_kit_begin(const cw_host *host, const cw_query *query, cw_session **session, cw_error *error);
cw_status candlewick_kit_next_request(cw_session *session, cw_request *request, cw_error *error);
cw_status candlewick_kit_decode(cw_session *session, const cw_input *input, const cw_batch *batch,
                                cw_decoded *decoded, cw_error *error);
void candlewick_kit_end(cw_session *session);
const void *candlewick_kit_get_extension(const char *name);

/* The author's entry line implements this. Weak: AdapterKit can be linked where no adapter is, as in its
 * own tests. What it returns is AdapterKit's affair. */
const void *candlewick_adapter_main(void) __attribute__((weak));

/* What candlewick_adapter_main returns, or null where nobody implements it. */
const void *candlewick_kit_registration(void);

/* 10 to the k, exactly, for k from 0 to 22. Here, because a C table costs one load in a Swift loop. */
static inline double candlewick_power_of_ten(uint64_t k) {
    static const double powers[32] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                      1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    return powers[k & 31];
}

/* 10 to the k for k from 0 to 19. */
static inline uint64_t candlewick_integer_power_of_ten(uint64_t k) {
    static const uint64_t powers[32] = {1ull,
                                        10ull,
                                        100ull,
                                        1000ull,
                                        10000ull,
                                        100000ull,
                                        1000000ull,
                                        10000000ull,
                                        100000000ull,
                                        1000000000ull,
                                        10000000000ull,
                                        100000000000ull,
                                        1000000000000ull,
                                        10000000000000ull,
                                        100000000000000ull,
                                        1000000000000000ull,
                                        10000000000000000ull,
                                        100000000000000000ull,
                                        1000000000000000000ull,
                                        10000000000000000000ull};
    return powers[k & 31];
}

#endif
