internal import Glibc
internal import Network

// In words for people; what stands in them of the URL is its host and port alone.

extension HTTPError: CustomStringConvertible {
    package var description: String { endpoint.map { "\($0): \(kind)" } ?? "\(kind)" }
}

extension HTTPError.Kind: CustomStringConvertible {
    package var description: String {
        switch self {
        case .transport(let failure): "\(failure)"
        case .proxy(.transport(let failure)): "the proxy: \(failure)"
        case .proxy(.refused(let status)): "the proxy refuses to go on, with status \(status)"
        case .proxy(.handshake(let code)): "the proxy and this end do not understand each other (CURLPX \(code))"
        case .protocol(.notHTTP): "what answers there speaks no HTTP"
        case .protocol(.malformed): "the answer is broken HTTP"
        case .protocol(.headersTooLarge(let limit)): "the answer's headers are larger than \(limit) bytes"
        case .deadlinePassed(let phase): "the time was up while \(phase.words)"
        case .cancelled: "cancelled"
        case .shutDown: "this program was ending"
        case .tooManyRedirects(let limit): "redirected more than \(limit) times"
        case .redirectRefused: "redirected to where it is not safe to go"
        case .bodyTooLarge(let limit): "the answer is larger than \(limit) bytes"
        case .badURL(let reason): "the address cannot be used: \(reason.words)"
        case .badRequest(.method): "the request's method is none"
        case .badRequest(.headerName(let name)): "\(name) cannot be the name of a header"
        case .badRequest(.headerValue(let name)): "the value of the header \(name) has a line break"
        case .bodySource(let failure): "what was to be sent \(failure.words)"
        case .unsupported(let what): "this libcurl was built without \(what)"
        case .library(_, let reason): reason.lowercased()
        }
    }
}

extension HTTPPhase {
    /// What went on, behind "while".
    package var words: String {
        switch self {
        case .waiting: "waiting for its turn"
        case .nameLookup: "looking up the name"
        case .connect: "connecting"
        case .tls: "agreeing on TLS"
        case .sending: "sending"
        case .awaitingReply: "waiting for the answer"
        case .receiving: "the answer came"
        }
    }
}

extension HTTPError.BadURL {
    fileprivate var words: String {
        switch self {
        case .scheme: "it begins with neither http nor https"
        case .noHost: "it names no host"
        case .port: "its port is none"
        case .byte(let offset): "byte \(offset) has to be percent-encoded"
        case .malformed: "it is malformed"
        }
    }
}

extension HTTPError.BodySourceFailure {
    fileprivate var words: String {
        switch self {
        case .file(let path, let code): "cannot be read from \(path): \(String(cString: strerror(code)).lowercased())"
        case .tooShort: "is shorter than it was said to be"
        case .sequence: "broke off"
        case .cannotRewind: "is wanted again, and can be had only once"
        }
    }
}
