/* An adapter for the tests of the checks that look at a library and its table: it reads files `NAME.csv` and finds no rows
 * in them. Good as it is; -DDEFECT=n breaks one promise. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "candlewick_adapter.h"

#define OTHER_MAGIC 1
#define OTHER_MAJOR 2
#define SMALL_SIZE 3
#define NO_DECODE 4
#define UNKNOWN_KIND 5
#define DESCRIBES_IN_TURN 6
#define DESCRIBES_BY_THREAD 7
#define DESCRIBES_ANEW 8
#define WANTS_NOWHERE 9
#define SECOND_SYMBOL 10
#define WRITES_CODE 11
#define IMPORTS_SOCKET 12
#define IMPORTS_OPEN 13
#define IMPORTS_FORK 14
#define KNOWS_EVERY_NAME 15
#define SAYS_NOTHING 16
#define COPIES_LONG_NAMES 17
#define OTHER_CLASS 18
#define CRASHES_WHEN_LOADED 19

#define TIED __attribute__((used)) static void *volatile tied
#if DEFECT == WANTS_NOWHERE
extern void nowhere(void);
TIED = (void *)&nowhere;
#elif DEFECT == IMPORTS_SOCKET
TIED = (void *)&connect;
#elif DEFECT == IMPORTS_OPEN
TIED = (void *)&open;
#elif DEFECT == IMPORTS_FORK
TIED = (void *)&fork;
#elif DEFECT == SECOND_SYMBOL
__attribute__((visibility("default"))) int second = 2;
#elif DEFECT == CRASHES_WHEN_LOADED
__attribute__((constructor)) static void crash(void) { abort(); }
#elif DEFECT == WRITES_CODE
__asm__(".pushsection .text\n.quad malloc\n.popsection");
#endif

struct cw_session {
    char name[256];
    int asked;
};

static const int64_t intervals[] = {60000000000ll};
#define DESCRIPTOR                                                                                                    \
    {                                                                                                                 \
        .size = sizeof(cw_descriptor), .kinds = CW_KIND_CANDLES | (DEFECT == UNKNOWN_KIND ? 8 : 0),                   \
        .transports = CW_REQUEST_FILE, .stamp = CW_STAMP_OPEN, .id = "library", .name = "Library",                    \
        .version = "1.0.0", .licence = "Apache-2.0", .intervals = intervals, .interval_count = 1, .day_zone = "UTC",  \
    }
static const cw_descriptor descriptor = DESCRIPTOR;

static const cw_descriptor *describe(void) {
#if DEFECT == DESCRIBES_IN_TURN
    static const cw_descriptor other = DESCRIPTOR;
    static int calls = 0;
    return __sync_fetch_and_add(&calls, 1) % 3 == 2 ? &other : &descriptor;
#elif DEFECT == DESCRIBES_BY_THREAD
    static _Thread_local cw_descriptor own = DESCRIPTOR;
    return &own;
#elif DEFECT == DESCRIBES_ANEW
    static cw_descriptor changing = DESCRIPTOR;
    static int calls = 0;
    if (__sync_fetch_and_add(&calls, 1) > 20) changing.requests_per_minute = 60;
    return &changing;
#endif
    return &descriptor;
}

static cw_status identify(cw_text path, cw_identity *identity, cw_error *error) {
    if (DEFECT == COPIES_LONG_NAMES) {
        char copy[64];
        volatile char *to = copy;
        for (uint64_t i = 0; i < path.length; i++) to[i] = path.bytes[i];
    }
    uint64_t length = path.length;
    while (length > 0 && path.bytes[path.length - length] >= 'A' && path.bytes[path.length - length] <= 'Z') length--;
    uint64_t name = path.length - length;
    int known = name > 0 && name < 32 && length == 4 && memcmp(path.bytes + name, ".csv", 4) == 0;
    if (!known && DEFECT != KNOWS_EVERY_NAME) {
        error->error_class = DEFECT == OTHER_CLASS ? CW_ERROR_MALFORMED : CW_ERROR_INVALID_QUERY;
        strcpy(error->message, DEFECT == SAYS_NOTHING ? "no" : "not a file of this source; expected NAME.csv");
        return CW_ERROR_INVALID_QUERY;
    }
    identity->kind = CW_KIND_CANDLES;
    identity->interval = intervals[0];
    memcpy(identity->symbol, known ? path.bytes : "X", known ? name : 1);
    return CW_OK;
}

static cw_status begin(const cw_host *host, const cw_query *query, cw_session **made, cw_error *error) {
    (void)host;
    if (query->file_name.length >= sizeof(*made)->name) {
        error->error_class = CW_ERROR_INVALID_QUERY;
        strcpy(error->message, "the file's name is too long; expected NAME.csv");
        return CW_ERROR_INVALID_QUERY;
    }
    *made = calloc(1, sizeof **made);
    if (query->file_name.length > 0) memcpy((*made)->name, query->file_name.bytes, query->file_name.length);
    return CW_OK;
}

static cw_status next_request(cw_session *session, cw_request *request, cw_error *error) {
    (void)error;
    if (session->asked++) return CW_OK;
    request->kind = CW_REQUEST_FILE;
    request->address = (cw_text){session->name, strlen(session->name)};
    return CW_OK;
}

static cw_status decode(cw_session *session, const cw_input *input, const cw_batch *batch, cw_decoded *decoded,
                        cw_error *error) {
    (void)session;
    (void)batch;
    (void)error;
    decoded->consumed = input->length;
    return CW_OK;
}

static void end(cw_session *session) { free(session); }

const cw_adapter candlewick_adapter_entry = {
    .magic = DEFECT == OTHER_MAGIC ? 1 : CW_ABI_MAGIC,
    .abi_major = DEFECT == OTHER_MAJOR ? 2 : CW_ABI_MAJOR,
    .abi_minor = CW_ABI_MINOR,
    .size = DEFECT == SMALL_SIZE ? 64 : sizeof(cw_adapter),
    .describe = describe,
    .identify = identify,
    .begin = begin,
    .next_request = next_request,
    .decode = DEFECT == NO_DECODE ? 0 : decode,
    .end = end,
};
