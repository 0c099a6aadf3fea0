internal import CLibCurl

/// One easy handle of curl, reset and used again: making a new one for each request halves the throughput.
///
/// Not `Sendable`: it lives and dies on the thread of the event loop.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    /// curl keeps only the pointer to a list.
    private var lists: [UnsafeMutablePointer<curl_slist>] = []
    /// The first option curl refused since the last reset.
    private(set) var refused: CURLcode = CURLE_OK

    init() {
        guard let pointer = curl_easy_init() else { preconditionFailure("curl_easy_init: out of memory") }
        self.pointer = pointer
    }

    deinit {
        curl_easy_cleanup(pointer)
        freeLists()
    }

    func reset() {
        curl_easy_reset(pointer)
        freeLists()
        refused = CURLE_OK
    }

    func set(_ option: CURLoption, _ value: Int) {
        note(libcurl_set_long(pointer, option, value))
    }

    func set(_ option: CURLoption, _ isOn: Bool) {
        note(libcurl_set_long(pointer, option, isOn ? 1 : 0))
    }

    func setOffset(_ option: CURLoption, _ value: Int) {
        note(libcurl_set_offset(pointer, option, curl_off_t(value)))
    }

    func set(_ option: CURLoption, _ value: String) {
        note(libcurl_set_string(pointer, option, value))
    }

    func setNull(_ option: CURLoption) {
        note(libcurl_set_pointer(pointer, option, nil))
    }

    func set(_ option: CURLoption, _ context: UnsafeMutableRawPointer) {
        note(libcurl_set_pointer(pointer, option, context))
    }

    func set(_ option: CURLoption, blob text: String) {
        var text = text
        note(text.withUTF8 { libcurl_set_blob(pointer, option, $0.baseAddress, $0.count) })
    }

    /// For the options of which curl copies as many bytes as a size set before says.
    func setCopied(_ option: CURLoption, _ bytes: [UInt8]) {
        // An empty body still needs an address.
        let code = (bytes.isEmpty ? [0] : bytes).withUnsafeBytes { buffer in
            libcurl_set_pointer(pointer, option, UnsafeMutableRawPointer(mutating: buffer.baseAddress))
        }
        note(code)
    }

    func set(_ option: CURLoption, list lines: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines { list = curl_slist_append(list, line) }
        guard let list else { return }
        lists.append(list)
        note(libcurl_set_list(pointer, option, list))
    }

    func set(_ option: CURLoption, function: @escaping libcurl_data_function) {
        note(libcurl_set_data_function(pointer, option, function))
    }

    func setSeek(function: @escaping curl_seek_callback) {
        note(libcurl_set_seek_function(pointer, function))
    }

    func setTLSContext(function: @escaping curl_ssl_ctx_callback) {
        note(libcurl_set_ssl_context_function(pointer, function))
    }

    /// Sockets that child processes do not inherit.
    func setPrivateSockets() {
        note(libcurl_set_private_sockets(pointer))
    }

    func setResolverStart(function: @escaping curl_resolver_start_callback) {
        note(libcurl_set_resolver_start_function(pointer, function))
    }

    private func note(_ code: CURLcode) {
        if code != CURLE_OK, refused == CURLE_OK { refused = code }
    }

    private func freeLists() {
        for list in lists { curl_slist_free_all(list) }
        lists.removeAll(keepingCapacity: true)
    }

    func long(_ info: CURLINFO) -> Int { Int(libcurl_get_long(pointer, info)) }

    func offset(_ info: CURLINFO) -> Int { Int(libcurl_get_offset(pointer, info)) }

    func string(_ info: CURLINFO) -> String? {
        guard let text = libcurl_get_string(pointer, info), text.pointee != 0 else { return nil }
        return String(cString: text)
    }
}
