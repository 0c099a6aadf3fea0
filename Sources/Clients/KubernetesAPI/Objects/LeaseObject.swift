package import FoundationEssentials
package import JSON

/// When a machine last said that it lives, by its own clock.
package struct LeaseObject: Sendable, Hashable {
    package var name: String
    package var renewed: Date?

    package init(_ json: JSON) {
        name = ObjectMetadata(json).name
        renewed = Date(kubernetes: json["spec"]["renewTime"].string)
    }
}
