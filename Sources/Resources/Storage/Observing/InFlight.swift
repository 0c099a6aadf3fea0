/// Does all the jobs, so many at a time, and gives the answers in the jobs' order.
func inFlight<Job: Sendable, Answer: Sendable>(
    _ limit: Int,
    _ jobs: [Job],
    _ work: @escaping @Sendable (Job) async -> Answer,
) async -> [Answer] {
    await withTaskGroup(of: (Int, Answer).self) { group in
        var answers = [Answer?](repeating: nil, count: jobs.count)
        var started = 0
        func startNext() {
            guard started < jobs.count else { return }
            let (index, job) = (started, jobs[started])
            started += 1
            group.addTask { (index, await work(job)) }
        }
        for _ in 0..<limit { startNext() }
        while let (index, answer) = await group.next() {
            answers[index] = answer
            startNext()
        }
        return answers.compactMap(\.self)
    }
}
