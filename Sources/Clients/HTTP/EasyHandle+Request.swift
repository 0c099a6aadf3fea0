internal import CLibCurl
internal import Deadlines
internal import Network

/// A request as curl's options.
extension EasyHandle {
    /// Bodies up to this size are copied into the handle and leave with the header in one packet.
    private static let smallBody = 64 << 10

    func configure(for transfer: HTTPTransfer) throws(HTTPError.Kind) {
        let request = transfer.request
        do throws(HTTPError.BadURL) {
            try checkForm(ofURL: request.url)
        } catch {
            throw .badURL(error)
        }
        if transfer.source == nil {
            do throws(HTTPError.BodySourceFailure) {
                transfer.source = try source(of: request.body)
            } catch {
                throw .bodySource(error)
            }
        }
        setHouseRules()
        setCallbacks(transfer)
        set(CURLOPT_URL, request.url)
        setLimits(transfer)
        setMethodAndBody(request, transfer.source)
        do throws(HTTPError.BadRequest) {
            try setHeaders(request)
        } catch {
            throw .badRequest(error)
        }
        setRoute(request)
        if request.connectTo != nil { try setConnectTo(request) }
        if isHTTPS(request.url) || request.redirects != .none || request.proxy != .none {
            setTLS(request.tls, transfer)
        }
        if transfer.stopsAfterHandshake { set(CURLOPT_CONNECT_ONLY, true) }
        guard refused == CURLE_OK else {
            if refused == CURLE_OUT_OF_MEMORY { throw .library(code: Int(refused.rawValue), reason: "out of memory") }
            throw .unsupported(String(cString: curl_easy_strerror(refused)))
        }
    }

    private func source(of body: HTTPRequest.Body) throws(HTTPError.BodySourceFailure) -> (any BodySource)? {
        switch body {
        case .none: nil
        case .bytes(let bytes): bytes.count > EasyHandle.smallBody ? MemorySource(bytes) : nil
        case .file(let path, let offset, let count): try FileSource(path: path, offset: offset, count: count)
        }
    }

    /// The same for every request: nothing but web protocols, no signals, no file of the home folder, the path as it is written.
    private func setHouseRules() {
        set(CURLOPT_NOSIGNAL, true)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_PATH_AS_IS, true)
        // Removing a handle must not wait for its resolver's thread, which nobody can interrupt.
        set(CURLOPT_QUICK_EXIT, true)
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
        setPrivateSockets()
    }

    private func setCallbacks(_ transfer: HTTPTransfer) {
        let context = Unmanaged.passUnretained(transfer).toOpaque()
        set(CURLOPT_HEADERFUNCTION, function: HTTPTransfer.onHeader)
        set(CURLOPT_HEADERDATA, context)
        set(CURLOPT_WRITEFUNCTION, function: HTTPTransfer.onBody)
        set(CURLOPT_WRITEDATA, context)
        setResolverStart(function: HTTPTransfer.onResolverStart)
        set(CURLOPT_RESOLVER_START_DATA, context)
        guard transfer.source != nil else { return }
        set(CURLOPT_READFUNCTION, function: HTTPTransfer.onUpload)
        set(CURLOPT_READDATA, context)
        setSeek(function: HTTPTransfer.onSeek)
        set(CURLOPT_SEEKDATA, context)
    }

    private func setLimits(_ transfer: HTTPTransfer) {
        // Zero would mean none.
        set(CURLOPT_TIMEOUT_MS, max(1, Int(transfer.deadline.remainingMilliseconds)))
        let timeouts = transfer.request.timeouts
        // Without it curl has a limit of its own, 300 s.
        let connect = timeouts.connect.map(Deadline.after)?.sooner(of: transfer.deadline) ?? transfer.deadline
        set(CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(connect.remainingMilliseconds)))
        if let idle = timeouts.idle {
            let (seconds, attoseconds) = idle.components
            set(CURLOPT_LOW_SPEED_LIMIT, 1)
            set(CURLOPT_LOW_SPEED_TIME, max(1, Int(seconds) + (attoseconds > 0 ? 1 : 0)))
        }
    }

    private func setMethodAndBody(_ request: HTTPRequest, _ source: (any BodySource)?) {
        if let source {
            set(CURLOPT_UPLOAD, true)
            setOffset(CURLOPT_INFILESIZE_LARGE, source.length ?? -1)
            set(CURLOPT_UPLOAD_BUFFERSIZE, 256 << 10)
            if request.method != "PUT" { set(CURLOPT_CUSTOMREQUEST, request.method) }
            if !source.isRepeatable { set(CURLOPT_FRESH_CONNECT, true) }
            return
        }
        switch request.body {
        case .bytes(let bytes): setSmallBody(bytes, request.method)
        case .none, .file:
            switch request.method {
            case "GET": set(CURLOPT_HTTPGET, true)
            case "HEAD": set(CURLOPT_NOBODY, true)
            case "POST", "PUT", "PATCH": setSmallBody([], request.method)
            default: set(CURLOPT_CUSTOMREQUEST, request.method)
            }
        }
    }

    private func setSmallBody(_ bytes: [UInt8], _ method: String) {
        set(CURLOPT_POST, true)
        setOffset(CURLOPT_POSTFIELDSIZE_LARGE, bytes.count)
        setCopied(CURLOPT_COPYPOSTFIELDS, bytes)
        if method != "POST" { set(CURLOPT_CUSTOMREQUEST, method) }
    }

    private func setHeaders(_ request: HTTPRequest) throws(HTTPError.BadRequest) {
        guard isToken(request.method) else { throw .method }
        var lines: [String] = []
        lines.reserveCapacity(request.headers.fields.count + 3)
        for field in request.headers.fields {
            guard isToken(field.name) else { throw .headerName(field.name) }
            guard isSafeValue(field.value) else { throw .headerValue(name: field.name) }
            // "Name:" would remove a header of curl's own; "Name;" sends an empty one.
            lines.append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        let headers = request.headers
        if headers["user-agent"] == nil { lines.append("User-Agent: ihctl") }
        // curl's own ideas about bodies: a form by default, and a pause of a second for "100 Continue".
        if headers["content-type"] == nil { lines.append("Content-Type:") }
        if headers["expect"] == nil { lines.append("Expect:") }
        set(CURLOPT_HTTPHEADER, list: lines)
        if request.acceptsCompression { set(CURLOPT_ACCEPT_ENCODING, "") }
    }

    private func setRoute(_ request: HTTPRequest) {
        switch request.proxy {
        case .none: set(CURLOPT_PROXY, "")
        case .environment: break
        case .url(let url):
            set(CURLOPT_PROXY, url)
            set(CURLOPT_NOPROXY, "")
        }
        switch request.redirects {
        case .none: break
        case .follow(let limit):
            set(CURLOPT_FOLLOWLOCATION, true)
            set(CURLOPT_MAXREDIRS, limit)
            set(CURLOPT_REDIR_PROTOCOLS_STR, isHTTPS(request.url) ? "https" : "http,https")
        }
        if let path = request.unixSocket { set(CURLOPT_UNIX_SOCKET_PATH, path) }
        if request.isolated {
            set(CURLOPT_FRESH_CONNECT, true)
            set(CURLOPT_FORBID_REUSE, true)
        }
        if request.version == .http2OverTLS {
            set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
            // Better to wait for a handshake under way and share its connection than to make another.
            set(CURLOPT_PIPEWAIT, true)
        }
    }

    private func setConnectTo(_ request: HTTPRequest) throws(HTTPError.Kind) {
        guard let target = request.connectTo else { return }
        let parts: URLParts
        do throws(HTTPError.BadURL) {
            parts = try URLParts(request.url)
        } catch {
            throw .badURL(error)
        }
        set(CURLOPT_CONNECT_TO, list: ["\(parts.endpoint):\(target)"])
    }
}

private func isHTTPS(_ url: String) -> Bool {
    url.utf8.count > 5 && (url.utf8[url.utf8.index(url.utf8.startIndex, offsetBy: 4)] | 0x20) == UInt8(ascii: "s")
}

/// RFC 9110 §5.6.2.
private func isToken(_ text: String) -> Bool {
    !text.isEmpty
        && text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
        }
}

private func isSafeValue(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 != 0x0A && $0 != 0x0D && $0 != 0x00 }
}
