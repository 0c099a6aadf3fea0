internal import Testing

/// What a table of the platform must be, in the server's own spelling.
struct PlatformTable: Sendable, CustomTestStringConvertible {
    let name: String
    let columns: String
    let constraints: String
    let indexes: String

    var testDescription: String { name }

    static let all = [
        PlatformTable(
            name: "strands_sessions",
            columns: """
                id uuid not null default gen_random_uuid()
                session_id character varying(255) not null
                user_id character varying(255)
                agent_id character varying(255)
                messages jsonb not null
                metadata jsonb
                context jsonb
                created_at timestamp without time zone default CURRENT_TIMESTAMP
                updated_at timestamp without time zone default CURRENT_TIMESTAMP
                expires_at timestamp without time zone
                last_activity timestamp without time zone default CURRENT_TIMESTAMP
                message_count integer default 0
                token_count integer default 0
                cost_total numeric(10,4) default 0
                """,
            constraints: "PRIMARY KEY (id)\nUNIQUE (session_id)",
            indexes: """
                idx_sessions_agent_id btree (agent_id)
                idx_sessions_created_at btree (created_at)
                idx_sessions_expires_at btree (expires_at)
                idx_sessions_last_activity btree (last_activity)
                idx_sessions_session_id btree (session_id)
                idx_sessions_user_id btree (user_id)
                strands_sessions_pkey btree (id)
                """
        ),
        PlatformTable(
            name: "strand_session_analytics",
            columns: """
                id uuid not null default gen_random_uuid()
                session_id character varying(255)
                event_type character varying(50) not null
                event_data jsonb
                timestamp timestamp without time zone default CURRENT_TIMESTAMP
                user_agent text
                ip_address inet
                region character varying(50)
                """,
            constraints: """
                FOREIGN KEY (session_id) REFERENCES strands_sessions(session_id) ON DELETE SET NULL
                PRIMARY KEY (id)
                """,
            indexes: """
                idx_session_analytics_session_id btree (session_id)
                idx_session_analytics_timestamp btree ("timestamp")
                strand_session_analytics_pkey btree (id)
                """
        ),
        PlatformTable(
            name: "strand_session_costs",
            columns: """
                id uuid not null default gen_random_uuid()
                session_id character varying(255)
                provider character varying(50)
                model character varying(100)
                tokens_used integer
                cost_amount numeric(10,4)
                cost_currency character varying(3) default 'USD'::character varying
                timestamp timestamp without time zone default CURRENT_TIMESTAMP
                """,
            constraints: """
                FOREIGN KEY (session_id) REFERENCES strands_sessions(session_id) ON DELETE SET NULL
                PRIMARY KEY (id)
                """,
            indexes: """
                idx_session_costs_session_id btree (session_id)
                idx_session_costs_timestamp btree ("timestamp")
                strand_session_costs_pkey btree (id)
                """
        ),
    ]
}
