extension Setting {
    /// The tree as one region sees it: its part laid over the sections of the same name, or taken away where it says null.
    func seen(from region: String?) -> Setting {
        guard let region, case .map(var top) = content,
            let part = at(SettingPath(["regions", region]))?.map
        else { return self }
        for name in Region.overlays {
            guard let over = part[name] else { continue }
            if over.isNull {
                top.remove(name)
            } else if over.map != nil {
                top.set(name, top[name]?.overlaid(by: over) ?? over)
            }
        }
        return Setting(.map(top), origin)
    }

    /// Whether the value at a path, or its key, stands at this place.
    fileprivate func holds(_ path: SettingPath, standingAt origin: Origin) -> Bool {
        guard let key = path.steps.last, let map = at(SettingPath(Array(path.steps.dropLast())))?.map else {
            return false
        }
        return map[key]?.origin == origin || map.origin(ofKey: key) == origin
    }
}

/// The problems of a model seen from each of its regions, each told once.
struct RegionalProblems {
    /// What makes two problems one: a fault of the file has a place; without one the path tells them apart.
    private struct Identity: Hashable {
        let severity: Problem.Severity
        let origin: Origin
        let message: String
        let path: SettingPath?
    }

    private let merged: Setting
    private var problems: [Problem] = []
    private var index: [Identity: Int] = [:]
    /// Beside each problem: the regions that show it.
    private var regions: [[String]] = []
    private var seen = 0

    init(of merged: Setting) {
        self.merged = merged
    }

    mutating func add(_ found: [Problem], seenFrom region: String) {
        seen += 1
        let part = SettingPath(["regions", region])
        for var problem in found {
            if merged.holds(part + problem.path, standingAt: problem.origin) { problem.path = part + problem.path }
            let identity = Identity(
                severity: problem.severity,
                origin: problem.origin,
                message: problem.message,
                path: problem.origin == .builtIn ? problem.path : nil,
            )
            if let known = index[identity] {
                if regions[known].last != region { regions[known].append(region) }
            } else {
                index[identity] = problems.count
                problems.append(problem)
                regions.append([region])
            }
        }
    }

    /// Those that only some regions show say which, unless their path does.
    var all: [Problem] {
        zip(problems, regions).map { problem, regions in
            guard regions.count < seen, problem.path.steps.first != "regions" else { return problem }
            var problem = problem
            problem.message += " (in \(regions.joined(separator: ", ")))"
            return problem
        }
    }
}
