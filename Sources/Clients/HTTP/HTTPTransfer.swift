internal import CLibCurl
internal import Deadlines

/// One request under way: from any thread it can be cancelled, and resumed after its sink paused it.
package final class HTTPTransfer: @unchecked Sendable {
    let request: HTTPRequest
    let deadline: Deadline
    let sink: any HTTPSink
    /// Only the handshake, no request: to look at the server's certificates.
    let stopsAfterHandshake: Bool
    private let mailbox: Mailbox

    // From here on: the loop's thread alone, once the transfer was started.
    /// Where the body to send comes from, unless it is small.
    var source: (any BodySource)?
    var easy: EasyHandle?
    var head = HeadReader()
    var handshake: Handshake?
    var progress = HTTPProgress()
    /// Why one of our callbacks ended the transfer; curl only knows that one did.
    var ownFailure: HTTPError.Kind?
    var isCancelled = false

    init(
        _ request: HTTPRequest,
        by deadline: Deadline,
        into sink: any HTTPSink,
        from source: (any BodySource)? = nil,
        stopsAfterHandshake: Bool = false,
        mailbox: Mailbox,
    ) {
        self.request = request
        self.deadline = deadline
        self.sink = sink
        self.source = source
        self.stopsAfterHandshake = stopsAfterHandshake
        self.mailbox = mailbox
    }

    package func cancel() {
        mailbox.post(.cancel(self))
    }

    /// After a sink's `.pause`, or when a source that had nothing has something again.
    package func resume() {
        mailbox.post(.resume(self))
    }

    var followsRedirects: Bool { request.redirects != .none }
}

/// curl's callbacks. Their context is the transfer, unretained: the loop holds it for as long as its easy handle is in the multi handle.
extension HTTPTransfer {
    static let onHeader: libcurl_data_function = { bytes, size, count, context in
        let transfer = HTTPTransfer.from(context)
        let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
        switch transfer.head.read(line, followsRedirects: transfer.followsRedirects) {
        case .more: return line.count
        case .redirect:
            transfer.progress.startAnew(transfer.easy)
            return line.count
        case .tooLarge: return transfer.fail(.protocol(.headersTooLarge(limit: HeadReader.limit)))
        case .head(let head):
            // A pause this early would make curl repeat the header line.
            if case .stop(let kind) = transfer.sink.received(head) { return transfer.fail(kind) }
            return line.count
        }
    }

    static let onBody: libcurl_data_function = { bytes, size, count, context in
        let transfer = HTTPTransfer.from(context)
        let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
        switch transfer.sink.received(piece) {
        case .goOn: return piece.count
        case .pause: return Int(CURL_WRITEFUNC_PAUSE)
        case .stop(let kind): return transfer.fail(kind)
        }
    }

    static let onUpload: libcurl_data_function = { buffer, size, count, context in
        let transfer = HTTPTransfer.from(context)
        let room = UnsafeMutableRawBufferPointer(start: buffer, count: size * count)
        switch transfer.source?.read(into: room, for: transfer) ?? .end {
        case .bytes(let count): return count
        case .end: return 0
        case .notYet: return Int(CURL_READFUNC_PAUSE)
        case .failed(let failure):
            transfer.ownFailure = .bodySource(failure)
            return Int(CURL_READFUNC_ABORT)
        }
    }

    static let onSeek: curl_seek_callback = { context, offset, origin in
        let transfer = HTTPTransfer.from(context)
        guard origin == SEEK_SET, transfer.source?.seek(to: Int(offset)) == true else {
            transfer.ownFailure = .bodySource(.cannotRewind)
            return CURL_SEEKFUNC_FAIL
        }
        return CURL_SEEKFUNC_OK
    }

    static let onTLSContext: curl_ssl_ctx_callback = { _, tlsContext, context in
        guard let tlsContext else { return CURLE_OK }
        let handshake = Handshake()
        handshake.attach(to: OpaquePointer(tlsContext))
        let transfer = HTTPTransfer.from(context)
        transfer.handshake = handshake
        transfer.progress.didStartTLS = true
        return CURLE_OK
    }

    static let onResolverStart: curl_resolver_start_callback = { _, _, context in
        HTTPTransfer.from(context).progress.didStartLookup = true
        return 0
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> HTTPTransfer {
        guard let context else { preconditionFailure("curl lost the transfer of a callback") }
        return Unmanaged<HTTPTransfer>.fromOpaque(context).takeUnretainedValue()
    }

    /// What a data callback returns to make curl stop.
    private func fail(_ kind: HTTPError.Kind) -> Int {
        ownFailure = kind
        return -1
    }
}
