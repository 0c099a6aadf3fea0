internal import Deadlines
internal import S3

/// How much a bucket holds, as far as one page of its list tells.
struct BucketContents {
    let count: Int
    let bytes: Int
    let isAll: Bool

    init(of name: String, _ client: S3Client, by deadline: Deadline) async throws(S3Error) {
        do throws(S3Error) {
            let page = try await client.listVersions(in: name, by: deadline)
            count = page.versions.count
            bytes = page.versions.reduce(0) { $0 + $1.size }
            isAll = page.continuation == nil
        } catch {
            guard error.meansNoVersions else { throw error }
            let page = try await client.listObjects(in: name, by: deadline)
            count = page.objects.count
            bytes = page.objects.reduce(0) { $0 + $1.size }
            isAll = page.continuation == nil
        }
    }

    /// `12 objects, 3.4 MB`, `more than 1,000 objects`; nil for an empty bucket.
    var words: String? {
        guard count > 0 else { return nil }
        if !isAll { return "more than \(grouped(count)) objects" }
        return "\(grouped(count)) \(count == 1 ? "object" : "objects"), \(size(bytes))"
    }

    private func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        let groups = stride(from: digits.count, to: 0, by: -3).map { String(digits[max(0, $0 - 3)..<$0]) }
        return groups.reversed().joined(separator: ",")
    }

    private func size(_ bytes: Int) -> String {
        let units = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)]
        guard let (name, factor) = units.first(where: { bytes >= $0.1 }) else { return "\(bytes) bytes" }
        let tenths = bytes / (factor / 10)
        return "\(tenths / 10).\(tenths % 10) \(name)"
    }
}

extension S3Error {
    /// The store keeps no versions and lists the objects instead, or says so.
    var meansNoVersions: Bool {
        if isUnsupported { return true }
        if case .unreadable(_, .unexpected("ListBucketResult")) = kind { return true }
        return false
    }
}
