package import Cryptography
package import Deadlines
package import Network

/// What a server shows in its TLS handshake, believed or not.
package struct CertificateReport: Sendable, Hashable {
    /// As presented, the server's own first.
    package var chain: [Certificate]
    /// Why it is not to be believed; nil where chain and name hold.
    package var failure: TLSFailure?
    package var tlsVersion: String?
    package var cipher: String?
    package var remote: Endpoint?
}

extension HTTPClient {
    /// Makes the handshake of a request and nothing more, to tell the server's certificates also where they do not hold.
    ///
    /// Throws where there is no certificate to tell of: the rung below TLS broke, or the handshake before them.
    package func certificates(for request: HTTPRequest, by deadline: Deadline) async throws(HTTPError)
        -> CertificateReport
    {
        do throws(HTTPError) {
            let response = try await send(request, from: nil, stopsAfterHandshake: true, by: deadline)
            let connection = response.connection
            return CertificateReport(
                chain: response.certificates,
                tlsVersion: connection.tlsVersion,
                cipher: connection.cipher,
                remote: connection.remote
            )
        } catch {
            guard case .transport(.tls(let failure)) = error.kind, !error.certificates.isEmpty else { throw error }
            return CertificateReport(chain: error.certificates, failure: failure)
        }
    }
}
