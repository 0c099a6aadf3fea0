internal import FoundationEssentials
package import Words

/// A plan in a file: made on one day, looked at by somebody, carried out on another.
package struct PlanFile: Sendable, Hashable {
    package static let schema = "ihctl.bootstrap.plan/1"

    package var environment: String
    package var regions: [String]
    package var madeAt: String
    package var changes: [Change]

    package init(environment: String, regions: [String], madeAt: String, changes: [Change]) {
        self.environment = environment
        self.regions = regions
        self.madeAt = madeAt
        self.changes = changes
    }

    package var json: JSONValue {
        [
            "schema": .string(PlanFile.schema), "environment": .string(environment),
            "regions": .array(regions.map(JSONValue.string)), "made_at": .string(madeAt),
            "changes": .array(changes.map(\.json)),
        ]
    }

    /// Why a file is no plan.
    package struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    package init(reading bytes: [UInt8]) throws(Fault) {
        guard let written = try? JSONDecoder().decode(Written.self, from: Data(bytes)) else {
            throw Fault(description: "it is not a plan that ihctl bootstrap --out wrote")
        }
        guard written.schema == PlanFile.schema else {
            throw Fault(description: "its schema is \(written.schema), and this ihctl reads \(PlanFile.schema)")
        }
        var changes: [Change] = []
        for change in written.changes {
            guard let kind = Change.Kind(rawValue: change.kind), let address = Address(reading: change.address) else {
                throw Fault(description: "the change of \(change.address) cannot be read")
            }
            changes.append(
                Change(
                    kind,
                    address,
                    fields: change.fields.map {
                        Change.Field($0.path, from: $0.from.value, to: $0.to.value, note: $0.note)
                    },
                    reason: change.reason,
                    loss: change.loss,
                    after: change.after.compactMap { Address(reading: $0) },
                    precondition: change.precondition
                )
            )
        }
        self.init(
            environment: written.environment,
            regions: written.regions,
            madeAt: written.made_at,
            changes: changes
        )
    }

    private struct Written: Decodable {
        struct Change: Decodable {
            struct Field: Decodable {
                let path: String
                let from, to: WrittenValue
                let note: String?
            }
            let address, kind, precondition: String
            let reason, loss: String?
            let after: [String]
            let fields: [Field]
        }
        let schema, environment, made_at: String
        let regions: [String]
        let changes: [Change]
    }
}

extension Change {
    package var json: JSONValue {
        [
            "address": .string(address.description), "kind": .string(kind.rawValue), "reason": JSONValue(reason),
            "loss": JSONValue(loss), "after": .array(after.map { .string($0.description) }),
            "precondition": .string(precondition),
            "fields": .array(
                fields.map { ["path": .string($0.path), "from": $0.from, "to": $0.to, "note": JSONValue($0.note)] }
            ),
        ]
    }
}

/// Any JSON, read as the value it is.
private struct WrittenValue: Decodable {
    let value: JSONValue

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            value = .null
        } else if let flag = try? container.decode(Bool.self) {
            value = .boolean(flag)
        } else if let number = try? container.decode(Int.self) {
            value = .integer(number)
        } else if let number = try? container.decode(Double.self) {
            value = .number(number)
        } else if let text = try? container.decode(String.self) {
            value = .string(text)
        } else if let array = try? container.decode([WrittenValue].self) {
            value = .array(array.map(\.value))
        } else {
            value = .object(try container.decode([String: WrittenValue].self).mapValues(\.value))
        }
    }
}
