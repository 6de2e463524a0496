/* Between the host and a worker process that runs an adapter: messages over a socket that keeps them apart, everything
 * long in shared memory. Both ends are of one build; nothing here is stable. */
#ifndef CANDLEWICK_WORKER_H
#define CANDLEWICK_WORKER_H

#include <stdint.h>
#include <sys/types.h>

#include "candlewick_adapter.h"

/* The worker's two descriptors. */
#define CWW_SOCKET 3
#define CWW_MEMORY 4

/* What the host asks for. */
#define CWW_LOAD 1u     /* in: path, stamp, memory; out: what holds, fields of the descriptor, problems */
#define CWW_IDENTIFY 2u /* in: path; out: cw_identity */
#define CWW_BEGIN 3u    /* in: the query */
#define CWW_NEXT 4u     /* out: the request */
#define CWW_DECODE 5u   /* in: with CWW_NEW_REPLY what is known of the reply; the bytes; out: rows, what decode did */
#define CWW_END 6u

/* `flags` of CWW_DECODE. */
#define CWW_LAST 1u
#define CWW_NEW_REPLY 2u

typedef struct cww_call {
    uint64_t number; /* counts up; the answer has the same */
    uint32_t operation;
    uint32_t flags;
    uint64_t text_length; /* of the arguments in the place for texts to the worker */
    uint64_t bytes_start; /* CWW_DECODE: in the place for input */
    uint64_t bytes_length;
    uint64_t capacity; /* rows that may be written */
    int64_t position;
} cww_call;

/* `flags` of the answer. */
#define CWW_BROKEN 1u /* the first text says which promise of the ABI the adapter broke */

typedef struct cww_answer {
    uint64_t number;
    int32_t status;
    uint32_t flags;
    uint64_t text_length; /* of the results in the place for texts to the host */
    uint64_t rows;
    uint64_t rejects;
    uint64_t consumed;
    uint32_t decoded_flags;
    uint32_t reserved;
    cw_error error;
} cww_answer;

/* Where things lie in the shared memory. */
#define CWW_CONTROL 0ull             /* 8 bytes: the number of a forbidden system call */
#define CWW_TEXT_IN 4096ull          /* texts to the worker */
#define CWW_TEXT_IN_SIZE 4190208ull  /* up to 4 MiB */
#define CWW_TEXT_OUT 4194304ull      /* texts to the host */
#define CWW_TEXT_OUT_SIZE 33554432ull
#define CWW_COLUMNS 37748736ull      /* CWW_COLUMN_COUNT columns of CWW_ROWS values of 8 bytes */
#define CWW_ROWS 65536ull
#define CWW_COLUMN_COUNT 12ull
#define CWW_INPUT 44040192ull        /* the input; the file grows with it */
#define CWW_INPUT_SIZE 1073741824ull /* at most */
#define CWW_SIZE (CWW_INPUT + CWW_INPUT_SIZE)

/* A memory file of that length that cannot shrink, with close-on-exec; -1 and errno. */
int cww_memory(uint64_t length);
/* Two ends of a socket for messages, with close-on-exec; -1 and errno. */
int cww_sockets(int ends[2]);
/* Starts `path` with an empty environment and these two as CWW_SOCKET and CWW_MEMORY, no other descriptor but
 * /dev/null as 0, 1 and 2. 0, or the error number. */
int cww_spawn(const char *path, int socket, int memory, pid_t *pid);
/* Waits until the socket can be read: 1 it can, 0 the time is over, -1 and errno. */
int cww_wait(int socket, int milliseconds);

#endif
