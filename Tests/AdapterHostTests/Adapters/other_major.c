/* Built for another major version: whoever calls one of its functions ends the process. */
#include <stdlib.h>

#include "candlewick_adapter.h"

static const cw_descriptor *describe(void) { abort(); }
static cw_status identify(cw_text path, cw_identity *identity, cw_error *error) {
    (void)path, (void)identity, (void)error;
    abort();
}
static cw_status begin(const cw_host *host, const cw_query *query, cw_session **session, cw_error *error) {
    (void)host, (void)query, (void)session, (void)error;
    abort();
}
static cw_status next_request(cw_session *session, cw_request *request, cw_error *error) {
    (void)session, (void)request, (void)error;
    abort();
}
static cw_status decode(cw_session *session, const cw_input *input, const cw_batch *batch, cw_decoded *decoded,
                        cw_error *error) {
    (void)session, (void)input, (void)batch, (void)decoded, (void)error;
    abort();
}
static void end(cw_session *session) {
    (void)session;
    abort();
}

const cw_adapter candlewick_adapter_entry = {
    .magic = CW_ABI_MAGIC,
    .abi_major = CW_ABI_MAJOR + 1,
    .abi_minor = 0,
    .size = sizeof(cw_adapter),
    .describe = describe,
    .identify = identify,
    .begin = begin,
    .next_request = next_request,
    .decode = decode,
    .end = end,
};
