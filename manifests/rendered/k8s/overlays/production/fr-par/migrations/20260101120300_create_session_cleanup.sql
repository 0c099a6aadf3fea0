-- Clean-up and retention. Each call removes one batch in a transaction of its own and says how many rows went; call it
-- until it says less than the batch. Rows that somebody is using are passed over and wait for the next call, so several
-- may run at once and beside the agents. `timezone` is set because a session's own would shift what "now" means.

-- ihctl:up

-- A session whose expiry the agent puts off meanwhile is looked at again when its lock is had, and stays.
create function public.remove_expired_sessions(batch_size integer default 1000)
    returns integer
    language sql
    set search_path = pg_catalog, pg_temp
    set timezone = 'UTC'
as $$
    with expired as materialized (
        select s.id
        from public.strands_sessions as s
        where s.expires_at < localtimestamp
        order by s.expires_at
        limit batch_size
        for update skip locked
    ), removed as (
        delete from public.strands_sessions as s
        using expired
        where s.id = expired.id
        returning 1
    )
    select count(*)::integer from removed
$$;

comment on function public.remove_expired_sessions(integer) is
    'Removes a batch of sessions whose expires_at has passed; their analytics and costs stay, without the session';

-- 90 days: the rows hold addresses and user agents, as access logs do.
create function public.remove_old_session_analytics(
    older_than interval default '90 days',
    batch_size integer default 1000
)
    returns integer
    language sql
    set search_path = pg_catalog, pg_temp
    set timezone = 'UTC'
as $$
    with old as materialized (
        select a.id
        from public.strand_session_analytics as a
        where a.timestamp < localtimestamp - older_than
        order by a.timestamp
        limit batch_size
        for update skip locked
    ), removed as (
        delete from public.strand_session_analytics as a
        using old
        where a.id = old.id
        returning 1
    )
    select count(*)::integer from removed
$$;

comment on function public.remove_old_session_analytics(interval, integer) is
    'Removes a batch of analytics older than an interval';

-- A year, as long as the coarsest metrics are kept.
create function public.remove_old_session_costs(
    older_than interval default '1 year',
    batch_size integer default 1000
)
    returns integer
    language sql
    set search_path = pg_catalog, pg_temp
    set timezone = 'UTC'
as $$
    with old as materialized (
        select c.id
        from public.strand_session_costs as c
        where c.timestamp < localtimestamp - older_than
        order by c.timestamp
        limit batch_size
        for update skip locked
    ), removed as (
        delete from public.strand_session_costs as c
        using old
        where c.id = old.id
        returning 1
    )
    select count(*)::integer from removed
$$;

comment on function public.remove_old_session_costs(interval, integer) is
    'Removes a batch of costs older than an interval';

-- Whoever may not delete gains nothing by them, but nobody needs them unasked either.
revoke execute on function public.remove_expired_sessions(integer) from public;
revoke execute on function public.remove_old_session_analytics(interval, integer) from public;
revoke execute on function public.remove_old_session_costs(interval, integer) from public;

-- ihctl:down

drop function public.remove_old_session_costs(interval, integer);
drop function public.remove_old_session_analytics(interval, integer);
drop function public.remove_expired_sessions(integer);
