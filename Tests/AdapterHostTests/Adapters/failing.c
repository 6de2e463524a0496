/* Fails its process in the way that the query's symbol (or the file's name) says: "PLACE-WAY". */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define SMALL_IDENTIFY identify
#define SMALL_BEGIN begin
#define SMALL_NEXT_REQUEST next_request
#define SMALL_DECODE decode
#define SMALL_END end
#include "candlewick_adapter.h"
#include "candlewick_worker.h"

static cw_status identify(cw_text path, cw_identity *identity, cw_error *error);
static cw_status begin(const cw_host *host, const cw_query *query, cw_session **session, cw_error *error);
static cw_status next_request(cw_session *session, cw_request *request, cw_error *error);
static cw_status decode(cw_session *session, const cw_input *input, const cw_batch *batch, cw_decoded *decoded,
                        cw_error *error);
static void end(cw_session *session);
#include "small.h"

struct cw_session {
    char what[64];
    char file[256];
    int asked;
};

static volatile int *nowhere;

/* The query's file name: what the hostile ways reach for. */
static char target[256];

/* Learnt while the library is loaded; later even that is forbidden. */
static pid_t host;
#ifndef ON_LOADING
#define ON_LOADING ""
#endif
#ifndef ON_LOADING_TARGET
#define ON_LOADING_TARGET ""
#endif
/* The bytes of a secret that could be read while the library was loaded. */
static ssize_t stolen;
static void reach(const char *way);
__attribute__((constructor)) static void on_loading(void) {
    host = getppid();
    strcpy(target, ON_LOADING_TARGET);
    if (strcmp(ON_LOADING, "steal") == 0) {
        char secret[64];
        stolen = read(open(target, O_RDONLY), secret, sizeof secret);
    }
    reach(ON_LOADING);
}

/* Ways to what no adapter may. What is reached is written into the file, which a test looks for. */
static void reach(const char *way) {
    char secret[64] = "reached";
    if (strcmp(way, "open") == 0) {
        int file = open(target, O_WRONLY | O_CREAT, 0600);
        if (write(file, secret, sizeof secret) < 0) return;
    }
    if (strcmp(way, "read") == 0 && open("/etc/passwd", O_RDONLY) < 0) return;
    if (strcmp(way, "socket") == 0) {
        struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(target))};
        there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&there, sizeof there);
    }
    if (strcmp(way, "exec") == 0) execl("/bin/touch", "touch", target, (char *)0);
    if (strcmp(way, "fork") == 0 && fork() == 0) {
        close(open(target, O_WRONLY | O_CREAT, 0600));
        _exit(0);
    }
    if (strcmp(way, "ptrace") == 0) ptrace(PTRACE_ATTACH, host, 0, 0);
    if (strcmp(way, "memory-of-host") == 0) {
        struct iovec here = {secret, sizeof secret}, there = {(void *)&nowhere, sizeof secret};
        process_vm_readv(host, &here, 1, &there, 1, 0);
    }
    if (strcmp(way, "kill") == 0) kill(host, SIGTERM);
}

/* The worker's socket; it is hostile to know it. */
enum { HOST = 3 };

static void fail(const char *what, const char *place) {
    size_t length = strlen(place);
    if (strncmp(what, place, length) != 0 || what[length] != '-') return;
    const char *way = what + length + 1;
    if (strncmp(way, "reach-", 6) == 0) reach(way + 6);
    if (strcmp(way, "segv") == 0) *nowhere = 1;
    if (strcmp(way, "abort") == 0) abort();
    if (strcmp(way, "trap") == 0) __builtin_trap();
    if (strcmp(way, "exit") == 0) _exit(7);
    if (strcmp(way, "hang") == 0)
        for (volatile int spin = 0;; spin++) {}
    if (strcmp(way, "stack") == 0) {
        volatile char room[1 << 16];
        memset((void *)room, 1, sizeof room);
        fail(what, place);
        room[0] = 0;
    }
    if (strcmp(way, "memory") == 0)
        for (;;) {
            char *block = malloc(1 << 20);
            if (!block) *nowhere = 1;
            memset(block, 1, 1 << 20);
        }
    if (strcmp(way, "short") == 0) send(HOST, "garbage", 7, 0);
    if (strcmp(way, "long") == 0) {
        static char bytes[20000];
        send(HOST, bytes, sizeof bytes, 0);
    }
    if (strcmp(way, "silent") == 0) {
        shutdown(HOST, SHUT_RDWR);
        for (;;) pause();
    }
}

static cw_status identify(cw_text path, cw_identity *identity, cw_error *error) {
    char what[64] = {0};
    memcpy(what, path.bytes, path.length < 63 ? path.length : 63);
    fail(what, "identify");
    (void)error;
    identity->kind = CW_KIND_CANDLES;
    identity->interval = SMALL_INTERVAL;
    strcpy(identity->symbol, "AB");
    return CW_OK;
}

static cw_status begin(const cw_host *host, const cw_query *query, cw_session **session, cw_error *error) {
    (void)host;
    (void)error;
    cw_session *made = calloc(1, sizeof *made);
    memcpy(made->what, query->symbol.bytes, query->symbol.length < 63 ? query->symbol.length : 63);
    memcpy(made->file, query->file_name.bytes, query->file_name.length < 255 ? query->file_name.length : 255);
    memset(target, 0, sizeof target);
    memcpy(target, query->file_name.bytes, query->file_name.length < 255 ? query->file_name.length : 255);
    fail(made->what, "begin");
    *session = made;
    return CW_OK;
}

static cw_status next_request(cw_session *session, cw_request *request, cw_error *error) {
    (void)error;
    fail(session->what, "next");
    request->kind = session->asked++ ? CW_REQUEST_DONE : CW_REQUEST_FILE;
    request->address.bytes = session->file;
    request->address.length = strlen(session->file);
    return CW_OK;
}

/* Answers in the worker's place: the right number, and everything else made up of the seed, lengths and counts often
 * just beyond what they may be. The shared memory begins so far before its columns. */
static void forge(uint64_t seed, uint64_t number, const cw_batch *batch) {
    char *shared = (char *)batch->candles->open_time - CWW_COLUMNS;
    uint64_t state = seed * 0x9E3779B97F4A7C15ull + 1;
#define RANDOM() (state = state * 6364136223846793005ull + 1442695040888963407ull, state >> 33)
    static const uint64_t likely[] = {0, 1, 2, 7, 8, 1023, 1024, 1025, 4096, 65535, 65536, 65537, 1ull << 31, 1ull << 32,
                                      CWW_TEXT_OUT_SIZE, CWW_TEXT_OUT_SIZE + 1, INT64_MAX, UINT64_MAX, UINT64_MAX - 7};
#define LIKELY() likely[RANDOM() % (sizeof likely / sizeof *likely)]
    uint64_t *texts = (uint64_t *)(shared + CWW_TEXT_OUT);
    for (int i = 0; i < 4096; i++) texts[i] = RANDOM() % 3 ? RANDOM() % 4 : LIKELY();
    cww_answer answer = {.number = number, .status = RANDOM() % 4 ? 0 : (int32_t)LIKELY()};
    answer.flags = (uint32_t)(RANDOM() % 4);
    answer.text_length = RANDOM() % 2 ? 32768 : LIKELY();
    answer.rows = LIKELY();
    answer.rejects = RANDOM() % 2 ? 0 : LIKELY();
    answer.consumed = RANDOM() % 2 ? RANDOM() % 8 : LIKELY();
    answer.decoded_flags = (uint32_t)(RANDOM() % 4);
    memset(&answer.error, 'x', sizeof answer.error);
    send(HOST, &answer, sizeof answer, 0);
}

/* One candle for each byte of the input. */
static cw_status decode(cw_session *session, const cw_input *input, const cw_batch *batch, cw_decoded *decoded,
                        cw_error *error) {
    (void)error;
    fail(session->what, "decode");
    const cw_candles *rows = batch->candles;
    uint64_t count = input->length < batch->capacity ? input->length : batch->capacity;
    for (uint64_t i = 0; i < count; i++) {
        rows->open_time[i] = (int64_t)(input->position + i) * SMALL_INTERVAL;
        rows->open[i] = rows->high[i] = rows->low[i] = rows->close[i] =
            strcmp(session->what, "stolen") == 0 ? (double)stolen : input->bytes[i];
        rows->volume[i] = 1;
        rows->vwap[i] = 2;
        rows->trades[i] = -1;
        rows->symbol[i] = 0;
        rows->flags[i] = CW_CANDLE_FINAL;
        rows->row[i] = (int64_t)(input->position + i) + 1;
        rows->position[i] = (int64_t)(input->position + i);
    }
    unsigned long long seed;
    /* The host's fourth call: load, begin, next, decode. */
    if (sscanf(session->what, "decode-forge-%llu", &seed) == 1) forge(seed, 4, batch);
    /* Writes beyond what it was given: into the columns that follow, where nobody reads. */
    if (strcmp(session->what, "decode-overrun") == 0)
        for (uint64_t i = 0; i < 65536; i++) rows->position[i] = -7;
    decoded->rows = decoded->consumed = count;
    if (count < input->length) decoded->flags = CW_DECODED_FULL;
    return CW_OK;
}

static void end(cw_session *session) {
    fail(session->what, "end");
    free(session);
}
