import Glibc

/// Runs on a thread with a small stack; threads have 8 MB here unless somebody asks for less.
package func withStack(kilobytes: Int, _ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        final class Work: Sendable {
            let run: @Sendable () -> Void
            init(_ run: @escaping @Sendable () -> Void) { self.run = run }
        }
        let work = Work { continuation.resume(with: Result { try body() }) }
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        defer { attributes.deallocate() }
        pthread_attr_init(attributes)
        pthread_attr_setstacksize(attributes, kilobytes << 10)
        pthread_attr_setdetachstate(attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread: pthread_t = 0
        let started = pthread_create(
            &thread,
            attributes,
            { context in
                if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            },
            Unmanaged.passRetained(work).toOpaque(),
        )
        pthread_attr_destroy(attributes)
        precondition(started == 0, "no thread")
    }
}
