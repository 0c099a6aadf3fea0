internal import Cryptography
package import Deadlines
internal import HTTP

/// How a large file is cut up.
package struct PartSizes: Sendable, Hashable {
    /// Files above this go in parts.
    package var threshold = 64 << 20
    /// Grows where there would be more than 10,000 parts; at least 5 MiB but for the last, by the rules of S3.
    package var part = 16 << 20
    package var atOnce = 10
    /// How long a failed or cancelled upload may go on to take back what it has begun.
    package var takeBackLimit = Duration.seconds(2)

    package static let mostParts = 10_000

    package init() {}

    func pieces(of path: String, size: Int) -> [FilePiece] {
        let least = (size + Self.mostParts - 1) / Self.mostParts
        let length = max(part, least, 1)
        return stride(from: 0, to: size, by: length).map { offset in
            FilePiece(path: path, offset: offset, count: min(length, size - offset))
        }
    }
}

extension S3Client {
    /// Stores a file as it is read, in parts where it is large; a failed upload in parts is taken back.
    @discardableResult
    package func putFile(
        _ path: String,
        to key: String,
        in bucket: String,
        attributes: ObjectAttributes = ObjectAttributes(),
        parts: PartSizes = PartSizes(),
        by deadline: Deadline,
    ) async throws(S3Error) -> StoredObject {
        let worker = FileWorker()
        let size = try await worker.size(of: path).get("PutObject")
        guard size > parts.threshold else {
            let whole = FilePiece(path: path, offset: 0, count: size)
            let hash = try await worker.hash(of: whole).get("PutObject")
            var request = try objectRequest("PutObject", "PUT", bucket, key)
            request.headers += try attributes.headers(for: "PutObject")
            if attributes.keepsChecksum, let digest = [UInt8](hexadecimal: hash) {
                request.headers.append(.init("x-amz-checksum-sha256", digest.base64))
            }
            request.mayRepeat = !attributes.onlyIfAbsent
            request.body = .file(whole, sha256: hash)
            return StoredObject(try await perform(request, by: deadline))
        }
        let id = try await beginUpload(of: key, in: bucket, attributes, parts.takeBackLimit, deadline)
        do throws(S3Error) {
            let pieces = parts.pieces(of: path, size: size)
            let etags = try await upload(pieces, worker, atOnce: parts.atOnce, id, key, bucket, deadline)
            return try await completeMultipartUpload(id, parts: etags, of: key, in: bucket, by: deadline)
        } catch {
            await takeBack(id, key, bucket, parts.takeBackLimit)
            throw error
        }
    }

    /// Streams an object into a file that appears only once it is whole and, where the store keeps a checksum, proved right.
    @discardableResult
    package func getFile(
        _ path: String,
        from key: String,
        in bucket: String,
        version: String? = nil,
        expecting sha256: String? = nil,
        by deadline: Deadline,
    ) async throws(S3Error) -> ObjectInfo {
        let request = try getRequest(key, bucket, version: version, range: nil)
        let (stream, attempts) = try await open(request, by: deadline)
        let info = ObjectInfo(stream.headers)
        let worker = FileWorker()
        let file = try await worker.create(for: path).get(request.operation)
        do throws(S3Error) {
            let got = try await copied(stream.body, to: file, worker, attempts)
            if let wanted = sha256 ?? info.sha256, wanted != got {
                throw S3Error(.corrupted(wanted: wanted, got: got), operation: request.operation, attempts: attempts)
            }
            try await worker.keep(file).get(request.operation)
        } catch {
            await worker.discard(file)
            throw error
        }
        return info
    }

    /// The SHA-256 of what went into the file.
    private func copied(
        _ body: HTTPBody,
        to file: PartialFile,
        _ worker: FileWorker,
        _ attempts: Int,
    ) async throws(S3Error) -> String {
        let digest = RunningDigest(.sha256)
        var pieces = body.makeAsyncIterator()
        while true {
            let piece: [UInt8]?
            do throws(HTTPError) {
                piece = try await pieces.next()
            } catch {
                throw S3Error(.http(error), operation: "GetObject", attempts: attempts)
            }
            guard let piece else { return digest.finish().hexadecimal }
            digest.update(piece)
            try await worker.write(piece, to: file).get("GetObject")
        }
    }

    /// Cut off on its way, the request would leave behind an upload that nobody knows by its number: cancelled, it may still come to its end
    /// within the limit, and what comes next sees the cancellation.
    private func beginUpload(
        of key: String,
        in bucket: String,
        _ attributes: ObjectAttributes,
        _ limit: Duration,
        _ deadline: Deadline,
    ) async throws(S3Error) -> String {
        guard !Task.isCancelled else {
            return try await createMultipartUpload(of: key, in: bucket, attributes: attributes, by: deadline)
        }
        let beginning = Task { () async -> Result<String, S3Error> in
            do throws(S3Error) {
                return .success(
                    try await createMultipartUpload(of: key, in: bucket, attributes: attributes, by: deadline)
                )
            } catch {
                return .failure(error)
            }
        }
        let outcome = await withTaskCancellationHandler {
            await beginning.value
        } onCancel: {
            Task {
                try? await Task.sleep(for: limit)
                beginning.cancel()
            }
        }
        return try outcome.get()
    }

    /// So many parts at once; the first that fails ends the others.
    private func upload(
        _ pieces: [FilePiece],
        _ worker: FileWorker,
        atOnce: Int,
        _ id: String,
        _ key: String,
        _ bucket: String,
        _ deadline: Deadline,
    ) async throws(S3Error) -> [String] {
        let outcome: Result<[String], S3Error> = await withTaskGroup { group in
            @Sendable func send(_ index: Int) async -> (Int, Result<String, S3Error>) {
                do throws(S3Error) {
                    let hash = try await worker.hash(of: pieces[index]).get("UploadPart")
                    let etag = try await uploadPart(
                        index + 1,
                        pieces[index],
                        sha256: hash,
                        upload: id,
                        of: key,
                        in: bucket,
                        by: deadline,
                    )
                    return (index, .success(etag))
                } catch {
                    return (index, .failure(error))
                }
            }
            var etags = [String](repeating: "", count: pieces.count)
            var begun = min(max(1, atOnce), pieces.count)
            for index in 0..<begun { group.addTask { await send(index) } }
            while let (index, result) = await group.next() {
                switch result {
                case .success(let etag): etags[index] = etag
                case .failure(let error):
                    group.cancelAll()
                    return .failure(error)
                }
                if begun < pieces.count {
                    let index = begun
                    group.addTask { await send(index) }
                    begun += 1
                }
            }
            return .success(etags)
        }
        return try outcome.get()
    }

    /// Removes the parts of a failed upload; what cannot be removed stays in `listMultipartUploads`.
    private func takeBack(_ id: String, _ key: String, _ bucket: String, _ limit: Duration) async {
        // The failure may be that this task was cancelled or its deadline passed: only a task of its own can still send,
        // and it is waited for, up to the limit.
        let cleaning = Task {
            try? await abortMultipartUpload(id, of: key, in: bucket, by: .after(limit))
        }
        await cleaning.value
    }
}
