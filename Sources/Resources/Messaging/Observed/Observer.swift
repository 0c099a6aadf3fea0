internal import Deadlines
internal import JSON
internal import NATS

/// Looks at all streams in as few requests as there are pages, and at the consumers of those streams where it matters.
struct Observer: Sendable {
    /// Requests under way at once: enough to hide the way there and back, few enough for the server's queue.
    static let window = 32

    let jetStream: JetStream
    let deadline: Deadline

    func look(atConsumersOf names: Set<String>) async throws(NATSError) -> Observation {
        var seen = Observation(server: ServerFacts(jetStream.connection.info))
        let (streams, pages) = try await list("STREAM.LIST", of: "streams")
        seen.requests = pages
        for stream in streams {
            let info = StreamInfo(json: stream)
            seen.streams[info.name] = info
        }
        let asked = names.filter { seen.streams[$0] != nil }.sorted()
        for (name, found) in try await consumers(of: asked) {
            seen.requests += found.pages
            seen.consumers[name] = found.consumers
        }
        return seen
    }

    private struct Found: Sendable {
        var consumers: [String: ConsumerInfo] = [:]
        var pages = 0
    }

    private func consumers(of streams: [String]) async throws(NATSError) -> [(String, Found)] {
        let outcomes = await withTaskGroup(of: (String, Result<Found, NATSError>).self) { group in
            var outcomes: [(String, Result<Found, NATSError>)] = []
            for (number, stream) in streams.enumerated() {
                if number >= Observer.window, let next = await group.next() { outcomes.append(next) }
                group.addTask { (stream, await consumers(of: stream)) }
            }
            for await outcome in group { outcomes.append(outcome) }
            return outcomes
        }
        var found: [(String, Found)] = []
        for (stream, outcome) in outcomes { found.append((stream, try outcome.get())) }
        return found
    }

    private func consumers(of stream: String) async -> Result<Found, NATSError> {
        do throws(NATSError) {
            let (elements, pages) = try await list("CONSUMER.LIST.\(stream)", of: "consumers")
            var found = Found(pages: pages)
            for element in elements {
                let info = ConsumerInfo(json: element)
                found.consumers[info.name] = info
            }
            return .success(found)
        } catch {
            // It went between the two looks.
            if case .api(let failure) = error, failure.errorCode == .streamNotFound { return .success(Found(pages: 1)) }
            return .failure(error)
        }
    }

    /// The first page says how many there are; the others are asked for at once.
    private func list(_ subject: String, of key: String) async throws(NATSError) -> (elements: [JSON], pages: Int) {
        let first = try await page(subject, of: key, from: 0)
        var elements = first.elements
        guard !elements.isEmpty, elements.count < first.total else { return (elements, 1) }
        let offsets = Array(stride(from: elements.count, to: first.total, by: elements.count))
        let rest = await withTaskGroup(of: (Int, Result<Page, NATSError>).self) { group in
            for offset in offsets {
                group.addTask {
                    do throws(NATSError) {
                        return (offset, .success(try await page(subject, of: key, from: offset)))
                    } catch {
                        return (offset, .failure(error))
                    }
                }
            }
            return await group.reduce(into: [Int: Result<Page, NATSError>]()) { $0[$1.0] = $1.1 }
        }
        for offset in offsets { elements += try rest[offset]?.get().elements ?? [] }
        return (elements, offsets.count + 1)
    }

    private struct Page: Sendable {
        let elements: [JSON]
        let total: Int
    }

    private func page(_ subject: String, of key: String, from offset: Int) async throws(NATSError) -> Page {
        let answer = try await jetStream.api(subject, ["offset": JSON(offset)], by: deadline)
        return Page(elements: answer[key].array ?? [], total: answer["total"].integer ?? 0)
    }
}
