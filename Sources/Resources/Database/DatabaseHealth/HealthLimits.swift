/// From where on a figure is spoken of.
package struct HealthLimits: Sendable, Hashable {
    /// Percent of what can be had: connections, sequences' numbers, declared disk.
    package var fullWarning = 80.0
    package var fullError = 95.0
    package var sequenceWarning = 75.0
    package var lockWait: Duration = .seconds(2)
    package var idleInTransaction: Duration = .seconds(60)
    package var longQuery: Duration = .seconds(300)
    package var preparedTransaction: Duration = .seconds(300)
    package var replicaLag: Duration = .seconds(30)
    package var replicaLagError: Duration = .seconds(300)
    package var replicaBytes = 256.0 * 1_048_576
    /// An inactive slot that holds more than this back fills a disk sooner or later.
    package var slotBytes = 1_073_741_824.0
    /// Of the age at which autovacuum begins to freeze by force: until twice that, it is only at work.
    package var freezeFactor = 2.0
    /// Of the two thousand million numbers there are: from there on the server drops everything else to save itself.
    package var wraparoundError = 1.6e9
    /// Fewer dead rows than this are not worth a word, whatever their share.
    package var deadRows = 10_000
    package var deadShare = 0.3
    package var clockOffset: Duration = .seconds(1)
    package var clockOffsetError: Duration = .seconds(60)
    package var roundtrip: Duration = .seconds(1)
    /// A file system with less than this share free, and less than so many bytes.
    package var freeShare = 0.10
    package var freeBytes = 10.0 * 1_073_741_824
    package var freeShareError = 0.04
    package var freeBytesError = 2.0 * 1_073_741_824

    package init() {}
}
