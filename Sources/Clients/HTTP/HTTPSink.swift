/// Where a transfer's answer goes; called on the loop's own thread, in this order, so it must be quick and never wait.
///
/// The entry for callers that count every microsecond; `HTTPClient.send` and `open` are made of it.
package protocol HTTPSink: AnyObject, Sendable {
    /// The final head, those of 1xx answers and of followed redirects are not told; a `.pause` here counts as `.goOn`.
    func received(_ head: HTTPHead) -> HTTPFlow
    /// A piece of the body, lent for this call. After `.pause` the same piece comes again once `HTTPTransfer.resume` was called.
    func received(_ bytes: UnsafeRawBufferPointer) -> HTTPFlow
    /// The end, told exactly once whatever happens.
    func ended(_ outcome: Result<HTTPEnding, HTTPError>)
}

package enum HTTPFlow: Sendable, Hashable {
    case goOn
    case pause
    case stop(HTTPError.Kind)
}

/// What is known at the good end of a transfer.
package struct HTTPEnding: Sendable, Hashable {
    package var head: HTTPHead
    package var trailers: HTTPHeaders
    package var facts: HTTPFacts
}
