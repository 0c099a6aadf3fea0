internal import Subprocesses

// How servers are ended, and what is said of those that cannot be.
extension LocalStack {
    /// Hands back those that it could not end.
    func stopAll(_ names: [ServiceName], record: StackRecord, tell: @escaping Tell) async
        -> [StackError.Survivor]
    {
        let plan = StackPlan(folder: folder, state: await record.state, path: path)
        return await withTaskGroup(of: StackError.Survivor?.self) { group in
            for name in names {
                group.addTask {
                    guard let process = await record.state.running(name)?.process else { return nil }
                    let (service, began) = (plan.service(name), ContinuousClock.now)
                    tell(.stopping(name))
                    do throws(SubprocessError) {
                        try await process.stop(with: service.stopSignal, grace: .seconds(6))
                    } catch {
                        // It stays written down: the next `down` tries again.
                        return StackError.Survivor(process, name, reason: error)
                    }
                    service.tidy()
                    try? await record.forget(name)
                    tell(.stopped(name, after: ContinuousClock.now - began))
                    return nil
                }
            }
            return await group.reduce(into: []) { found, survivor in if let survivor { found.append(survivor) } }
        }
    }

    /// Nobody is told that the stack is down while one of its servers lives.
    func refuseSurvivors(_ survivors: [StackError.Survivor]) throws(StackError) {
        let living = survivors.filter { $0.process.isAlive || !$0.process.company().isEmpty }
        guard living.isEmpty else {
            throw StackError(.notEnded(living.sorted { $0.process.pid < $1.process.pid }))
        }
    }

    /// Hands back those that it could not end.
    func end(_ strays: [ProcessIdentity], tell: @escaping Tell) async -> [StackError.Survivor] {
        await withTaskGroup(of: StackError.Survivor?.self) { group in
            for stray in strays {
                group.addTask {
                    do throws(SubprocessError) {
                        try await stray.stop(with: .interrupt, grace: .seconds(3))
                    } catch {
                        return StackError.Survivor(stray, nil, reason: error)
                    }
                    tell(.strayEnded(pid: stray.pid))
                    return nil
                }
            }
            return await group.reduce(into: []) { found, survivor in if let survivor { found.append(survivor) } }
        }
    }
}
