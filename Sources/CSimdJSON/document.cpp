#include <cstdlib>
#include <cstring>
#include <memory>

#include <simdjson.h>

#include "builder.h"
#include "candlewick_json.h"
#include "text.h"

using candlewick::Builder;

static int32_t problem_of(simdjson::error_code error) {
    switch (error) {
    case simdjson::SUCCESS: return CJ_OK;
    case simdjson::EMPTY: return CJ_EMPTY;
    case simdjson::UTF8_ERROR: return CJ_UTF8;
    case simdjson::UNESCAPED_CHARS: return CJ_CONTROL;
    case simdjson::UNCLOSED_STRING: return CJ_TRUNCATED;
    case simdjson::CAPACITY: return CJ_TOO_LONG;
    default: return CJ_MEMORY;
    }
}

/* simdjson does not say where. The first string that is wrong: without an end, or with a control character in it. */
static void find_bad_string(cj_document &document) {
    const uint32_t length = static_cast<uint32_t>(document.length);
    for (uint32_t at = 0; at < length; at++) {
        if (document.text[at] != '"') continue;
        bool has_escapes;
        const uint32_t end = candlewick::string_end(document.text, at, length, has_escapes);
        for (uint32_t i = at; i < (end ? end : length) && document.problem == CJ_CONTROL; i++) {
            if (static_cast<unsigned char>(document.text[i]) >= 0x20) continue;
            document.position = i;
            return;
        }
        if (!end) {
            document.position = at;
            return;
        }
        at = end - 1;
    }
}

/* Puts what strings with escapes say behind the text; their nodes tell places in that from here on. */
static bool append(cj_document &document, Builder &builder) {
    const uint64_t start = document.length + simdjson::SIMDJSON_PADDING;
    if (start + builder.strings.count > UINT32_MAX) return false;
    void *grown = realloc(document.text, start + builder.strings.count);
    if (!grown) return false;
    document.text = static_cast<char *>(grown);
    memcpy(document.text + start, builder.strings.items, builder.strings.count);
    document.total = start + builder.strings.count;
    for (uint64_t i = 0; i < builder.nodes.count; i++) {
        cj_node &node = builder.nodes.items[i];
        if (node.kind == CJ_ESCAPED) node.next += static_cast<uint32_t>(start);
    }
    return true;
}

/* Finds the tokens of a padded text, and its nodes. */
static void read(cj_document &document, uint32_t depth) {
    const uint32_t length = static_cast<uint32_t>(document.length);
    std::unique_ptr<simdjson::internal::dom_parser_implementation> finder;
    simdjson::error_code error =
        simdjson::get_active_implementation()->create_dom_parser_implementation(length, depth, finder);
    if (error == simdjson::SUCCESS)
        error = finder->stage1(reinterpret_cast<const uint8_t *>(document.text), length, simdjson::stage1_mode::regular);
    document.problem = problem_of(error);
    if (document.problem == CJ_CONTROL || document.problem == CJ_TRUNCATED) find_bad_string(document);
    if (document.problem != CJ_OK) return;
    Builder builder(document.text, length, finder->structural_indexes.get(), finder->n_structural_indexes, depth);
    if (!builder.build()) {
        document.problem = builder.problem;
        document.position = builder.position;
        return;
    }
    if (builder.strings.count > 0 && !append(document, builder)) {
        document.problem = CJ_MEMORY;
        return;
    }
    document.count = builder.nodes.count;
    document.nodes = builder.nodes.release();
}

cj_document cj_parse(const uint8_t *bytes, uint64_t length, uint32_t depth) {
    cj_document document = {};
    /* The tokens' places are 32 bits wide. */
    if (length > UINT32_MAX - simdjson::SIMDJSON_PADDING) {
        document.problem = CJ_TOO_LONG;
        return document;
    }
    document.length = length;
    document.text = static_cast<char *>(malloc(length + simdjson::SIMDJSON_PADDING));
    if (!document.text) {
        document.problem = CJ_MEMORY;
        return document;
    }
    if (length > 0) memcpy(document.text, bytes, length);
    memset(document.text + length, 0, simdjson::SIMDJSON_PADDING);
    document.total = length;
    if (length >= 3 && memcmp(document.text, "\xEF\xBB\xBF", 3) == 0) memset(document.text, ' ', 3);
    if (length == 0)
        document.problem = CJ_EMPTY;
    else
        read(document, depth);
    return document;
}

void cj_free(cj_document *document) {
    free(document->text);
    free(document->nodes);
    *document = cj_document{};
}
