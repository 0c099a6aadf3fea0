#pragma once
#include <nats/nats.h>
#include <poll.h>
#include <sys/ioctl.h>

// Bytes that can be read from a socket without waiting; ioctl is variadic and does not import.
static inline int nats_bytes_waiting(int descriptor) {
    int count = 0;
    return ioctl(descriptor, FIONREAD, &count) == 0 ? count : 0;
}

// Whether the other end has closed or reset; POLLRDHUP is a GNU extension and does not import.
static inline bool nats_peer_has_closed(int descriptor) {
    struct pollfd watched = {.fd = descriptor, .events = 0x2000, .revents = 0};
    return poll(&watched, 1, 0) > 0 && watched.revents != 0;
}
