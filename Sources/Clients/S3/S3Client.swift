package import FoundationEssentials
package import HTTP
internal import Network

/// An object store that speaks S3, seen with one set of credentials.
package struct S3Client: Sendable {
    package let region: String
    package let style: AddressingStyle
    package var retries: S3Retries
    let endpoint: S3Endpoint
    /// The store's own host, whatever the style of its addresses.
    package var endpointHost: String { Endpoint(endpoint.host, defaultPort: 0)?.host ?? endpoint.host }
    private(set) var signer: SigV4?
    let http: HTTPClient
    let tls: TLSOptions
    let proxy: HTTPProxy
    let now: @Sendable () -> Date

    /// Without credentials requests go unsigned, as anybody's would.
    package init(
        endpoint: String,
        region: String,
        credentials: S3Credentials?,
        style: AddressingStyle = .path,
        client: HTTPClient,
        retries: S3Retries = S3Retries(),
        tls: TLSOptions = TLSOptions(),
        proxy: HTTPProxy = .none,
        now: @escaping @Sendable () -> Date = { Date() },
    ) throws(S3Error) {
        guard let endpoint = S3Endpoint(endpoint) else { throw S3Error(.invalid(.endpoint), operation: "connect") }
        self.endpoint = endpoint
        self.region = region
        self.style = style
        self.retries = retries
        self.tls = tls
        self.proxy = proxy
        self.now = now
        http = client
        signer = credentials.map { SigV4(credentials: $0, region: region.isEmpty ? "us-east-1" : region) }
    }

    /// The same store, seen as anybody sees it.
    package var unsigned: S3Client {
        var copy = self
        copy.signer = nil
        return copy
    }

    /// A URL that lets anybody do one thing for a while (at most a week); nil without credentials.
    package func presignedURL(
        _ method: String = "GET",
        bucket: String,
        key: String,
        lifetime: Duration = .seconds(3_600),
    ) -> String? {
        guard let signer else { return nil }
        let place = endpoint.location(bucket: bucket, key: key, style: style)
        let request = SignableRequest(method: method, host: place.host, path: place.path)
        let seconds = min(max(1, Int(lifetime.components.seconds)), 604_800)
        return "\(endpoint.scheme)://\(place.host)\(place.path)?"
            + signer.query(presigning: request, at: now(), lifetime: seconds)
    }
}
