/* The C side of a Swift adapter: the one exported table, and what it points to.
 *
 * Swift cannot emit a constant C struct as a symbol, so entry.c defines it; AdapterKit implements the
 * functions with @implementation, so that the compiler checks them against these declarations. */
#ifndef CANDLEWICK_ADAPTER_ENTRY_H
#define CANDLEWICK_ADAPTER_ENTRY_H

#include <candlewick_adapter.h>

#include "candlewick_kernel.h"

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

#endif
