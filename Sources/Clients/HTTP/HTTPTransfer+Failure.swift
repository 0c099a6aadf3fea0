internal import CLibCurl
internal import Deadlines
internal import Glibc
internal import Network

/// From curl's code, the system's errno and OpenSSL's own numbers to the rung that broke; never from a text.
extension HTTPTransfer {
    func error(_ kind: HTTPError.Kind, from easy: EasyHandle) -> HTTPError {
        HTTPError(
            kind,
            phase: progress.phase(of: self, easy),
            endpoint: (try? URLParts(request.url))?.endpoint,
            status: head.status > 0 ? head.status : nil,
            certificates: handshake?.certificates ?? []
        )
    }

    func error(for code: CURLcode, from easy: EasyHandle) -> HTTPError {
        error(ownFailure ?? kind(of: code, easy), from: easy)
    }

    private func kind(of code: CURLcode, _ easy: EasyHandle) -> HTTPError.Kind {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: .transport(.nameUnresolved(host: host, reason: ""))
        case CURLE_COULDNT_RESOLVE_PROXY: .proxy(.transport(.nameUnresolved(host: proxyHost(easy), reason: "")))
        // Where no socket is to be had at all curl has no reason to tell; another one can be asked for it.
        case CURLE_COULDNT_CONNECT where errno(easy) == 0 && HTTPTransfer.isOutOfDescriptors:
            .transport(.system(errno: EMFILE))
        case CURLE_COULDNT_CONNECT: onTheWay(Network.failure(ofErrno: errno(easy)), easy)
        case CURLE_OPERATION_TIMEDOUT: timedOut(progress.phase(of: self, easy), easy)
        case CURLE_GOT_NOTHING: .transport(.closed)
        case CURLE_PARTIAL_FILE: .transport(.closed)
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR: broken(code, easy)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR:
            handshakeFailure(code, easy)
        case CURLE_SSL_CACERT_BADFILE: .transport(.tls(.badFile(path: trustFile, reason: text(code))))
        case CURLE_SSL_CERTPROBLEM:
            .transport(.tls(.badFile(path: request.tls.identity?.description ?? "", reason: text(code))))
        case CURLE_UNSUPPORTED_PROTOCOL where isAtRedirect(easy), CURLE_URL_MALFORMAT where isAtRedirect(easy):
            .redirectRefused
        // The URL's scheme was checked before: this is curl refusing an answer without a status line.
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY: .protocol(.notHTTP)
        case CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_HTTP3, CURLE_CHUNK_FAILED:
            .protocol(.malformed(code: Int(code.rawValue)))
        case CURLE_TOO_MANY_REDIRECTS: .tooManyRedirects(limit: redirectLimit)
        case CURLE_URL_MALFORMAT: .badURL(badURL)
        case CURLE_SEND_FAIL_REWIND: .bodySource(.cannotRewind)
        case CURLE_PROXY: .proxy(.handshake(code: easy.long(CURLINFO_PROXY_ERROR)))
        case CURLE_NOT_BUILT_IN: .unsupported(text(code))
        default: .library(code: Int(code.rawValue), reason: text(code))
        }
    }

    private func timedOut(_ phase: HTTPPhase, _ easy: EasyHandle) -> HTTPError.Kind {
        switch phase {
        case .waiting: .deadlinePassed(phase: phase)
        case .nameLookup: .transport(.nameTimedOut(host: host))
        case .connect: onTheWay(.connectTimedOut, easy)
        case .tls, .awaitingReply: .transport(.noReply)
        // Bytes may have flowed to the last moment; only the idle limit knows that they did not. curl's clock ticks in milliseconds.
        case .sending, .receiving:
            deadline.remaining > .milliseconds(5) ? .transport(.noReply) : .deadlinePassed(phase: phase)
        }
    }

    /// The last answer was a redirect, and no request was made of it.
    private func isAtRedirect(_ easy: EasyHandle) -> Bool { progress.hops > 0 && !progress.didBegin(easy) }

    /// A connection that stood broke while sending or receiving.
    private func broken(_ code: CURLcode, _ easy: EasyHandle) -> HTTPError.Kind {
        let status = easy.long(CURLINFO_HTTP_CONNECTCODE)
        if status >= 300 { return .proxy(.refused(status: status)) }
        let lost = lost(easy)
        if let handshake {
            // TLS 1.3 tells of a client's certificate it does not like, or misses, only after the handshake, and its alert can be
            // overtaken by the reset that follows.
            if handshake.fatalAlertReceived != nil, let failure = tlsFailure(handshake) {
                return .transport(.tls(failure))
            }
            if handshake.wantsClientCertificate, request.tls.identity == nil, head.status == 0 {
                return .transport(.tls(.clientCertificateWanted))
            }
        } else if code == CURLE_RECV_ERROR, lost == .closed, head.status > 0 {
            // The system has no complaint, so curl has: chunks that are none.
            return .protocol(.malformed(code: Int(code.rawValue)))
        }
        return .transport(lost)
    }

    /// How a connection that stood ended.
    ///
    /// curl keeps the last errno it met, which may be that of an address it tried in vain before: only those count that a connection
    /// can end with.
    private func lost(_ easy: EasyHandle) -> TransportFailure {
        switch errno(easy) {
        case ECONNRESET, EPIPE, ECONNABORTED: .reset
        case ETIMEDOUT: .noReply
        default: .closed
        }
    }

    private func tlsFailure(_ handshake: Handshake) -> TLSFailure? {
        handshake.failure(wanted: host, under: request.tls)
    }

    private func handshakeFailure(_ code: CURLcode, _ easy: EasyHandle) -> HTTPError.Kind {
        guard let handshake else { return .library(code: Int(code.rawValue), reason: text(code)) }
        if let failure = tlsFailure(handshake) { return .transport(.tls(failure)) }
        if code == CURLE_PEER_FAILED_VERIFICATION {
            return .transport(.tls(.nameMismatch(wanted: host, presented: handshake.presentedNames)))
        }
        return .transport(lost(easy))
    }

    /// A failure to connect is the proxy's where one stands on the way.
    private func onTheWay(_ failure: TransportFailure, _ easy: EasyHandle) -> HTTPError.Kind {
        switch request.proxy {
        case .none: .transport(failure)
        case .url: .proxy(.transport(failure))
        case .environment:
            environmentProxy(easy) == nil ? .transport(failure) : .proxy(.transport(failure))
        }
    }

    /// For the address that was asked last, which a redirect may have named.
    private func environmentProxy(_ easy: EasyHandle) -> EnvironmentProxy? {
        request.unixSocket == nil ? EnvironmentProxy(for: easy.string(CURLINFO_EFFECTIVE_URL) ?? request.url) : nil
    }

    private func errno(_ easy: EasyHandle) -> Int32 { Int32(truncatingIfNeeded: easy.long(CURLINFO_OS_ERRNO)) }

    /// Whether this process, or the whole machine, may open nothing more.
    private static var isOutOfDescriptors: Bool {
        let probe = Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard probe < 0 else {
            Glibc.close(probe)
            return false
        }
        return Glibc.errno == EMFILE || Glibc.errno == ENFILE
    }

    private func text(_ code: CURLcode) -> String { String(cString: curl_easy_strerror(code)) }

    private var host: String { (try? URLParts(request.url))?.endpoint.host ?? "" }

    private func proxyHost(_ easy: EasyHandle) -> String {
        switch request.proxy {
        case .none: ""
        case .url(let url): (try? URLParts(url))?.endpoint.host ?? ""
        case .environment: environmentProxy(easy)?.host ?? ""
        }
    }

    private var badURL: HTTPError.BadURL {
        do throws(HTTPError.BadURL) {
            _ = try URLParts(request.url)
            return .malformed
        } catch {
            return error
        }
    }

    private var trustFile: String {
        switch request.tls.trust {
        case .system: curl_version_info(CURLVERSION_ELEVENTH).pointee.cainfo.map { String(cString: $0) } ?? ""
        case .file(let path): path
        case .pem: "pem"
        }
    }

    private var redirectLimit: Int {
        guard case .follow(let limit) = request.redirects else { return 0 }
        return limit
    }
}
