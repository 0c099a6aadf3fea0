#pragma once
#include <zlib.h>

/// Begins a gzip stream (RFC 1952) with a header that tells neither name nor time, so that the same bytes always become the same file.
static inline int czlib_begin_gzip(z_stream *stream) {
    return deflateInit2(stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY);
}
