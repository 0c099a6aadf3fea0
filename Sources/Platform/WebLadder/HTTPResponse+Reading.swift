package import FoundationEssentials
package import HTTP
package import JSON
package import Words

extension HTTPResponse {
    /// The body as JSON, where it is.
    package var json: JSON? { try? JSON(parsing: body) }

    /// A page for people where a program asked: a gateway's, a portal's, a login's.
    package var isWebPage: Bool {
        if headers["content-type"]?.lowercased().contains("text/html") == true { return true }
        let start = String(decoding: body.prefix(256), as: UTF8.self).lowercased().drop(while: \.isWhitespace)
        return start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
    }

    /// Whether a gateway, not the service, says that what stands behind it cannot answer now.
    package var isOverloaded: Bool { [502, 503, 504, 529].contains(status) || (520...524).contains(status) }

    /// What its operators find the request by.
    package var requestID: String? {
        for name in ["request-id", "x-request-id", "cf-ray"] {
            if let value = headers[name], !value.isEmpty { return value }
        }
        return nil
    }

    /// Who answered what, and under which number its log has it.
    package var evidence: [Finding.Evidence] {
        var evidence: [Finding.Evidence] = [.fact("HTTP", reason.isEmpty ? "\(status)" : "\(status) \(reason)")]
        if let server = headers["server"] { evidence.append(.fact("server", server)) }
        if let location = headers["location"] {
            evidence.append(.fact("sent on to", String(location.prefix { $0 != "?" })))
        }
        if let requestID { evidence.append(.fact("request", requestID)) }
        return evidence
    }

    /// How far the server's clock is ahead of ours; nil where it says no time, or a cache said it for it.
    package func clockOffset(now: Date = Date()) -> Measure? {
        guard headers["age"] == nil, let theirs = headers["date"].flatMap(HTTPDate.read) else { return nil }
        // Whole seconds cut off: half of one more on average; said while the answer was under way.
        let download: Duration = timings.download ?? .zero
        let ours = now.timeIntervalSince1970 - download / .seconds(1)
        return Measure("clock_offset", (theirs + 0.5 - ours).toTenths, .seconds)
    }
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that RFC 9110 lets a server send.
package enum HTTPDate {
    /// Seconds since 1970.
    package static func read(_ text: String) -> Double? {
        let words = text.split { $0 == " " || $0 == ":" || $0 == "," || $0 == "-" }
        guard words.count == 8, words[7] == "GMT", let month = months.firstIndex(of: words[2].lowercased()),
            let numbers = [words[1], words[3], words[4], words[5], words[6]].map({ Int($0) }) as? [Int],
            numbers[1] > 1_969
        else { return nil }
        let days = HTTPDate.days(year: numbers[1], month: month + 1, day: numbers[0])
        return Double(days * 86_400 + numbers[2] * 3_600 + numbers[3] * 60 + numbers[4])
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Days since 1970 in the Gregorian calendar, by counting years from March so that the leap day comes last.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let leapDays = shifted / 4 - shifted / 100 + shifted / 400
        return shifted * 365 + leapDays + (monthFromMarch * 153 + 2) / 5 + day - 719_469
    }
}

extension Double {
    fileprivate var toTenths: Double { (self * 10).rounded() / 10 }
}
