// libcurl's variadic functions, one typed inline a kind of argument, since Swift cannot call variadics.
#pragma once
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <sys/prctl.h>
#include <sys/socket.h>

// The functions, not curl's macros of the same names, which add nothing without the type check.
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

/// Body and header callbacks, in both directions.
typedef size_t (*libcurl_data_function)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode libcurl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode libcurl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

/// curl keeps a copy of the string, but for `CURLOPT_POSTFIELDS`.
static inline CURLcode libcurl_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode libcurl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode libcurl_set_list(CURL *easy, CURLoption option, struct curl_slist *list) {
    return curl_easy_setopt(easy, option, list);
}

/// curl copies the bytes.
static inline CURLcode libcurl_set_blob(CURL *easy, CURLoption option, const void *bytes, size_t count) {
    struct curl_blob blob = {(void *)bytes, count, CURL_BLOB_COPY};
    return curl_easy_setopt(easy, option, &blob);
}

static inline CURLcode libcurl_set_data_function(CURL *easy, CURLoption option, libcurl_data_function function) {
    return curl_easy_setopt(easy, option, function);
}

static inline CURLcode libcurl_set_seek_function(CURL *easy, curl_seek_callback function) {
    return curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, function);
}

static inline CURLcode libcurl_set_ssl_context_function(CURL *easy, curl_ssl_ctx_callback function) {
    return curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, function);
}

static inline curl_socket_t libcurl_open_private_socket(void *context, curlsocktype use, struct curl_sockaddr *address) {
    (void)context;
    (void)use;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/// curl's own sockets would be inherited by every child process and keep its connections open.
static inline CURLcode libcurl_set_private_sockets(CURL *easy) {
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, libcurl_open_private_socket);
}

static inline CURLcode libcurl_set_resolver_start_function(CURL *easy, curl_resolver_start_callback function) {
    return curl_easy_setopt(easy, CURLOPT_RESOLVER_START_FUNCTION, function);
}

static inline long libcurl_get_long(CURL *easy, CURLINFO info) {
    long value = 0;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

static inline curl_off_t libcurl_get_offset(CURL *easy, CURLINFO info) {
    curl_off_t value = 0;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

/// Owned by the handle; null where there is none.
static inline const char *libcurl_get_string(CURL *easy, CURLINFO info) {
    char *value = NULL;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : NULL;
}

static inline CURLMcode libcurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

/// Names the calling thread, as `top -H` shows it; under 16 characters.
static inline void libcurl_name_thread(const char *name) { prctl(PR_SET_NAME, name); }
