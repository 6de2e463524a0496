/* The smallest adapter that the host accepts, with every part replaceable by a macro: what is wrong
 * with a bad adapter is then all that its source, or its compiler flag, says. */
#include <stdlib.h>

#include "candlewick_adapter.h"

#ifndef SMALL_MAGIC
#define SMALL_MAGIC CW_ABI_MAGIC
#endif
#ifndef SMALL_MAJOR
#define SMALL_MAJOR CW_ABI_MAJOR
#endif
#ifndef SMALL_MINOR
#define SMALL_MINOR CW_ABI_MINOR
#endif
#ifndef SMALL_SIZE
#define SMALL_SIZE sizeof(cw_adapter)
#endif
#ifndef SMALL_DESCRIPTOR_SIZE
#define SMALL_DESCRIPTOR_SIZE sizeof(cw_descriptor)
#endif
#ifndef SMALL_TRANSPORTS
#define SMALL_TRANSPORTS CW_REQUEST_FILE
#endif
#ifndef SMALL_KINDS
#define SMALL_KINDS CW_KIND_CANDLES
#endif
#ifndef SMALL_STAMP
#define SMALL_STAMP CW_STAMP_OPEN
#endif
#ifndef SMALL_TEXT
#define SMALL_TEXT(text) text
#endif
#ifndef SMALL_INTERVALS
#define SMALL_INTERVALS small_intervals
#endif
#ifndef SMALL_INTERVAL_COUNT
#define SMALL_INTERVAL_COUNT 1
#endif
#ifndef SMALL_HOSTS
#define SMALL_HOSTS 0
#endif
#ifndef SMALL_HOST_COUNT
#define SMALL_HOST_COUNT 0
#endif
#ifndef SMALL_DESCRIBE
#define SMALL_DESCRIBE small_describe
#endif
#ifndef SMALL_IDENTIFY
#define SMALL_IDENTIFY small_identify
#endif
#ifndef SMALL_BEGIN
#define SMALL_BEGIN small_begin
#endif
#ifndef SMALL_NEXT_REQUEST
#define SMALL_NEXT_REQUEST small_next_request
#endif
#ifndef SMALL_DECODE
#define SMALL_DECODE small_decode
#endif
#ifndef SMALL_END
#define SMALL_END small_end
#endif

#ifndef SMALL_INTERVAL
#define SMALL_INTERVAL 60000000000ll
#endif

#define UNUSED __attribute__((unused))

static const int64_t small_intervals[] UNUSED = {SMALL_INTERVAL, 120000000000ll};
static const char *const small_null_host[] UNUSED = {0};

static const cw_descriptor small_descriptor = {
    .size = SMALL_DESCRIPTOR_SIZE,
    .kinds = SMALL_KINDS,
    .transports = SMALL_TRANSPORTS,
    .stamp = SMALL_STAMP,
    .id = SMALL_TEXT("small"),
    .name = SMALL_TEXT("Small"),
    .version = SMALL_TEXT("1.0.0"),
    .licence = SMALL_TEXT("Apache-2.0"),
    .intervals = SMALL_INTERVALS,
    .interval_count = SMALL_INTERVAL_COUNT,
    .hosts = SMALL_HOSTS,
    .host_count = SMALL_HOST_COUNT,
    .day_zone = SMALL_TEXT("UTC"),
};

static UNUSED const cw_descriptor *small_describe(void) { return &small_descriptor; }

static UNUSED cw_status small_identify(cw_text path, cw_identity *identity, cw_error *error) {
    (void)path;
    (void)identity;
    (void)error;
    return CW_ERROR_INVALID_QUERY;
}

static UNUSED cw_status small_begin(const cw_host *host, const cw_query *query, cw_session **session,
                                    cw_error *error) {
    (void)host;
    (void)query;
    (void)error;
    *session = malloc(1);
    return CW_OK;
}

static UNUSED cw_status small_next_request(cw_session *session, cw_request *request, cw_error *error) {
    (void)session;
    (void)error;
    request->kind = CW_REQUEST_DONE;
    return CW_OK;
}

static UNUSED cw_status small_decode(cw_session *session, const cw_input *input, const cw_batch *batch,
                                     cw_decoded *decoded, cw_error *error) {
    (void)session;
    (void)batch;
    (void)error;
    decoded->consumed = input->length;
    return CW_OK;
}

static UNUSED void small_end(cw_session *session) { free(session); }

#ifndef SMALL_NO_ENTRY
const cw_adapter candlewick_adapter_entry = {
    .magic = SMALL_MAGIC,
    .abi_major = SMALL_MAJOR,
    .abi_minor = SMALL_MINOR,
    .size = SMALL_SIZE,
    .describe = SMALL_DESCRIBE,
    .identify = SMALL_IDENTIFY,
    .begin = SMALL_BEGIN,
    .next_request = SMALL_NEXT_REQUEST,
    .decode = SMALL_DECODE,
    .end = SMALL_END,
};
#endif
