internal import Words
internal import YAML

// What runs once, or by the clock.
extension Policy {
    static let jobs: [Policy] = [cronJobDeadline, restartPolicy, jobTimeToLive]

    static let cronJobDeadline = Policy(
        "cron-job-deadline",
        .warning,
        .jobs,
        ["JOB001"],
        title: "a run by the clock that is too late is left out",
        why:
            "Without a deadline a CronJob that missed a hundred runs, while the cluster was away, never starts again; with a short one it takes the next.",
        remedy: "Set startingDeadlineSeconds to less than the time between two runs.",
        write: "startingDeadlineSeconds: 200",
        elsewhere: "kube-score cronjob-has-deadline",
        .object(["CronJob"]) { job, look in
            guard !(job.node["spec"]?["startingDeadlineSeconds"]).isThere else { return }
            look.complain("it has no deadline for its start", at: .spec / "startingDeadlineSeconds")
        },
    )

    static let restartPolicy = Policy(
        "restart-policy",
        .error,
        .jobs,
        [],
        title: "a job ends, and a service does not",
        why:
            "The server refuses a Job whose pods always restart, and a Deployment whose pods do not. The default, Always, is wrong for every Job.",
        remedy: "Write Never or OnFailure for a Job or CronJob; Always, or nothing, for all else.",
        write: "restartPolicy: Never",
        elsewhere: "kube-linter restart-policy, kube-score cronjob-restartpolicy",
        .pod { pod, look in
            guard pod.type != "Pod" else { return }
            let written = pod.spec["restartPolicy"].plain
            let path = pod.path / "restartPolicy"
            if pod.isJob {
                guard written != "Never", written != "OnFailure" else { return }
                look.complain(
                    written.isEmpty ? "its pods would restart for ever" : "its pods restart for ever",
                    at: path
                )
            } else if !written.isEmpty, written != "Always" {
                look.complain("its pods restart \(YAML.excerpt(written))", at: path, write: "restartPolicy: Always")
            }
        },
    )

    static let jobTimeToLive = Policy(
        "job-time-to-live",
        .warning,
        .jobs,
        ["JOB002"],
        title: "a finished job goes after a while",
        why:
            "Finished Jobs and their pods stay for ever and slow down every list. Those of a CronJob are counted by its own history: a time to live there takes away what the history should show.",
        remedy: "Set ttlSecondsAfterFinished on a Job; on a CronJob's template remove it and set the history limits.",
        write: "ttlSecondsAfterFinished: 86400",
        elsewhere: "kube-linter job-ttl-seconds-after-finished",
        .object(["Job", "CronJob"]) { job, look in
            let field = "ttlSecondsAfterFinished"
            if job.type == "Job" {
                guard !(job.node["spec"]?[field]).isThere else { return }
                look.complain("it stays for ever once it has finished", at: .spec / field)
            } else {
                guard job.node["spec", "jobTemplate", "spec", field].isThere else { return }
                look.complain(
                    "its jobs vanish from the history",
                    at: .spec / "jobTemplate" / "spec" / field,
                    write: "successfulJobsHistoryLimit: 3\nfailedJobsHistoryLimit: 3"
                )
            }
        },
    )
}
