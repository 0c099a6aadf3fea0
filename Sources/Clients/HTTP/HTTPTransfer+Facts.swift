internal import CLibCurl
internal import Network

/// What curl's handle tells at the end of a transfer.
extension HTTPTransfer {
    func facts(from easy: EasyHandle) -> HTTPFacts {
        let isReused = isReused(easy)
        return HTTPFacts(
            timings: timings(easy, isReused),
            connection: connection(easy, isReused),
            certificates: handshake?.certificates ?? [],
            redirects: request.redirects == .none ? 0 : easy.long(CURLINFO_REDIRECT_COUNT)
        )
    }

    private func isReused(_ easy: EasyHandle) -> Bool { easy.long(CURLINFO_NUM_CONNECTS) == 0 }

    /// curl counts every phase from the start, here each stands alone; over redirects curl adds up, and so do these.
    private func timings(_ easy: EasyHandle, _ isReused: Bool) -> HTTPTimings {
        let (begun, answered) = (easy.offset(CURLINFO_PRETRANSFER_TIME_T), easy.offset(CURLINFO_STARTTRANSFER_TIME_T))
        let total = easy.offset(CURLINFO_TOTAL_TIME_T)
        var timings = HTTPTimings(total: .microseconds(total))
        if answered > 0 {
            timings.firstByte = .microseconds(max(0, answered - begun))
            timings.download = .microseconds(max(0, total - answered))
        }
        if !isReused {
            let (found, connected) = (easy.offset(CURLINFO_NAMELOOKUP_TIME_T), easy.offset(CURLINFO_CONNECT_TIME_T))
            let secured = easy.offset(CURLINFO_APPCONNECT_TIME_T)
            timings.nameLookup = .microseconds(found)
            timings.connect = .microseconds(max(0, connected - found))
            if secured > 0 { timings.tls = .microseconds(max(0, secured - connected)) }
        }
        return timings
    }

    private func connection(_ easy: EasyHandle, _ isReused: Bool) -> HTTPConnection {
        HTTPConnection(
            remote: endpoint(easy, CURLINFO_PRIMARY_IP, CURLINFO_PRIMARY_PORT),
            local: endpoint(easy, CURLINFO_LOCAL_IP, CURLINFO_LOCAL_PORT),
            isReused: isReused,
            httpVersion: version(easy.long(CURLINFO_HTTP_VERSION)),
            tlsVersion: handshake?.version,
            cipher: handshake?.cipher,
            bodyBytesSent: easy.offset(CURLINFO_SIZE_UPLOAD_T),
            bodyBytesReceived: easy.offset(CURLINFO_SIZE_DOWNLOAD_T),
            headerBytesReceived: easy.long(CURLINFO_HEADER_SIZE)
        )
    }

    private func endpoint(_ easy: EasyHandle, _ host: CURLINFO, _ port: CURLINFO) -> Endpoint? {
        easy.string(host).map { Endpoint(host: $0, port: easy.long(port)) }
    }

    private func version(_ number: Int) -> HTTPVersion? {
        switch number {
        case CURL_HTTP_VERSION_1_0: .http10
        case CURL_HTTP_VERSION_1_1: .http11
        case CURL_HTTP_VERSION_2_0: .http2
        case CURL_HTTP_VERSION_3: .http3
        default: nil
        }
    }
}
