#if TSAN
    internal import Glibc

    /// State behind a lock, here over a pthread mutex: the thread sanitizer does not see inside `Mutex` and reports races that are none.
    package struct Locked<State: ~Copyable>: ~Copyable, @unchecked Sendable {
        private let lock: UnsafeMutablePointer<pthread_mutex_t>
        private let state: UnsafeMutablePointer<State>

        package init(_ initial: consuming sending State) {
            lock = .allocate(capacity: 1)
            pthread_mutex_init(lock, nil)
            state = .allocate(capacity: 1)
            state.initialize(to: initial)
        }

        deinit {
            pthread_mutex_destroy(lock)
            lock.deallocate()
            state.deinitialize(count: 1)
            state.deallocate()
        }

        package borrowing func withLock<Result: ~Copyable, Failure: Error>(
            _ body: (inout sending State) throws(Failure) -> sending Result
        ) throws(Failure) -> sending Result {
            pthread_mutex_lock(lock)
            defer { pthread_mutex_unlock(lock) }
            return try body(&state.pointee)
        }
    }
#else
    internal import Synchronization

    /// State behind a lock; everything here locks through this one name, see the thread sanitizer's form above.
    package struct Locked<State: ~Copyable>: ~Copyable, Sendable {
        private let mutex: Mutex<State>

        package init(_ initial: consuming sending State) {
            mutex = Mutex(initial)
        }

        package borrowing func withLock<Result: ~Copyable, Failure: Error>(
            _ body: (inout sending State) throws(Failure) -> sending Result
        ) throws(Failure) -> sending Result {
            try mutex.withLock(body)
        }
    }
#endif
