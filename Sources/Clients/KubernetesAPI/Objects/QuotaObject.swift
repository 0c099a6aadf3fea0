package import JSON

/// What a namespace may use at most, and what it uses.
package struct QuotaObject: Sendable, Hashable {
    package struct Amount: Sendable, Hashable {
        /// `requests.memory`, `pods`.
        package var name: String
        /// As the server writes them: `1500m`, `6Gi`.
        package var used: String
        package var limit: String

        /// Nil where one of them cannot be read.
        package var share: Double? {
            guard let used = quantity(used), let limit = quantity(limit) else { return nil }
            return limit > 0 ? used / limit : used > 0 ? .infinity : 1
        }
    }

    package var metadata: ObjectMetadata
    package var amounts: [Amount]

    package init(_ json: JSON) {
        metadata = ObjectMetadata(json)
        let used = json["status"]["used"]
        amounts = (json["status"]["hard"].object ?? [:]).sorted { $0.key < $1.key }.map { name, limit in
            Amount(name: name, used: figure(used[name]) ?? "0", limit: figure(limit) ?? "")
        }
    }
}

/// An amount that was given as a number instead of a text counts too.
private func figure(_ json: JSON) -> String? {
    json.string ?? json.integer.map(String.init)
}

/// Reads an amount of Kubernetes: `250m`, `1.5`, `6Gi`, `2k`, `1e3`.
package func quantity(_ text: String) -> Double? {
    let suffixes: [(String, Double)] = [
        ("Ki", 0x1p10), ("Mi", 0x1p20), ("Gi", 0x1p30), ("Ti", 0x1p40), ("Pi", 0x1p50), ("Ei", 0x1p60),
        ("n", 1e-9), ("u", 1e-6), ("m", 1e-3), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("P", 1e15),
        ("E", 1e18),
    ]
    if let number = Double(text) { return number }
    for (suffix, factor) in suffixes where text.hasSuffix(suffix) {
        return Double(text.dropLast(suffix.count)).map { $0 * factor }
    }
    return nil
}

/// How many pods there are to be, by load.
package struct AutoscalerObject: Sendable, Hashable {
    package var metadata: ObjectMetadata
    /// `Deployment/agent`.
    package var target: String
    package var least: Int
    package var most: Int
    package var current: Int
    package var wanted: Int
    package var conditions: [ObjectCondition]

    package init(_ json: JSON) {
        metadata = ObjectMetadata(json)
        let (spec, status) = (json["spec"], json["status"])
        let reference = spec["scaleTargetRef"]
        target = "\(reference["kind"].string ?? "")/\(reference["name"].string ?? "")"
        least = spec["minReplicas"].integer ?? 1
        most = spec["maxReplicas"].integer ?? 1
        current = status["currentReplicas"].integer ?? 0
        wanted = status["desiredReplicas"].integer ?? 0
        conditions = ObjectCondition.all(of: status)
    }

    /// It would go higher and may not.
    package var isHeldAtMost: Bool {
        guard let limited = conditions.named("ScalingLimited") else { return false }
        return limited.isTrue == true && limited.reason == "TooManyReplicas"
    }
}
