-- What a session cost. It outlives the session, which is gone after a day, until its own retention ends.

-- ihctl:up

create table public.strand_session_costs (
    id            uuid           primary key default gen_random_uuid(),
    session_id    varchar(255)   references public.strands_sessions (session_id) on delete set null,
    provider      varchar(50),
    model         varchar(100),
    tokens_used   integer,
    cost_amount   decimal(10, 4),
    cost_currency varchar(3)     default 'USD',
    timestamp     timestamp      default current_timestamp
);

-- Without it every session removed would read the whole table.
create index idx_session_costs_session_id on public.strand_session_costs (session_id);
-- For retention.
create index idx_session_costs_timestamp on public.strand_session_costs (timestamp);

-- ihctl:down

drop table public.strand_session_costs;
