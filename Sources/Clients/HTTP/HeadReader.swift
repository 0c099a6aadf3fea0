/// Gathers the header lines curl hands over, and tells when the final answer's head is whole.
struct HeadReader {
    enum Event {
        case more
        case head(HTTPHead)
        /// A redirect that curl will follow by itself; what comes next is another answer.
        case redirect
        case tooLarge
    }

    static let limit = 256 << 10

    private(set) var status = 0
    private(set) var trailers = HTTPHeaders()
    private var reason = ""
    private var headers = HTTPHeaders()
    private var size = 0
    private var isWhole = false

    /// One line with its line break; `redirects` says that curl will follow a 3xx by itself.
    mutating func read(_ line: UnsafeRawBufferPointer, followsRedirects: Bool) -> Event {
        size += line.count
        if size > HeadReader.limit { return .tooLarge }
        let text = line[..<line.endOfText]
        if text.starts(with: "HTTP/".utf8) {
            start(text)
            return .more
        }
        guard !text.isEmpty else { return atEmptyLine(followsRedirects) }
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return .more }
        let name = String(decoding: text[..<colon], as: UTF8.self)
        let value = String(decoding: text[(colon + 1)...].trimmed, as: UTF8.self)
        if isWhole { trailers.add(name, value) } else { headers.add(name, value) }
        return .more
    }

    private mutating func start(_ line: Slice<UnsafeRawBufferPointer>) {
        let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
        status = parts.count > 1 ? Int(String(decoding: parts[1], as: UTF8.self)) ?? 0 : 0
        reason = parts.count > 2 ? String(decoding: parts[2], as: UTF8.self) : ""
        headers = HTTPHeaders()
        isWhole = false
    }

    private mutating func atEmptyLine(_ followsRedirects: Bool) -> Event {
        guard !isWhole, status >= 200 || status == 101 else { return .more }
        if followsRedirects, (300..<400).contains(status), headers["location"] != nil {
            self = HeadReader()
            return .redirect
        }
        isWhole = true
        return .head(HTTPHead(status: status, reason: reason, headers: headers))
    }

    /// The head as it stands at the end of a transfer.
    var head: HTTPHead { HTTPHead(status: status, reason: reason, headers: headers) }
}

extension UnsafeRawBufferPointer {
    fileprivate var endOfText: Int {
        var end = count
        while end > 0, self[end - 1] == 0x0A || self[end - 1] == 0x0D { end -= 1 }
        return end
    }
}

extension Slice<UnsafeRawBufferPointer> {
    fileprivate var trimmed: Self {
        var (start, end) = (startIndex, endIndex)
        while start < end, self[start] == 0x20 || self[start] == 0x09 { start += 1 }
        while end > start, self[end - 1] == 0x20 || self[end - 1] == 0x09 { end -= 1 }
        return self[start..<end]
    }
}
