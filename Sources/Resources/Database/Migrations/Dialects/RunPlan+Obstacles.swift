extension RunPlan {
    /// The plan itself; throws where another tool's section is in it, or will be when the plan is run both ways, that cannot be run here.
    package func unhindered(bothWays: Bool = false) throws(SourceFaults) -> RunPlan {
        let scripts = bothWays ? steps.flatMap { [$0.migration.down, $0.migration.up] } : steps.map(\.script)
        let obstacles = scripts.compactMap { $0?.obstacle }
        guard obstacles.isEmpty else { throw SourceFaults(obstacles) }
        return self
    }
}

extension Standing {
    /// What would keep pending migrations of another tool's from being run.
    package func obstacles() throws(SourceFault) -> [SourceFault] {
        var obstacles: [SourceFault] = []
        for case let file? in pending.map(\.file) where file.dialect != .ihctl {
            if let obstacle = try file.read().up.obstacle { obstacles.append(obstacle) }
        }
        return obstacles
    }
}
