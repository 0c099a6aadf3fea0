internal import MigrationLint
internal import Testing

/// The section down may undo its own up without a word; what goes beyond that is judged like any other.
@Suite struct DownTests {
    @Test(arguments: [
        ("create table a (id bigint); create index i on a (id)", "drop index i; drop table a cascade"),
        ("create table if not exists a (id bigint)", "drop table if exists a"),
        ("alter table orders add column note text, add column b text", "alter table orders drop b, drop note cascade"),
        ("alter table orders add constraint c check (a > 0) not valid", "alter table orders drop constraint c"),
        ("create function f(integer) returns void language sql as ''", "drop function f(integer) cascade"),
        ("create type mood as enum ('a')", "drop type mood cascade"),
        ("create schema app; create table app.a (id bigint)", "drop table app.a; drop schema app cascade"),
        ("create view v as select 1", "drop view v cascade"),
        ("create materialized view v as select 1", "drop materialized view v cascade"),
        ("alter table orders alter a set default 1", "alter table orders alter a drop default"),
        ("create extension pgcrypto", "drop extension pgcrypto cascade"),
        ("alter table only app.orders add note text", "alter table app.orders drop column note"),
    ])
    func `what the up made is taken away without a word`(up: String, down: String) throws {
        #expect(try ids("-- ihctl:up\n\(up);\n-- ihctl:down\n\(down);") == [])
        // Of what nobody made it is another matter; to drop a constraint is none.
        let alone = try ids("-- ihctl:up\nselect 1;\n-- ihctl:down\n\(down);")
        #expect(alone.isEmpty == (down == "alter table orders drop constraint c"))
    }

    @Test func `a concurrent index is dropped again`() throws {
        let script = """
            -- ihctl:up transaction=false
            create index concurrently i on orders (a);
            -- ihctl:down
            drop index i;
            """
        #expect(try ids(script) == [])
    }

    @Test func `a rename is taken back without a word`() throws {
        let script = """
            -- ihctl:up allow=rename-column,rename-table
            alter table orders rename note to remark;
            alter table orders rename to purchases;
            -- ihctl:down
            alter table purchases rename to orders;
            alter table orders rename remark to note;
            """
        #expect(try ids(script) == [])
        #expect(
            try ids("-- ihctl:up\nselect 1;\n-- ihctl:down\nalter table orders rename remark to note;") == [
                "rename-column"
            ]
        )
    }

    @Test func `NOT NULL of the up is dropped again, but set again under the same lock as ever`() throws {
        #expect(
            try ids(
                """
                -- ihctl:up allow=set-not-null
                alter table orders alter a set not null;
                -- ihctl:down
                alter table orders alter a drop not null;
                """
            ) == []
        )
        #expect(
            try ids(
                """
                -- ihctl:up allow=drop-not-null
                alter table orders alter a drop not null;
                -- ihctl:down
                alter table orders alter a set not null;
                """
            ) == ["set-not-null"]
        )
    }

    @Test func `several tables are taken back in one transaction`() throws {
        let script = """
            -- ihctl:up allow=many-tables-one-txn
            alter table orders add a text;
            alter table users add a text;
            -- ihctl:down
            alter table users drop a;
            alter table orders drop a;
            """
        #expect(try ids(script) == [])
    }

    @Test func `what another file made, or nobody, is judged`() throws {
        let script = """
            -- ihctl:up
            create table orders (a integer);
            -- ihctl:up
            alter table orders add b text;
            -- ihctl:down
            drop table orders;
            create index on users (a);
            commit;
            """
        #expect(try ids(script) == ["drop-table", "index-not-concurrent", "explicit-txn-in-txn-file"])
    }

    @Test func `what a down takes away is there again for the next file`() throws {
        let script = """
            -- ihctl:up
            create table orders (a varchar(10));
            -- ihctl:down
            drop table orders;
            -- ihctl:up
            alter table orders alter a type varchar(20);
            """
        #expect(try ids(script) == [])
    }

    @Test func `a type that is taken back is no more than a warning`() throws {
        let script = """
            -- ihctl:up
            create table orders (a varchar(10));
            -- ihctl:up
            alter table orders alter a type varchar(20);
            -- ihctl:down
            alter table orders alter a type varchar(10);
            """
        let found = try finding(of: "change-column-type", in: script)
        #expect(found?.severity == .warning)
        #expect(found?.direction == .down)
    }
}

extension String {
    fileprivate func replacing(_ old: String, _ new: String) -> String {
        split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
}
