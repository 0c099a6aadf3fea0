internal import JSON

/// A Job that is made once from a CronJob: the same image, account, configuration and secrets, other words.
package struct ErrandPlan: Sendable {
    package let name: String
    let object: JSON
    /// Of the container that does the work.
    let container: String
    package let image: String

    /// Nil where the CronJob holds no container.
    ///
    /// `changes` are appended to the container's own words; an option of theirs that is said there already gives way.
    init?(
        from cronJob: JSON,
        called name: String,
        container wanted: String,
        saying changes: [String],
        limit: Duration,
    ) {
        let template = cronJob["spec"]["jobTemplate"]
        var spec = template["spec"]
        var containers = spec["template"]["spec"]["containers"].array ?? []
        let index = containers.firstIndex { $0["name"].string == wanted } ?? containers.startIndex
        guard containers.indices.contains(index) else { return nil }
        var words = containers[index]["args"].strings ?? []
        ErrandPlan.remove(changes.filter { $0.hasPrefix("--") }, from: &words)
        containers[index]["args"] = JSON(words + changes)
        spec["template"]["spec"]["containers"] = .array(containers)
        spec["template"]["spec"]["restartPolicy"] = "Never"
        spec["backoffLimit"] = 0
        spec["completions"] = 1
        spec["parallelism"] = 1
        // What the caller waits for no longer must not run on; and whoever is killed leaves nothing for long.
        spec["activeDeadlineSeconds"] = JSON(max(1, limit.components.seconds))
        spec["ttlSecondsAfterFinished"] = JSON(ErrandPlan.lifeAfterEnd)
        for key in ["suspend", "selector", "manualSelector"] { spec[key] = .null }
        var metadata: JSON = ["name": .string(name)]
        metadata["labels"] =
            template["metadata"]["labels"].isNull ? cronJob["metadata"]["labels"] : template["metadata"]["labels"]
        metadata["annotations"] = ["cronjob.kubernetes.io/instantiate": "manual"]
        object = ["apiVersion": "batch/v1", "kind": "Job", "metadata": metadata, "spec": spec]
        self.name = name
        container = containers[index]["name"].string ?? wanted
        image = containers[index]["image"].string ?? ""
    }

    /// Seconds after its end the cluster itself removes it, where nobody else did.
    private static let lifeAfterEnd = 300

    /// `--format json` and `--format=json` alike; options of ours that are said once alone.
    private static func remove(_ options: [String], from words: inout [String]) {
        for option in options where !repeated.contains(option) {
            while let index = words.firstIndex(where: { $0 == option || $0.hasPrefix("\(option)=") }) {
                let takesNext = words[index] == option && !flags.contains(option) && index + 1 < words.count
                words.removeSubrange(index...(takesNext ? index + 1 : index))
            }
        }
    }

    private static let repeated: Set<String> = ["--only", "--skip"]
    private static let flags: Set<String> = ["--quiet", "--offline"]
}
