/// Where a figure begins to be spoken of.
package struct HealthLimits: Sendable, Hashable {
    /// Percent of a limit, as the usual tools of NATS have it.
    package var fullnessWarning = 75.0
    package var fullnessCritical = 90.0
    /// Servers tell one another every second that they live; one that was killed is not marked offline for half a minute and longer.
    package var silenceOfReplica = Duration.seconds(5)
    /// Messages a copy, a mirror or a source may be behind.
    package var lagOfCopy: UInt64 = 1_000
    /// A mirror or source that has heard nothing for so long is cut off, whatever its last lag was.
    package var silenceOfOrigin = Duration.seconds(10)
    /// A message may wait as long as its consumer gives a worker for one, and at least so long.
    package var patience = Duration.seconds(30)
    /// So many times as long with workers at work is a backlog.
    package var backlog = 10
    /// Percent of the age at which the stream drops a message unread.
    package var ageCritical = 80.0
    /// There and back on the probe's subject.
    package var latency = Duration.milliseconds(250)
    /// A client that was cut off for its slowness longer ago is history.
    package var slownessRemembered = Duration.seconds(3_600)
    /// How long before their end credentials are spoken of.
    package var credentialsWarning = Duration.seconds(7 * 86_400)

    package init() {}
}
