internal import MigrationLint

extension RuleCase {
    /// What goes, or is called otherwise, while programs still use it.
    static let ofRemovals: [RuleCase] = [
        RuleCase(
            rule: "drop-column",
            sql: "alter table orders add a text, «drop column if exists note»;",
            message: "orders.note and all in it is gone: whoever still uses it fails from then on",
        ),
        RuleCase(
            rule: "drop-table",
            sql: "«drop table if exists orders, users»;",
            message: "orders, users and all in it is gone: whoever still uses it fails from then on",
        ),
        RuleCase(
            rule: "drop-database",
            sql: "-- ihctl:up transaction=false\n«drop database if exists app»;",
            message: "the database and all in it is gone, and cannot be brought back",
        ),
        RuleCase(
            rule: "drop-cascade",
            sql: "drop schema app «cascade»;",
            message: "CASCADE drops all that depends on schema app, whatever it is",
        ),
        RuleCase(
            rule: "truncate-cascade",
            sql: """
                -- ihctl:up
                create table users (id bigint primary key);
                create table orders (user_id bigint references users);
                -- ihctl:up
                «truncate table users cascade»;
                """,
            message: "CASCADE empties also orders, and what references those",
        ),
        RuleCase(
            rule: "truncate-table",
            sql: "«truncate events»;",
            severity: .warning,
            message: "every row of events is gone",
        ),
        RuleCase(
            rule: "rename-column",
            sql: "alter table orders «rename note to remark»;",
            message: "orders.note becomes remark: whoever still uses note fails from then on",
        ),
        RuleCase(
            rule: "rename-table",
            sql: "alter table app.orders «rename to purchases»;",
            message: "app.orders becomes purchases: whoever still uses app.orders fails from then on",
            replacement: """
                alter table app.orders rename to purchases;
                create view app.orders as select * from app.purchases;
                """,
        ),
        RuleCase(
            rule: "rename-table",
            sql: "alter table orders «set schema shop»;",
            message: "orders becomes shop.orders: whoever still uses orders fails from then on",
        ),
        RuleCase(
            rule: "rename-table",
            sql: "«alter schema app rename to shop»;",
            message: "schema app becomes shop: whoever still names it fails from then on",
        ),
        RuleCase(
            rule: "drop-not-null",
            sql: "alter table orders «alter total drop not null»;",
            severity: .warning,
            message: "orders.total may be null from then on: whoever reads it must bear that",
        ),
        RuleCase(
            rule: "drop-default",
            sql: "alter table orders «alter total drop default»;",
            severity: .warning,
            message: "orders.total has no default from then on: whoever leaves it out writes null, or fails",
        ),
    ]
}
