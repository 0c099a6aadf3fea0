-- Conversations of the agents. Times are without time zone, as the agents write them, and mean UTC.

-- ihctl:up

create table public.strands_sessions (
    id            uuid           primary key default gen_random_uuid(),
    -- The constraint's index is the one that look-ups by session_id use: a second would only slow down writing.
    session_id    varchar(255)   not null constraint idx_sessions_session_id unique,
    user_id       varchar(255),
    agent_id      varchar(255),
    messages      jsonb          not null,
    metadata      jsonb,
    context       jsonb,
    created_at    timestamp      default current_timestamp,
    updated_at    timestamp      default current_timestamp,
    -- Null: never.
    expires_at    timestamp,
    last_activity timestamp      default current_timestamp,
    message_count integer        default 0,
    token_count   integer        default 0,
    cost_total    decimal(10, 4) default 0
);

create index idx_sessions_user_id on public.strands_sessions (user_id);
create index idx_sessions_agent_id on public.strands_sessions (agent_id);
create index idx_sessions_created_at on public.strands_sessions (created_at);
create index idx_sessions_last_activity on public.strands_sessions (last_activity);
create index idx_sessions_expires_at on public.strands_sessions (expires_at);

-- ihctl:down

drop table public.strands_sessions;
