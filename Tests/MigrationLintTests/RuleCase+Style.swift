internal import MigrationLint

extension RuleCase {
    /// What is only noted.
    static let ofStyle: [RuleCase] = [
        RuleCase(
            rule: "int-primary-key",
            sql: "create table app.t (a «int» not null, b text, primary key (a));",
            severity: .warning,
            message: "primary key app.t.a is int",
            style: true,
        ),
        RuleCase(
            rule: "char-type",
            sql: "create table app.t (a «character(3)»);",
            severity: .note,
            message: "app.t.a is character(3)",
            style: true,
        ),
        RuleCase(
            rule: "timestamp-without-time-zone",
            sql: "alter table app.t add a «timestamp(3) without time zone»;",
            severity: .note,
            message: "app.t.a is timestamp(3) without time zone",
            style: true,
        ),
        RuleCase(
            rule: "json-type",
            sql: "create table app.t (a «json» default '{}');",
            severity: .note,
            message: "app.t.a is json",
            style: true,
        ),
        RuleCase(
            rule: "serial-type",
            sql: "create table app.t (a «bigserial»);",
            severity: .note,
            message: "app.t.a is bigserial",
            style: true,
        ),
        RuleCase(
            rule: "unqualified-name",
            sql: "«create function f() returns integer language sql as 'select 1'»;",
            severity: .note,
            message: "f names no schema",
            style: true,
        ),
    ]
}
