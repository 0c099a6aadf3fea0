internal import FoundationEssentials
package import Testing

extension Trait where Self == ConditionTrait {
    /// For suites that start real servers: `scripts/test --fast` leaves them out.
    package static var live: Self {
        .enabled("left out by --fast") { ProcessInfo.processInfo.environment["IHCTL_FAST"] == nil }
    }
}
