// libmicrohttpd's variadic functions as typed inlines, since Swift cannot call variadics.
#pragma once
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

// Only declared for _GNU_SOURCE, which a header that others share must not define.
#ifndef POLLRDHUP
#define POLLRDHUP 0x2000
#endif

/// Told of each request's target as it came, before anything is unescaped; what it returns becomes the request's context.
typedef void *(*microhttpd_target_function)(void *context, const char *target, struct MHD_Connection *connection);

/// Serves on a socket that listens already, by `poll` on one thread of its own; its epoll stalls with many connections.
static inline struct MHD_Daemon *microhttpd_start(
    int listener, size_t memory, unsigned int connections, unsigned int idle_seconds,
    microhttpd_target_function target, MHD_AccessHandlerCallback access,
    MHD_RequestCompletedCallback completed, MHD_NotifyConnectionCallback connection, void *context
) {
    return MHD_start_daemon(
        MHD_USE_POLL | MHD_USE_INTERNAL_POLLING_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, access, context,
        MHD_OPTION_LISTEN_SOCKET, (MHD_socket)listener,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, memory,
        MHD_OPTION_CONNECTION_LIMIT, connections,
        MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds,
        MHD_OPTION_URI_LOG_CALLBACK, target, context,
        MHD_OPTION_NOTIFY_COMPLETED, completed, context,
        MHD_OPTION_NOTIFY_CONNECTION, connection, context,
        MHD_OPTION_STRICT_FOR_CLIENT, (int)1,
        MHD_OPTION_END
    );
}

static inline int microhttpd_descriptor(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

/// The client's address in figures, empty where it is unknown.
static inline void microhttpd_peer(struct MHD_Connection *connection, char *text, socklen_t size) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    text[0] = 0;
    if (!info || !info->client_addr) return;
    const struct sockaddr *peer = info->client_addr;
    if (peer->sa_family == AF_INET) inet_ntop(AF_INET, &((const struct sockaddr_in *)peer)->sin_addr, text, size);
    if (peer->sa_family == AF_INET6) inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)peer)->sin6_addr, text, size);
}

/// Whether the client has closed its end, or the connection has failed.
static inline int microhttpd_has_hung_up(int descriptor) {
    struct pollfd watched = {descriptor, POLLRDHUP, 0};
    return poll(&watched, 1, 0) > 0 && (watched.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

/// The library copies the bytes.
static inline struct MHD_Response *microhttpd_copied(const void *bytes, size_t count) {
    return MHD_create_response_from_buffer(count, (void *)bytes, MHD_RESPMEM_MUST_COPY);
}

/// A body of unknown length, in chunks.
static inline struct MHD_Response *microhttpd_streamed(
    MHD_ContentReaderCallback reader, void *context, MHD_ContentReaderFreeCallback release
) {
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 16384, reader, context, release);
}
