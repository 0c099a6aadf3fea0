internal import Deadlines
internal import S3
internal import Words

extension BucketHealth {
    /// More wait for the next run.
    private static let most = 100

    /// Takes away what killed runs left under ihctl's own names, at least an hour ago: how much of it.
    ///
    /// What cannot go now goes another time.
    func sweep(by deadline: Deadline) async -> Int {
        await sweepObjects(by: deadline) + sweepUploads(by: deadline)
    }

    private func sweepObjects(by deadline: Deadline) async -> Int {
        var old: [(key: String, version: String?)] = []
        var markers: Set<String> = []
        do throws(S3Error) {
            let page = try await client.listVersions(in: name, prefix: ProbeKey.prefix, by: deadline)
            old = page.versions.map { ($0.key, $0.versionID) }
            markers = Set(page.versions.filter(\.isNullMarker).map(\.key))
        } catch {
            guard error.meansNoVersions,
                let page = try? await client.listObjects(in: name, prefix: ProbeKey.prefix, by: deadline)
            else { return 0 }
            old = page.objects.map { ($0.key, nil) }
        }
        old = Array(old.filter { ProbeKey.isLeftOver($0.key) }.prefix(BucketHealth.most))
        guard !old.isEmpty else { return 0 }
        let left = try? await client.deleteObjects(old, in: name, by: deadline)
        for key in Set(old.map(\.key)).intersection(markers) {
            // Both halves or neither: what was put must go again.
            await unstopped { await removeMarker(of: key, by: .after(.seconds(2))) }
        }
        return left.map { max(0, old.count - $0.count) } ?? 0
    }

    private func sweepUploads(by deadline: Deadline) async -> Int {
        guard let uploads = try? await client.listMultipartUploads(in: name, by: deadline) else { return 0 }
        var count = 0
        for upload in uploads.filter({ ProbeKey.isLeftOver($0.key) }).prefix(BucketHealth.most) {
            guard !Task.isCancelled, deadline.remaining > .zero else { break }
            do throws(S3Error) {
                try await client.abortMultipartUpload(upload.id, of: upload.key, in: name, by: deadline)
                count += 1
            } catch {
                continue
            }
        }
        return count
    }
}
