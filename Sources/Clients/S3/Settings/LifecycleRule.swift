package import FoundationEssentials

/// One rule of a bucket's lifecycle.
package struct LifecycleRule: Sendable, Hashable {
    /// When something happens to an object.
    package enum Moment: Sendable, Hashable {
        /// After its making.
        case days(Int)
        /// At midnight UTC.
        case date(Date)
    }

    package enum Expiration: Sendable, Hashable {
        case at(Moment)
        /// Removes a deletion's marker once no older version is left behind it.
        case expiredMarkers
    }

    package struct Transition: Sendable, Hashable {
        package var moment: Moment
        package var storageClass: String

        package init(_ moment: Moment, to storageClass: String) {
            self.moment = moment
            self.storageClass = storageClass
        }
    }

    /// For versions that are no longer the newest.
    package struct Noncurrent: Sendable, Hashable {
        package var days: Int
        /// So many newer old ones are kept all the same.
        package var newerVersions: Int?
        /// Where they go; nil for deletion.
        package var storageClass: String?

        package init(days: Int, newerVersions: Int? = nil, to storageClass: String? = nil) {
            self.days = days
            self.newerVersions = newerVersions
            self.storageClass = storageClass
        }
    }

    /// The store makes one up where it is nil.
    package var id: String?
    package var isEnabled: Bool
    package var filter: ObjectFilter
    package var expiration: Expiration?
    package var transitions: [Transition]
    package var noncurrentExpiration: Noncurrent?
    package var noncurrentTransitions: [Noncurrent]
    package var abortsUploadsAfterDays: Int?

    package init(
        id: String? = nil,
        isEnabled: Bool = true,
        filter: ObjectFilter = ObjectFilter(),
        expiration: Expiration? = nil,
        transitions: [Transition] = [],
        noncurrentExpiration: Noncurrent? = nil,
        noncurrentTransitions: [Noncurrent] = [],
        abortsUploadsAfterDays: Int? = nil,
    ) {
        self.id = id
        self.isEnabled = isEnabled
        self.filter = filter
        self.expiration = expiration
        self.transitions = transitions
        self.noncurrentExpiration = noncurrentExpiration
        self.noncurrentTransitions = noncurrentTransitions
        self.abortsUploadsAfterDays = abortsUploadsAfterDays
    }
}
