extension LintRule {
    /// `do-block-unread` is one of them, though it stands with the rows.
    static let style: [LintRule] = [
        intPrimaryKey, charType, timestampWithoutTimeZone, jsonType, identifierTooLong, unqualifiedName, serialType,
        domainWithCheck,
    ]

    static let intPrimaryKey = LintRule(
        "int-primary-key",
        .warning,
        .style,
        title: "primary keys are bigint or uuid",
        why:
            "An integer key is used up after 2,147,483,647 rows, failed inserts counted; widening it then writes the table anew.",
        instead: "bigint generated always as identity, or uuid.",
        bad: "create table app.orders (id integer primary key);",
        good: "create table app.orders (id bigint primary key);",
    )

    static let charType = LintRule(
        "char-type",
        .note,
        .style,
        title: "text is text",
        why:
            "char(n) is filled up with blanks that some comparisons see and others do not, and it saves neither room nor time.",
        instead: "text, with a CHECK on the length where it matters.",
        bad: "create table app.countries (code char(2));",
        good: "create table app.countries (code text);",
    )

    static let timestampWithoutTimeZone = LintRule(
        "timestamp-without-time-zone",
        .note,
        .style,
        title: "moments are timestamptz",
        why:
            "timestamp keeps what a clock showed, not when it was: the same value is another moment in another session.",
        instead: "timestamptz.",
        bad: "create table app.visits (at timestamp);",
        good: "create table app.visits (at timestamptz);",
    )

    static let jsonType = LintRule(
        "json-type",
        .note,
        .style,
        title: "documents are jsonb",
        why:
            "json is kept as text: it has no equality, so DISTINCT, UNION and GROUP BY fail, and it is parsed at each use.",
        instead: "jsonb.",
        bad: "create table app.events (body json);",
        good: "create table app.events (body jsonb);",
    )

    static let identifierTooLong = LintRule(
        "identifier-too-long",
        .warning,
        .style,
        title: "names fit into 63 bytes",
        why:
            "The server cuts longer names off with no more than a notice: two of them may become one, and scripts do not find theirs.",
        instead: "A shorter name.",
        bad: "create table app.an_exceedingly_long_name_for_a_table_that_nobody_would_want_to_type_twice (id bigint);",
        good: "create table app.short (id bigint);",
    )

    static let unqualifiedName = LintRule(
        "unqualified-name",
        .note,
        .style,
        title: "names say their schema",
        why: "Which table a bare name means is decided by the search path of whoever runs the migration.",
        instead: "schema.name.",
        bad: "create table orders (id bigint);",
        good: "create table app.orders (id bigint);",
    )

    static let serialType = LintRule(
        "serial-type",
        .note,
        .style,
        title: "numbered columns are identity columns",
        why:
            "serial makes a sequence with rights, owner and dump of its own, and its default can be overwritten unseen.",
        instead: "bigint generated always as identity.",
        bad: "create table app.orders (id bigserial primary key);",
        good: "create table app.orders (id bigint generated always as identity primary key);",
    )

    static let domainWithCheck = LintRule(
        "domain-with-check",
        .note,
        .style,
        title: "checks stand on tables",
        why: "Changing a domain's check reads every table that uses the domain, and locks them all.",
        instead: "A CHECK on the column.",
        bad: "create domain app.email as text check (value like '%@%');",
        good: "create table app.users (email text check (email like '%@%'));",
    )
}
