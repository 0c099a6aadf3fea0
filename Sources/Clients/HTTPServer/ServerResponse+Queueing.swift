internal import CMicroHTTPD
internal import HTTP

extension ServerResponse {
    /// An answer of the server's own, to a request that no handler is given.
    static func refusal(_ status: Int) -> ServerResponse {
        let words =
            switch status {
            case 400: "malformed request"
            case 413: "request body too large"
            case 503: "the server is stopping"
            default: "refused"
            }
        var response = ServerResponse.text(words + "\n", status: status)
        // What is left of the request is not read.
        response.headers["Connection"] = "close"
        return response
    }

    /// Hands the answer to the library; false where it does not take it, which ends the connection.
    func queue(on connection: ConnectionHandle, of exchange: Exchange, closes: Bool) -> Bool {
        guard let response = make(for: exchange) else { return false }
        defer { MHD_destroy_response(response) }
        for field in headers.fields where !isFraming(field.name) {
            guard MHD_add_response_header(response, field.name, field.value) == .YES else {
                // A line break in a value would be another header: the handler's fault, and nothing of it goes out.
                return status == 500 ? false : ServerResponse(500).queue(on: connection, of: exchange, closes: true)
            }
        }
        if closes, headers["Connection"] == nil { MHD_add_response_header(response, "Connection", "close") }
        return MHD_queue_response(connection.pointer, UInt32(clamping: status), response) == .YES
    }

    private func make(for exchange: Exchange) -> OpaquePointer? {
        switch body {
        case .bytes(let bytes): bytes.withUnsafeBytes { microhttpd_copied($0.baseAddress, $0.count) }
        case .stream:
            // Retained for the library, which lets go of it by `releaseReader`.
            microhttpd_streamed(
                Callbacks.reader,
                Unmanaged.passRetained(exchange).toOpaque(),
                Callbacks.releaseReader
            )
        }
    }

    /// The library writes these itself.
    private func isFraming(_ name: String) -> Bool {
        ["content-length", "transfer-encoding"].contains(name.lowercased())
    }
}

extension HTTPHeaders {
    init(of connection: ConnectionHandle) {
        var found: [(name: String, value: String)] = []
        withUnsafeMutablePointer(to: &found) { fields in
            let add: MHD_KeyValueIterator = { context, _, name, value in
                guard let context, let name else { return .YES }
                let text = value.map { String(cString: $0) } ?? ""
                context.assumingMemoryBound(to: [(name: String, value: String)].self).pointee
                    .append((String(cString: name), text))
                return .YES
            }
            MHD_get_connection_values(connection.pointer, .HEADER_KIND, add, fields)
        }
        self.init(found)
    }
}
