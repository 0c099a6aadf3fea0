internal import Words

/// What `ihctl migrate adopt` may find between the folder and the table of another tool.
let adoptTopics: [Topic] = [
    topic(
        "migrate.unadopted",
        "another tool's history is taken over first",
        "The files are those of dbmate, goose, golang-migrate or Flyway, that tool's table says what it applied, and ihctl's own is empty.",
        whatToDo: [
            "ihctl migrate adopt writes down what the other table tells; after that ihctl migrate up applies what is new."
        ],
        why: ["Without it every migration would run again from the first."],
        related: ["migrate.adopt-table", "migrate.adopt-unsettled"]
    ),
    topic(
        "migrate.adopt-table",
        "the other tool's table is found",
        "The table in which the tool keeps what it applied is not there, is there several times, or is another's.",
        whatToDo: [
            "Looked for are schema_migrations (dbmate, golang-migrate), goose_db_version and flyway_schema_history: on the search path, else anywhere, else a table with the same columns.",
            "Where it has another name or stands in several schemas, ihctl migrate adopt --table SCHEMA.NAME.",
        ],
        related: ["migrate.unadopted"]
    ),
    topic(
        "migrate.adopt-unsettled",
        "the other tool came to an end",
        "golang-migrate left its table dirty, or Flyway a migration that failed: nobody can tell what of it is there.",
        whatToDo: [
            "Look at the schema, undo or finish the migration by hand.",
            "Tell the tool: migrate force VERSION with the version that stands, flyway repair for Flyway. Then ihctl migrate adopt.",
        ],
        related: ["migrate.unadopted"]
    ),
    topic(
        "migrate.adopt-again",
        "what was adopted once is adopted once",
        "An earlier adoption is recorded, and the other table tells of migrations that ihctl's history does not hold now.",
        whatToDo: [
            "Where ihctl migrate down took them back, all is well: the other table is never changed and so tells of them still.",
            "Where the other tool applied them since, ihctl migrate adopt --again takes them over.",
        ],
        related: ["migrate.unadopted"]
    ),
    topic(
        "migrate.adopt-program",
        "a migration is SQL",
        "The other tool ran code of its own, in Go or Java, that has no file here. It is left out of ihctl's history.",
        severity: .warning,
        whatToDo: [
            "Write what it did as a migration in SQL with the same version, so that a new database gets it too."
        ],
        related: ["migrate.file"]
    ),
    topic(
        "migrate.left-out",
        "everything in the folder is a migration",
        "A file in the folder is no migration: a callback of Flyway's, the undoing of something that is not there, a name the tool does not take.",
        severity: .warning,
        whatToDo: ["Where what it does is wanted, make a migration of it; else take it out of the folder."],
        related: ["migrate.file"]
    ),
]
