internal import Cryptography
internal import Deadlines
internal import FoundationEssentials
internal import HTTP

extension S3Client {
    /// Sends, repeats where that is safe, and returns a good answer.
    func perform(_ request: S3Request, by deadline: Deadline) async throws(S3Error) -> S3Answer {
        var attempt = 1
        while true {
            switch await attempted(request, attempt, by: deadline) {
            case .success(let answer): return answer
            case .failure(let error): try await pause(after: error, of: request, by: deadline)
            }
            attempt += 1
        }
    }

    /// The same for an answer whose body is read as it comes; only its beginning is repeated.
    func open(_ request: S3Request, by deadline: Deadline) async throws(S3Error) -> (stream: HTTPStream, attempts: Int)
    {
        var attempt = 1
        while true {
            switch await opened(request, attempt, by: deadline) {
            case .success(let stream): return (stream, attempt)
            case .failure(let error): try await pause(after: error, of: request, by: deadline)
            }
            attempt += 1
        }
    }

    private func attempted(
        _ request: S3Request,
        _ attempt: Int,
        by deadline: Deadline,
    ) async -> Result<S3Answer, S3Error> {
        let sentAt = now()
        do throws(HTTPError) {
            let response = try await http.send(signed(request, at: sentAt), by: deadline)
            switch read(response.head, response.body, of: request, sentAt: sentAt) {
            case .good(let document):
                let answer = S3Answer(
                    status: response.status,
                    headers: response.headers,
                    body: response.body,
                    document: document,
                    attempts: attempt,
                )
                return .success(answer)
            case .bad(let kind):
                return .failure(S3Error(kind, operation: request.operation, attempts: attempt))
            }
        } catch {
            return .failure(S3Error(.http(error), operation: request.operation, attempts: attempt))
        }
    }

    private func opened(
        _ request: S3Request,
        _ attempt: Int,
        by deadline: Deadline,
    ) async -> Result<HTTPStream, S3Error> {
        let sentAt = now()
        do throws(HTTPError) {
            let stream = try await http.open(signed(request, at: sentAt), by: deadline)
            if (200...299).contains(stream.status) { return .success(stream) }
            let body = try await stream.body.collected(upTo: request.bodyLimit)
            let kind = fault(stream.head, body, sentAt: sentAt)
            return .failure(S3Error(kind, operation: request.operation, attempts: attempt))
        } catch {
            return .failure(S3Error(.http(error), operation: request.operation, attempts: attempt))
        }
    }

    /// Waits before the next attempt, or throws the failure where there is to be none.
    private func pause(
        after failure: S3Error,
        of request: S3Request,
        by deadline: Deadline,
    ) async throws(S3Error) {
        let chance = Double.random(in: 0...1)
        let wanted = retries.pause(
            after: failure.attempts,
            of: failure.kind,
            mayRepeat: request.mayRepeat,
            chance: chance,
        )
        guard let wanted, wanted < deadline.remaining else { throw failure }
        do {
            try await Task.sleep(for: wanted)
        } catch {
            throw S3Error(.http(HTTPError(.cancelled)), operation: request.operation, attempts: failure.attempts)
        }
    }

    private func signed(_ request: S3Request, at date: Date) -> HTTPRequest {
        let place = endpoint.location(bucket: request.bucket, key: request.key, style: style)
        var signable = SignableRequest(
            method: request.method,
            host: place.host,
            path: place.path,
            query: request.query,
            headers: request.headers,
        )
        var body = HTTPRequest.Body.none
        switch request.body {
        case .none: break
        case .bytes(let bytes):
            signable.payload = .hash(DigestAlgorithm.sha256.digest(of: bytes).hexadecimal)
            body = .bytes(bytes)
        case .file(let piece, let hash):
            signable.payload = .hash(hash)
            body = .file(path: piece.path, offset: piece.offset, count: piece.count)
        }
        let added = signer?.headers(signing: signable, at: date) ?? []
        let query = signable.canonicalQuery
        let url = "\(endpoint.scheme)://\(place.host)\(place.path)" + (query.isEmpty ? "" : "?\(query)")
        var whole = HTTPRequest(
            request.method,
            url,
            headers: HTTPHeaders((request.headers + added).map { ($0.name, $0.value) }),
            body: body,
        )
        whole.bodyLimit = request.bodyLimit
        whole.tls = tls
        whole.proxy = proxy
        return whole
    }
}

extension S3Client {
    private enum Reading {
        case good(XMLElement?)
        case bad(S3Error.Kind)
    }

    /// The document of a good answer, or what is wrong with it.
    private func read(
        _ head: HTTPHead,
        _ body: [UInt8],
        of request: S3Request,
        sentAt: Date,
    ) -> Reading {
        guard (200...299).contains(head.status) else { return .bad(fault(head, body, sentAt: sentAt)) }
        guard !request.roots.isEmpty, !body.isEmpty else { return .good(nil) }
        do throws(XMLFault) {
            let document = try XMLElement(document: body)
            // A long copy answers 200 before it is done, and tells its failure in the body.
            if document.name == "Error" { return .bad(fault(head, body, sentAt: sentAt)) }
            guard request.roots.contains(document.name) else {
                return .bad(.unreadable(status: head.status, .unexpected(element: document.name)))
            }
            return .good(document)
        } catch {
            return .bad(unreadable(head, error))
        }
    }

    private func fault(_ head: HTTPHead, _ body: [UInt8], sentAt: Date) -> S3Error.Kind {
        func refused(_ error: XMLElement?) -> S3Error.Kind {
            .refused(S3Refusal(status: head.status, headers: head.headers, error: error, sentAt: sentAt))
        }
        guard !body.isEmpty else { return refused(nil) }
        do throws(XMLFault) {
            let document = try XMLElement(document: body)
            if document.name == "Error" { return refused(document) }
            if let inner = document["Error"] { return refused(inner) }
            return .notS3(status: head.status, contentType: head.headers["content-type"])
        } catch {
            // A store's own plain text, told by the header that only stores send.
            if head.headers["x-amz-request-id"] != nil, error != .truncated { return refused(nil) }
            return unreadable(head, error)
        }
    }

    /// Broken XML is a broken answer; what never was XML comes from something else.
    private func unreadable(_ head: HTTPHead, _ fault: XMLFault) -> S3Error.Kind {
        let type = head.headers["content-type"]
        if type?.contains("xml") == true, type?.contains("html") == false {
            return .unreadable(status: head.status, fault)
        }
        return .notS3(status: head.status, contentType: type)
    }
}
