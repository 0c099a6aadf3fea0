/// Whether objects can be locked against deletion, and for how long they are by default; can be set, never taken away.
package struct ObjectLock: WritableBucketSetting {
    package static let apiName = "ObjectLockConfiguration"
    package static let subresource = "object-lock"
    package static let root = "ObjectLockConfiguration"
    package static let absence: S3ErrorCode? = .noSuchObjectLock

    package enum Mode: String, Sendable, Hashable {
        case governance = "GOVERNANCE"
        case compliance = "COMPLIANCE"
    }

    package enum Period: Sendable, Hashable {
        case days(Int)
        case years(Int)
    }

    package struct Retention: Sendable, Hashable {
        package var mode: Mode
        package var period: Period

        package init(_ mode: Mode, _ period: Period) {
            self.mode = mode
            self.period = period
        }
    }

    package var defaultRetention: Retention?

    package init(defaultRetention: Retention? = nil) {
        self.defaultRetention = defaultRetention
    }

    package init?(document: XMLElement) throws(XMLFault) {
        guard document.text("ObjectLockEnabled") == "Enabled" else { return nil }
        guard let retention = document["Rule"]?["DefaultRetention"] else { return }
        guard let mode = retention.text("Mode").flatMap({ Mode(rawValue: $0) }) else {
            throw .unexpected(element: "DefaultRetention")
        }
        // Some stores send a zero for the unit that is not used.
        let days = retention.integer("Days").flatMap { $0 > 0 ? Period.days($0) : nil }
        let years = retention.integer("Years").flatMap { $0 > 0 ? Period.years($0) : nil }
        guard let period = days ?? years else { throw .unexpected(element: "DefaultRetention") }
        defaultRetention = Retention(mode, period)
    }

    package var document: XMLElement {
        var root = XMLElement(Self.root, [XMLElement("ObjectLockEnabled", "Enabled")])
        guard let retention = defaultRetention else { return root }
        let period =
            switch retention.period {
            case .days(let count): XMLElement("Days", String(count))
            case .years(let count): XMLElement("Years", String(count))
            }
        let inner = XMLElement("DefaultRetention", [XMLElement("Mode", retention.mode.rawValue), period])
        root.children.append(XMLElement("Rule", [inner]))
        return root
    }
}
