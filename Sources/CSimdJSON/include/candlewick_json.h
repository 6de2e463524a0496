/* A JSON document as an array of nodes that point into its text.
 *
 * simdjson (https://simdjson.org) finds the tokens and checks the UTF-8, with the widest vectors that the machine
 * has; what is behind these functions checks the grammar and notes where everything lies. No number is converted
 * here: its text is kept, so that it is rounded once and as its reader wants it. */
#ifndef CANDLEWICK_JSON_H
#define CANDLEWICK_JSON_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a node is. In an object a node of a name stands before the node of its value. */
#define CJ_OBJECT 1
#define CJ_ARRAY 2
#define CJ_STRING 3
/* A string with escapes: what it says lies behind the document's own text. */
#define CJ_ESCAPED 4
#define CJ_NUMBER 5
#define CJ_TRUE 6
#define CJ_FALSE 7
#define CJ_NULL 8

typedef struct cj_node {
    uint32_t kind;
    uint32_t start; /* of its first byte in the text; a string's quote */
    uint32_t end;   /* behind its last byte */
    /* OBJECT, ARRAY: the node behind it. ESCAPED: where in the text that lies which it says; the uint32 before is its
     * length. */
    uint32_t next;
} cj_node;

/* What is wrong with a text. */
#define CJ_OK 0
#define CJ_EMPTY 1     /* nothing but blanks */
#define CJ_TRUNCATED 2 /* ends inside of what begins at `position` */
#define CJ_UTF8 3      /* the position is not told */
#define CJ_CONTROL 4   /* a control character inside of a string */
#define CJ_ESCAPE 5    /* an unknown escape, or half of a surrogate pair */
#define CJ_NUMBER_TEXT 6
#define CJ_WORD 7      /* something that begins no value: a bare word, NaN */
#define CJ_SCALAR 8    /* a value, and neither an object nor an array */
#define CJ_NAME 9      /* an object's name was expected */
#define CJ_COLON 10
#define CJ_SEPARATOR 11 /* a comma or the end of the object or array was expected */
#define CJ_DUPLICATE 12 /* the name at `position` has been in this object */
#define CJ_DEPTH 13
#define CJ_TRAILING 14
#define CJ_TOO_LONG 15 /* 4 GiB or more */
#define CJ_MEMORY 16

/* Made by cj_parse, freed by cj_free; all pointers are the document's. */
typedef struct cj_document {
    char *text; /* a copy, followed by padding and by what strings with escapes say; a byte-order mark is blanks */
    uint64_t length; /* of the copy alone */
    uint64_t total;
    cj_node *nodes; /* the root is the first */
    uint64_t count;
    int32_t problem; /* CJ_OK, or why there are no nodes */
    uint32_t reserved;
    uint64_t position; /* of the problem, from 0 */
} cj_document;

/* Reads a text of `length` bytes. What is nested deeper than `depth` is refused. */
cj_document cj_parse(const uint8_t *bytes, uint64_t length, uint32_t depth);

/* Frees what cj_parse made. */
void cj_free(cj_document *document);

#ifdef __cplusplus
}
#endif

#endif
