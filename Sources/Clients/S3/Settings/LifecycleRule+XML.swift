internal import FoundationEssentials

extension LifecycleRule {
    init(_ element: XMLElement) throws(XMLFault) {
        self.init(
            id: element.text("ID").flatMap { $0.isEmpty ? nil : $0 },
            isEnabled: element.text("Status") == "Enabled",
            filter: ObjectFilter(ofRule: element),
        )
        if let told = element["Expiration"] { expiration = try Expiration(told) }
        for told in element.all("Transition") {
            guard let moment = Moment(told), let place = told.text("StorageClass") else {
                throw .unexpected(element: "Transition")
            }
            transitions.append(Transition(moment, to: place))
        }
        if let told = element["NoncurrentVersionExpiration"] { noncurrentExpiration = try Noncurrent(told) }
        for told in element.all("NoncurrentVersionTransition") { noncurrentTransitions.append(try Noncurrent(told)) }
        abortsUploadsAfterDays = element["AbortIncompleteMultipartUpload"]?.integer("DaysAfterInitiation")
    }

    var element: XMLElement {
        var children: [XMLElement] = []
        if let id { children.append(XMLElement("ID", id)) }
        children.append(filter.element)
        children.append(XMLElement("Status", isEnabled ? "Enabled" : "Disabled"))
        children += transitions.map { transition in
            XMLElement("Transition", [transition.moment.element, XMLElement("StorageClass", transition.storageClass)])
        }
        switch expiration {
        case .at(let moment): children.append(XMLElement("Expiration", [moment.element]))
        case .expiredMarkers:
            children.append(XMLElement("Expiration", [XMLElement("ExpiredObjectDeleteMarker", "true")]))
        case nil: break
        }
        children += noncurrentTransitions.map { $0.element("NoncurrentVersionTransition") }
        if let rule = noncurrentExpiration { children.append(rule.element("NoncurrentVersionExpiration")) }
        if let days = abortsUploadsAfterDays {
            let inner = XMLElement("DaysAfterInitiation", String(days))
            children.append(XMLElement("AbortIncompleteMultipartUpload", [inner]))
        }
        return XMLElement("Rule", children)
    }
}

extension LifecycleRule.Moment {
    init?(_ element: XMLElement) {
        if let days = element.integer("Days") {
            self = .days(days)
        } else if let date = element.text("Date").flatMap({ isoDate($0) }) {
            self = .date(date)
        } else {
            return nil
        }
    }

    var element: XMLElement {
        switch self {
        case .days(let days): XMLElement("Days", String(days))
        case .date(let date): XMLElement("Date", date.formatted(.iso8601))
        }
    }
}

extension LifecycleRule.Expiration {
    init(_ element: XMLElement) throws(XMLFault) {
        if let moment = LifecycleRule.Moment(element) {
            self = .at(moment)
        } else if element.boolean("ExpiredObjectDeleteMarker") == true {
            self = .expiredMarkers
        } else {
            throw .unexpected(element: "Expiration")
        }
    }
}

extension LifecycleRule.Noncurrent {
    init(_ element: XMLElement) throws(XMLFault) {
        let newer = element.integer("NewerNoncurrentVersions").flatMap { $0 > 0 ? $0 : nil }
        guard let days = element.integer("NoncurrentDays") ?? newer.map({ _ in 0 }) else {
            throw .unexpected(element: element.name)
        }
        self.init(days: days, newerVersions: newer, to: element.text("StorageClass"))
    }

    func element(_ name: String) -> XMLElement {
        var children = [XMLElement("NoncurrentDays", String(days))]
        if let count = newerVersions { children.append(XMLElement("NewerNoncurrentVersions", String(count))) }
        if let place = storageClass { children.append(XMLElement("StorageClass", place)) }
        return XMLElement(name, children)
    }
}
