#include "builder.h"

#include <algorithm>
#include <cctype>
#include <cstring>

#include "text.h"

namespace candlewick {

bool Builder::fail(int32_t why, uint64_t where) {
    problem = why;
    position = where;
    return false;
}

/* The text ends where a token was needed: inside of the innermost object or array. */
bool Builder::ends_early() {
    return fail(CJ_TRUNCATED, levels.count > 0 ? nodes.items[levels.items[levels.count - 1].node].start : 0);
}

/* What begins at the token is no value: it may have lost its end. */
bool Builder::fail_value(int32_t why) {
    uint32_t i = at;
    while (i < length && (isalnum(static_cast<unsigned char>(text[i])) || strchr("+-.", text[i]))) i++;
    return i == length && i > at ? ends_early() : fail(why, at);
}

/* To the next token. `expectation`: what is wrong when something else lies before it. */
bool Builder::advance(int32_t expectation) {
    at = next_token < token_count ? tokens[next_token++] : length;
    for (uint32_t i = end; i < at; i++)
        if (!is_blank(text[i])) return fail(expectation, i);
    if (at < end) return fail(expectation, at);
    return at < length || ends_early();
}

bool Builder::add(uint32_t kind, uint32_t node_end) {
    end = node_end;
    return nodes.append({kind, at, node_end, 0}) || fail(CJ_MEMORY, at);
}

bool Builder::open(bool is_object) {
    if (levels.count >= deepest) return fail(CJ_DEPTH, at);
    if (!levels.append({static_cast<uint32_t>(nodes.count), is_object, names.count})) return fail(CJ_MEMORY, at);
    return add(is_object ? CJ_OBJECT : CJ_ARRAY, at + 1);
}

bool Builder::close() {
    const Level level = levels.items[--levels.count];
    end = at + 1;
    nodes.items[level.node].end = end;
    nodes.items[level.node].next = static_cast<uint32_t>(nodes.count);
    if (!level.is_object) return true;
    const bool is_good = check_names(level.first_name);
    names.count = level.first_name;
    return is_good;
}

bool Builder::string() {
    bool has_escapes;
    const uint32_t string = string_end(text, at, length, has_escapes);
    if (string == 0) return fail(CJ_TRUNCATED, at);
    if (!add(has_escapes ? CJ_ESCAPED : CJ_STRING, string)) return false;
    if (!has_escapes) return true;
    nodes.items[nodes.count - 1].next = static_cast<uint32_t>(strings.count + 4);
    return unescape(text, at + 1, string - 1, strings, problem, position);
}

/* A name and its colon. */
bool Builder::name() {
    if (text[at] != '"') return fail(CJ_NAME, at);
    if (!names.append(static_cast<uint32_t>(nodes.count))) return fail(CJ_MEMORY, at);
    if (!string() || !advance(CJ_COLON)) return false;
    if (text[at] != ':') return fail(CJ_COLON, at);
    end = at + 1;
    return true;
}

bool Builder::value(bool &has_opened) {
    has_opened = false;
    switch (text[at]) {
    case '{': has_opened = true; return open(true);
    case '[': has_opened = true; return open(false);
    case '"': return string();
    case 't': return memcmp(text + at, "true", 4) == 0 ? add(CJ_TRUE, at + 4) : fail_value(CJ_WORD);
    case 'f': return memcmp(text + at, "false", 5) == 0 ? add(CJ_FALSE, at + 5) : fail_value(CJ_WORD);
    case 'n': return memcmp(text + at, "null", 4) == 0 ? add(CJ_NULL, at + 4) : fail_value(CJ_WORD);
    case '-': case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9': {
        const uint32_t number = number_end(text, at);
        return number > at ? add(CJ_NUMBER, number) : fail_value(CJ_NUMBER_TEXT);
    }
    default: return fail_value(CJ_WORD);
    }
}

bool Builder::build() {
    /* A name or value goes with a colon, comma or bracket, mostly. */
    if (!nodes.reserve(token_count / 2 + 2)) return fail(CJ_MEMORY, 0);
    if (!advance(CJ_WORD)) return fail(CJ_EMPTY, 0);
    if (text[at] != '{' && text[at] != '[') {
        bool has_opened;
        return value(has_opened) && fail(CJ_SCALAR, at);
    }
    if (!open(text[at] == '{')) return false;
    bool is_first = true;
    while (levels.count > 0) {
        const bool is_object = levels.items[levels.count - 1].is_object;
        const char last = is_object ? '}' : ']';
        if (!advance(CJ_SEPARATOR)) return false;
        if (text[at] == last && is_first) {
            if (!close()) return false;
            is_first = false;
            continue;
        }
        if (!is_first) {
            if (text[at] == last) {
                if (!close()) return false;
                continue;
            }
            if (text[at] != ',') return fail(CJ_SEPARATOR, at);
            end = at + 1;
            if (!advance(is_object ? CJ_NAME : CJ_WORD)) return false;
        }
        if (is_object && (!name() || !advance(CJ_WORD))) return false;
        if (!value(is_first)) return false;
    }
    for (uint32_t i = end; i < length; i++)
        if (!is_blank(text[i])) return fail(CJ_TRAILING, i);
    return true;
}

/* What a string's node says. */
std::string_view Builder::said(uint32_t index) const {
    const cj_node &node = nodes.items[index];
    if (node.kind == CJ_STRING) return std::string_view(text + node.start + 1, node.end - node.start - 2);
    uint32_t count;
    memcpy(&count, strings.items + node.next - 4, 4);
    return std::string_view(strings.items + node.next, count);
}

/* Whether two names say the same; mostly their lengths or first letters tell. */
bool Builder::is_same(uint32_t left, uint32_t right) const {
    const cj_node &one = nodes.items[left], &other = nodes.items[right];
    if (one.kind == CJ_STRING && other.kind == CJ_STRING &&
        (one.end - one.start != other.end - other.start || text[one.start + 1] != text[other.start + 1]))
        return false;
    return said(left) == said(right);
}

/* No name of the object that is being closed comes twice. */
bool Builder::check_names(uint64_t first) {
    uint32_t *const begin = names.items + first;
    uint32_t *const behind = names.items + names.count;
    if (behind - begin <= 16) {
        for (uint32_t *name = begin; name < behind; name++)
            for (uint32_t *other = name + 1; other < behind; other++)
                if (is_same(*name, *other)) return fail(CJ_DUPLICATE, nodes.items[*other].start);
        return true;
    }
    /* By what they say, and of equal ones the earlier first. */
    std::sort(begin, behind, [this](uint32_t left, uint32_t right) {
        const int order = said(left).compare(said(right));
        return order != 0 ? order < 0 : left < right;
    });
    for (uint32_t *name = begin; name + 1 < behind; name++)
        if (said(name[0]) == said(name[1])) return fail(CJ_DUPLICATE, nodes.items[name[1]].start);
    return true;
}

} // namespace candlewick
