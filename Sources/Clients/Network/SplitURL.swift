/// A URL cut where its parts meet: `scheme://user:password@place/rest`.
///
/// It judges none of them: whether a scheme is meant, or a host can be one, is for whoever goes there.
package struct SplitURL: Sendable, Hashable {
    /// As it is written.
    package let scheme: Substring
    /// `host` or `host:port`, as it is written; who asks does not stand in it.
    package let place: Substring
    /// From the path on.
    package let rest: Substring

    /// - Parameter assumed: the scheme of a text that names none; without it such a text is no URL.
    package init?(_ url: String, assuming assumed: String? = nil) {
        var behind = url[...]
        if let mark = url.firstRange(of: "://") {
            scheme = url[..<mark.lowerBound]
            behind = url[mark.upperBound...]
        } else {
            guard let assumed else { return nil }
            scheme = assumed[...]
        }
        let authority = behind.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        place = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        rest = behind[authority.endIndex...]
    }

    /// Where it leads; nil where the place is none, or names no port and there is no default.
    package func endpoint(defaultPort: Int? = nil) -> Endpoint? {
        Endpoint(String(place), defaultPort: defaultPort)
    }
}
