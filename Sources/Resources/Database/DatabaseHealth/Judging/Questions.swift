internal import Platform
internal import PostgreSQL

/// What a server is asked of one platform: what is not declared is not asked.
enum Questions {
    static func all(of ward: Ward) -> [any Question] {
        var questions: [any Question] = [
            ConnectionsQuestion(role: ward.agent.user),
            LocksQuestion(),
            IdleInTransactionQuestion(limit: ward.limits.idleInTransaction),
            LongQueriesQuestion(limit: ward.limits.longQuery),
            PreparedTransactionsQuestion(),
            ReplicationQuestion(),
            SlotsQuestion(),
            WraparoundQuestion(),
            SequencesQuestion(),
            IndexesQuestion(),
            VacuumQuestion(limits: ward.limits),
            DiskQuestion(declared: ward.database.disk?.bytes),
        ]
        if let pool = ward.database.pool { questions.append(PoolQuestion(pool: pool, role: ward.agent.user)) }
        if let memory = ward.database.memory { questions.append(MemoryQuestion(declared: memory.bytes)) }
        let ignored = Set(ward.database.ignore)
        let settings = ward.database.settings.items.filter { !ignored.contains("settings.\($0.name)") }
        if !settings.isEmpty {
            questions.append(SettingsQuestion(wanted: settings.map { ($0.name, $0.value.spelled) }))
        }
        let extensions = ward.database.extensions.filter { !ignored.contains("extensions.\($0)") }
        if !extensions.isEmpty { questions.append(ExtensionsQuestion(wanted: extensions)) }
        let wanted = ward.files.map(WantedObjects.init(of:))
        questions.append(PrivilegesQuestion(rights: wanted?.rights(of: ward) ?? []))
        if wanted?.tables[SessionsQuestion.table] != nil {
            questions.append(SessionsQuestion(cleanUpEvery: ward.database.sessions.cleanUpEvery.duration))
        }
        return questions
    }
}
