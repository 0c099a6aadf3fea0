internal import Deadlines
package import Network
package import Platform
internal import Redis
package import Words

// The room has the name of what it is about.
package typealias DeclaredCache = Cache

/// The Redis of one region: what is declared of it, and how it is looked at.
package struct CacheResource: Checkable {
    package let address: Words.Address
    let declared: DeclaredCache
    let target: Result<RedisTarget, RedisURLError>
    /// The oldest version that still gets its faults mended.
    var oldest = (major: 6, minor: 2)
    /// A leg of the round trip that takes longer is worth a word.
    var patience = Duration.seconds(1)

    /// `url` is what the reference `cache.url` leads to; `trust` is who may sign its certificate, where it speaks TLS.
    package init(region: String, cache: DeclaredCache, url: String, trust: TLSExpectation.Trust = .system) {
        address = Address(region, "cache")
        declared = cache
        do throws(RedisURLError) {
            var target = try RedisTarget(url: url)
            target.tls?.trust = trust
            self.target = .success(target)
        } catch {
            target = .failure(error)
        }
    }

    package func checkup() -> Checkup {
        let visit = Slot<CacheVisit>()
        func check(
            _ kind: CheckKind,
            _ setting: [String] = [],
            _ look: @escaping @Sendable (CacheVisit, Deadline) async throws -> Diagnosis,
        ) -> Check {
            Check(kind, of: address, declaredAt: ["cache"] + setting) { try await look(visit.value, $0) }
        }
        let connect = Check(CacheChecks.connect, of: address, declaredAt: ["cache", "url"]) { deadline in
            await self.connect(by: deadline, into: visit)
        }
        let checks = [
            connect,
            check(CacheChecks.version) { visit, _ in version(visit) },
            check(CacheChecks.exposed, ["url"], exposure),
            check(CacheChecks.permissions, ["url"], permissions),
            check(CacheChecks.replication) { visit, _ in replication(visit) },
            check(CacheChecks.clients) { visit, _ in clients(visit) },
            check(CacheChecks.memory, declared.maxMemory == nil ? [] : ["max_memory"]) { visit, _ in memory(visit) },
            check(CacheChecks.eviction, declared.evictionPolicy == nil ? [] : ["eviction"]) { visit, _ in
                eviction(visit)
            },
            check(CacheChecks.persistence, declared.appendOnly == nil ? [] : ["append_only"]) { visit, _ in
                persistence(visit)
            },
            check(CacheChecks.writable, ["url"], roundTrip),
        ]
        return Checkup(of: address, parallelism: 4, checks, finish: { await visit.empty()?.redis.close() })
    }
}

/// What the first check leaves to the others: an open line, and what the server said of itself.
struct CacheVisit: Sendable {
    let redis: RedisConnection
    let target: RedisTarget
    let facts: Facts

    enum Facts: Sendable {
        case told(RedisInfo)
        /// This user may not ask.
        case refused(ServerError)
    }
}
