import Testing
import Words
import YAML

@testable import Schemas

/// The texts that are part of the program are whole: nothing else looks at a type that no object uses.
@Suite struct DataTests {
    private let texts: [CompactText] = [.kubernetes, .written]
    private static let scalars: Set<Substring> = [
        "text", "int", "long", "number", "bool", "bytes", "time", "quantity", "port", "duration", "object", "any",
    ]

    @Test func `every word is known, every type is there`() {
        for text in texts {
            for type in text.typeNames {
                for field in text.body(of: type).fields {
                    var word = field.word
                    while word.hasPrefix("[]") || word.hasPrefix("{}") { word = word.dropFirst(2) }
                    let isScalar = Self.scalars.contains(word.prefix { $0 != "(" })
                    #expect(isScalar || texts.contains { $0.has(type: String(word)) }, "\(type).\(field.name): \(word)")
                }
            }
            for (name, kind) in text.kinds {
                let isKnown = kind.type == "object" || texts.contains { $0.has(type: kind.type) }
                #expect(isKnown, "\(name.apiVersion) \(name.kind)")
            }
        }
    }

    @Test func `no field is there twice in one version, and each belongs to some version`() {
        for text in texts {
            for type in text.typeNames {
                let fields = text.body(of: type).fields
                for minor in 24...37 {
                    let names = fields.filter { $0.span.contains(KubernetesVersion(minor: minor)) }.map(\.name)
                    #expect(Set(names).count == names.count, "\(type) in 1.\(minor)")
                }
                for field in fields {
                    #expect(
                        (24...37).contains { field.span.contains(KubernetesVersion(minor: $0)) },
                        "\(type).\(field.name)"
                    )
                }
            }
        }
    }

    @Test func `fields that exclude each other are fields of the type`() {
        for type in CompactText.written.typeNames {
            let body = CompactText.written.body(of: type)
            for names in body.exclusive {
                #expect(names.count > 1 && Set(names).isSubset(of: body.fields.map(\.name)), "\(type): \(names)")
            }
        }
    }

    @Test func `no type is in both texts, and what takes the place of a kind is a kind`() {
        #expect(Set(CompactText.kubernetes.typeNames).isDisjoint(with: CompactText.written.typeNames))
        for (name, ending) in CompactText.written.endings where !ending.apiVersion.isEmpty {
            let instead = KindName(apiVersion: ending.apiVersion, kind: ending.kind ?? name.kind)
            #expect(CompactText.kubernetes.kinds[instead] != nil, "\(name.apiVersion) \(name.kind)")
        }
    }

    @Test func `all versions that are promised are there`() {
        for version in 28...37 {
            let kinds = CompactText.kubernetes.kinds.values.filter {
                $0.span.contains(KubernetesVersion(minor: version))
            }
            #expect(kinds.count > 120)
            for wanted in ["Deployment", "CronJob", "Ingress", "NetworkPolicy", "PodDisruptionBudget", "Secret"] {
                #expect(kinds.contains { $0.kind == wanted })
            }
        }
        let size = CompactText.kubernetes.byteCount + CompactText.written.byteCount
        #expect(size < 700_000)
    }

    @Test func `every kind that is rendered can be read in every version`() throws {
        for version in 24...37 {
            let catalogue = SchemaCatalogue(KubernetesVersion(minor: version))
            for text in texts {
                for (name, kind) in text.kinds where kind.span.contains(KubernetesVersion(minor: version)) {
                    let object = try YAML.parse("apiVersion: \(name.apiVersion)\nkind: \(name.kind)").root
                    for fault in catalogue.faults(of: object) {
                        let isExpected = fault.isWarning || fault.id == "schema.missing-field"
                        #expect(isExpected, "1.\(version) \(name.apiVersion) \(name.kind): \(fault.message)")
                    }
                }
            }
        }
    }
}
