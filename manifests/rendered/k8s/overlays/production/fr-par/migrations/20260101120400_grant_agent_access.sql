-- What an agent may do. The rights belong to a group without login, because the agent's own role has another name in
-- every environment: `grant island_hopper_agent to <that role>` makes it a member.

-- ihctl:up

-- Roles belong to the whole server: another database's migrations may have made it, or be making it right now.
do $$
begin
    if to_regrole('island_hopper_agent') is null then
        create role island_hopper_agent nologin;
    end if;
exception
    when duplicate_object or unique_violation then
        null;
    when insufficient_privilege then
        raise exception 'role "island_hopper_agent" is missing, and this role may not create it'
            using errcode = 'insufficient_privilege',
                  hint = 'Ask an administrator to run: create role island_hopper_agent nologin';
end
$$;

grant usage on schema public to island_hopper_agent;
grant select, insert, update, delete on public.strands_sessions to island_hopper_agent;
-- What happened and what it cost is written once and never changed; retention is not the agent's business.
grant select, insert on public.strand_session_analytics to island_hopper_agent;
grant select, insert on public.strand_session_costs to island_hopper_agent;
grant execute on function public.remove_expired_sessions(integer) to island_hopper_agent;

-- ihctl:down

revoke execute on function public.remove_expired_sessions(integer) from island_hopper_agent;
revoke select, insert on public.strand_session_costs from island_hopper_agent;
revoke select, insert on public.strand_session_analytics from island_hopper_agent;
revoke select, insert, update, delete on public.strands_sessions from island_hopper_agent;
revoke usage on schema public from island_hopper_agent;

-- The role stays where it has members, or rights in another database of this server.
do $$
begin
    if not exists (
        select
        from pg_catalog.pg_auth_members
        where
            roleid = to_regrole('island_hopper_agent')
            and member <> (select oid from pg_catalog.pg_roles where rolname = current_user)
    ) then
        drop role island_hopper_agent;
    end if;
exception
    when dependent_objects_still_exist or undefined_object or insufficient_privilege then
        null;
end
$$;
