internal import YAML

/// `labels`, `commonLabels` and `commonAnnotations`.
enum Labelling {
    static func label(_ set: inout ResourceSet, by rule: LabelRule) throws(KustomizeError) {
        var fields = rule.fields
        if rule.includesSelectors {
            try add(LabelFields.selectors, to: &fields, at: rule.place)
        } else {
            if rule.includesTemplates { try add(LabelFields.templates, to: &fields, at: rule.place) }
            try add([LabelFields.metadata], to: &fields, at: rule.place)
        }
        try write(rule.pairs, into: fields, of: &set)
    }

    static func write(_ pairs: [Pair], into fields: [FieldSpec], of set: inout ResourceSet) throws(KustomizeError) {
        guard !pairs.isEmpty else { return }
        // Made once, so that all objects share their keys.
        let entries = pairs.map { YAML.Mapping.Entry(YAML.Node(text: $0.key), YAML.Node(text: $0.value)) }
        let walk = FieldWalk(made: YAML.Node(YAML.Mapping())) { node throws(KustomizeError) in
            guard node.mapping != nil || node.isNull else {
                throw KustomizeError(
                    .mismatch("labels or annotations", expected: "a map", found: node.inWords),
                    at: node.place
                )
            }
            for entry in entries { node.set(entry) }
        }
        try set.changeAll { resource throws(KustomizeError) in
            for field in fields { try walk.apply(field, to: &resource) }
        }
    }

    /// The same field asked to be made and not to be made is a contradiction.
    private static func add(
        _ more: [FieldSpec],
        to fields: inout [FieldSpec],
        at place: YAML.Place
    ) throws(KustomizeError) {
        for field in more {
            let same = fields.first { $0.type == field.type && $0.path == field.path }
            guard let same else {
                fields.append(field)
                continue
            }
            guard same.creates == field.creates else {
                let path = field.path.joined(separator: "/")
                throw KustomizeError(.invalid("\(path) is asked to be created and not to be created"), at: place)
            }
        }
    }
}
