#include <curl/curl.h>
#include <signal.h>
#include <time.h>

// Swift cannot call variadic functions: one inline function per kind of argument.

typedef size_t (*clibcurl_bytes_function)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode clibcurl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode clibcurl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode clibcurl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode clibcurl_set_pointer(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode clibcurl_set_bytes_function(CURL *handle, CURLoption option, clibcurl_bytes_function value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode clibcurl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

// Performs with SIGPIPE blocked in this thread: OpenSSL writes to a socket that the other side has closed without
// MSG_NOSIGNAL, and changing the process's handler (what libcurl does without CURLOPT_NOSIGNAL) races between threads.
static inline CURLcode clibcurl_perform_without_sigpipe(CURL *handle) {
    sigset_t pipe_signal, before, pending;
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    sigemptyset(&pending);
    sigpending(&pending);
    int was_pending = sigismember(&pending, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
    CURLcode code = curl_easy_perform(handle);
    if (!was_pending) {
        const struct timespec at_once = {0, 0};
        while (sigtimedwait(&pipe_signal, NULL, &at_once) == SIGPIPE) {
        }
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return code;
}

static inline CURLcode clibcurl_get_text(CURL *handle, CURLINFO info, const char **value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode clibcurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

// The next transfer that has ended, with its result; NULL for none.
static inline CURL *clibcurl_multi_next_done(CURLM *multi, CURLcode *result) {
    int left;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
        if (message->msg == CURLMSG_DONE) {
            *result = message->data.result;
            return message->easy_handle;
        }
    }
    return NULL;
}

// Overwrites a list's texts before it frees them: a header may hold a secret.
static inline void clibcurl_wipe_list(struct curl_slist *list) {
    for (struct curl_slist *item = list; item; item = item->next) {
        for (volatile char *byte = item->data; byte && *byte; byte++) {
            *byte = 'x';
        }
    }
    curl_slist_free_all(list);
}

// No signal is this thread's: SIGPIPE least of all, which OpenSSL's writing to a closed socket raises.
static inline void clibcurl_block_signals(void) {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, NULL);
}
