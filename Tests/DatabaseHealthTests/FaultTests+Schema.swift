internal import Migrations
internal import Platform
internal import PostgreSQL
internal import TestSupport
internal import Testing
internal import Words

@testable import DatabaseHealth

// What is there and is not what the migrations made.
extension FaultTests {
    @Test func `what stands in for the wanted objects, or hollows them out, is told`() async throws {
        let site = try await Site()
        for (harm, status, failureClass, text) in [
            (
                "drop function remove_old_session_costs(interval, integer)", CheckOutcome.Status.fail,
                FailureClass.missing, "function public.remove_old_session_costs is gone"
            ),
            (
                "drop index idx_sessions_user_id", .warn, .missing,
                "index idx_sessions_user_id of public.strands_sessions is gone"
            ),
            (
                "alter table strands_sessions drop constraint idx_sessions_session_id cascade", .fail, .missing,
                "unique index idx_sessions_session_id"
            ),
            (
                "alter table strands_sessions drop constraint strands_sessions_pkey", .fail, .missing,
                "primary key of public.strands_sessions is gone"
            ),
            (
                "alter table strand_session_costs rename to c; create view strand_session_costs as select * from c",
                .fail, .drift, "is a view"
            ),
        ] {
            let spoilt = try await Site(on: site.server)
            try await spoilt.psql(harm)
            try await outcome("database.schema", spoilt).expect(status, failureClass, saying: text)
        }
        try await site.psql("alter table strand_session_costs set unlogged")
        let unlogged = try await outcome("database.schema", site)
        unlogged.expect(.warn, .drift, saying: "is unlogged")
        try await mended(unlogged, site).expect(.pass)
        try await site.psql("create rule \"Hush\" as on insert to strand_session_costs do instead nothing")
        let hushed = try await outcome("database.schema", site)
        hushed.expect(.warn, .drift, saying: "The rule Hush on public.strand_session_costs does nothing")
        try await mended(hushed, site).expect(.pass)
        try await site.psql("alter table strand_session_costs enable row level security")
        let closed = try await outcome("database.schema", site)
        closed.expect(.fail, .permission, saying: "no policy lets \(site.role) insert")
        try await site.psql("create policy p on strand_session_costs for all to island_hopper_agent using (true)")
        try await outcome("database.schema", site).expect(.pass)
        try await site.psql("drop policy p on strand_session_costs")
        try await mended(closed, site).expect(.pass)
    }

    @Test func `rights on what is not there are not passed over`() async throws {
        let site = try await Site()
        try await site.psql("drop function remove_expired_sessions(integer); drop table strand_session_costs")
        let outcome = try await outcome("database.privileges", site)
        outcome.expect(.warn, .missing, saying: "remove_expired_sessions\"(integer), which is not there")
        #expect(outcome.findings.count == 2, "\(outcome.findings.map(\.message))")
    }

    @Test func `a pending file that cannot be applied is named with its line`() async throws {
        let site = try await Site()
        let scratch = Scratch("pending")
        for file in try Site.files().files {
            _ = try scratch.write(
                String(decoding: file.bytes, as: UTF8.self),
                to: String(file.path.split(separator: "/").last ?? "")
            )
        }
        _ = try scratch.write("-- about nothing\n-- ihctl:up\n", to: "29990101000000_nothing.sql")
        let files = try MigrationFolder.read(scratch.path, shown: "m")
        let found = try await site.health(files: files).found(only: ["database.schema"])
        let schema = try #require(found["database.schema"])
        schema.expect(.fail, .outdated, saying: "29990101000000_nothing cannot be applied: no statement stands under")
        let finding = try #require(schema.findings.first { $0.failureClass == "invalid" })
        #expect(finding.place?.file == "m/29990101000000_nothing.sql" && finding.place?.line == 2)
        #expect(!schema.fixes.contains("ihctl migrate up"))
    }
}
