internal import FoundationEssentials
internal import Migrations
internal import PostgreSQL
internal import TestSupport
internal import Testing

/// A line of the history as a run leaves it.
func done(_ file: MigrationFile) -> HistoryEntry {
    HistoryEntry(
        version: file.version,
        name: file.name,
        checksum: file.checksum,
        statements: 1,
        statementsDone: 1,
        appliedAt: Date(),
        duration: .zero,
        appliedBy: "x",
        ihctlVersion: "0"
    )
}

extension Trial {
    func execute(_ sql: String) async throws {
        let connection = try await open()
        try await connection.execute(sql, by: soon())
        await connection.close()
    }

    /// Reads the other table, adopts where nothing stands against it, and tells what did.
    @discardableResult
    func adopt(
        _ folder: Folder,
        table: String? = nil,
        _ leniency: Adoption.Leniency = .init()
    ) async throws -> Adoption {
        let read = try folder.read()
        let session = try await self.session()
        do {
            try await session.lock()
            let foreign = try #require(try await session.foreignHistory(read.dialect, named: table))
            let own = try await session.history()
            let adoption = Adoption(files: read.files, foreign: foreign, own: own, leniency)
            if !adoption.isRefused { try await session.adopt(adoption, from: foreign.table) }
            await session.close()
            return adoption
        } catch {
            await session.close()
            throw error
        }
    }

    func states(_ folder: Folder) async throws -> [String] {
        Standing(files: try folder.files(), history: try await history()).entries.map {
            "\($0.title) \($0.state.word)"
        }
    }

    func isUnadopted(_ folder: Folder) async throws -> Bool {
        let session = try await self.session()
        let foreign = try await session.unadopted(try folder.files())
        await session.close()
        return foreign != nil
    }
}
