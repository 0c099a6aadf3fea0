internal import Cryptography
internal import Deadlines
package import FoundationEssentials
internal import Synchronization

/// AWS Signature Version 4: pure, the date is always a parameter.
package struct SigV4: Sendable {
    package let credentials: S3Credentials
    package let region: String
    package let service: String
    private let keys = SigningKeys()

    package init(credentials: S3Credentials, region: String, service: String = "s3") {
        self.credentials = credentials
        self.region = region
        self.service = service
    }

    /// The headers that make the request a signed one.
    package func headers(signing request: SignableRequest, at date: Date) -> [SignableRequest.Pair] {
        let time = SigningTime(date)
        var added = [SignableRequest.Pair("x-amz-date", time.full)]
        if service == "s3" { added.append(.init("x-amz-content-sha256", request.payload.text)) }
        if let token = credentials.sessionToken { added.append(.init("x-amz-security-token", token)) }
        var signed = request
        signed.headers += added
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope(time)), "
            + "SignedHeaders=\(signed.signedHeaders), Signature=\(signature(of: signed, at: time))"
        return added + [.init("Authorization", authorization)]
    }

    /// The query of a URL that stands for the signed request for `lifetime` seconds, a week at most.
    package func query(presigning request: SignableRequest, at date: Date, lifetime: Int) -> String {
        let time = SigningTime(date)
        var signed = request
        signed.payload = .unsigned
        signed.query += [
            .init("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
            .init("X-Amz-Credential", "\(credentials.accessKeyID)/\(scope(time))"),
            .init("X-Amz-Date", time.full),
            .init("X-Amz-Expires", String(lifetime)),
            .init("X-Amz-SignedHeaders", signed.signedHeaders),
        ]
        if let token = credentials.sessionToken { signed.query.append(.init("X-Amz-Security-Token", token)) }
        return signed.canonicalQuery + "&X-Amz-Signature=" + signature(of: signed, at: time)
    }

    package func stringToSign(_ request: SignableRequest, at date: Date) -> String {
        stringToSign(request, at: SigningTime(date))
    }

    /// The key of one day, region and service.
    package func signingKey(day: String) -> [UInt8] {
        keys.key(day: day) {
            let sha256 = DigestAlgorithm.sha256
            let ofDay = sha256.authenticationCode(of: day, key: Array("AWS4\(credentials.secretAccessKey)".utf8))
            let ofRegion = sha256.authenticationCode(of: region, key: ofDay)
            let ofService = sha256.authenticationCode(of: service, key: ofRegion)
            return sha256.authenticationCode(of: "aws4_request", key: ofService)
        }
    }

    private func signature(of request: SignableRequest, at time: SigningTime) -> String {
        let text = stringToSign(request, at: time)
        return DigestAlgorithm.sha256.authenticationCode(of: text, key: signingKey(day: time.day)).hexadecimal
    }

    private func stringToSign(_ request: SignableRequest, at time: SigningTime) -> String {
        let hash = DigestAlgorithm.sha256.digest(of: request.canonicalRequest).hexadecimal
        return "AWS4-HMAC-SHA256\n\(time.full)\n\(scope(time))\n\(hash)"
    }

    private func scope(_ time: SigningTime) -> String {
        "\(time.day)/\(region)/\(service)/aws4_request"
    }
}

/// `20130524T000000Z` and its day.
private struct SigningTime {
    let full: String
    var day: String { String(full.prefix(8)) }

    init(_ date: Date) {
        let style = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted)
        full = date.formatted(style)
    }
}

/// The newest day's key: four HMACs a day instead of four a request.
private final class SigningKeys: Sendable {
    private let newest = Locked<(day: String, key: [UInt8])?>(nil)

    func key(day: String, otherwise derive: () -> [UInt8]) -> [UInt8] {
        if let known = newest.withLock({ $0 }), known.day == day { return known.key }
        let key = derive()
        newest.withLock { $0 = (day, key) }
        return key
    }
}
