/// The minor versions that have something; open ends are all there are.
struct VersionSpan: Sendable, Hashable {
    var since: Int?
    var until: Int?

    static let always = VersionSpan()

    init(since: Int? = nil, until: Int? = nil) {
        self.since = since
        self.until = until
    }

    /// Reads `27-30`, `27-` and `-30`.
    init(_ text: Substring) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        since = parts.first.flatMap { Int($0) }
        until = parts.last.flatMap { Int($0) }
    }

    func contains(_ version: KubernetesVersion) -> Bool {
        version.minor >= since ?? .min && version.minor <= until ?? .max
    }

    /// `from 1.29 on`, `until 1.31`, `from 1.26 to 1.31`.
    var inWords: String {
        switch (since, until) {
        case (nil, nil): "in every version"
        case (let since?, nil): "from 1.\(since) on"
        case (nil, let until?): "until 1.\(until)"
        case (let since?, let until?): since == until ? "in 1.\(since) alone" : "from 1.\(since) to 1.\(until)"
        }
    }
}
