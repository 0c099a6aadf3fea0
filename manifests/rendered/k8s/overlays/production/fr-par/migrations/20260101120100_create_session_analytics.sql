-- What happened in a session. It outlives the session, which is gone after a day, until its own retention ends.

-- ihctl:up

create table public.strand_session_analytics (
    id         uuid         primary key default gen_random_uuid(),
    session_id varchar(255) references public.strands_sessions (session_id) on delete set null,
    event_type varchar(50)  not null,
    event_data jsonb,
    timestamp  timestamp    default current_timestamp,
    user_agent text,
    ip_address inet,
    region     varchar(50)
);

-- Without it every session removed would read the whole table.
create index idx_session_analytics_session_id on public.strand_session_analytics (session_id);
-- For retention.
create index idx_session_analytics_timestamp on public.strand_session_analytics (timestamp);

-- ihctl:down

drop table public.strand_session_analytics;
