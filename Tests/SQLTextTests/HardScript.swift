extension ServerReadingTests {
    /// Every spelling that has led a splitter astray, in statements that run in an empty database.
    static let script = #"""
        -- A semicolon; in a comment, a quote ' and a dollar $$.
        create table t (id int primary key, "a;b" text default 'x;''y', note text default E'it\'s; \\');;
        create table u (id int, "--" text, "/*" text, "$$" text) /* ; /* nested; */ ' */ ;
        /* leading */ insert into t values (1, ';', $$;'"--/*$$), (2, $q$ $$;$$ $a$ $q$, E'\\'), (3, e'\'', U&'d!0061t;!!' UESCAPE '!');
        insert into u values (1, 'a'
            ';b', E'c' -- and so on;
            '\';d', x'1F'::bit(8)::text);
        select 1 as a;select 2 as b;select 'é', N'n;', b'01', 1.5e-3, .5, 1., 2*/*;*/3, 4--;
            -5, 6 - - 7, @ -8, 9::text||';', (array[1,2,3])[1:2], 'a'
            'b;', '{"a": 1}'::jsonb ? 'a', '{"a;": [1]}'::jsonb #>> '{a;,0}', 1 <> -1, 2 =-2;
        do $$
        begin
            if exists (select 1 from t where note like '%;%') then
                perform 1; -- ;$
                execute 'select ''a;'' || $1' using $x$;$x$;
            end if;
        end $$;
        do language plpgsql $body$ declare a text := $$;$$; begin a := 'begin atomic;'; end; $body$;
        create function "f;1"(a int default 1) returns int language plpgsql as 'begin return a; end;';
        create function f2(text) returns text language sql as $_$ select $1 || ';'; select $$a$$ || $1; $_$;
        create function f3(a int) returns int language sql immutable
        begin atomic
            select case when a > 0 then case a when 1 then 1 else 2 end else 3 end as "end";
            select 1 as end;
            select 2 end;
            select a as begin; -- end;
        end;
        create or replace procedure p(x int) language sql BEGIN /* ; */ ATOMIC
            insert into u (id) values (x); delete from u where id = x;
            END;
        create or replace function f4() returns void begin atomic end;
        create or replace function f5() returns int return 1;
        create function begin() returns int language sql as 'select 1';
        create rule r as on insert to u do also (insert into t (id) values (new.id + 10); delete from t where id = 99;);
        create rule r2 as on update to u do instead nothing;
        create view v as select end_, "end" from (values (1, 2)) as x (end_, "end");
        create type begin as (atomic int, case_ text);
        create table "begin;" (atomic int, "end" int);
        create operator ?- (leftarg = int, rightarg = int, function = int4mi);
        create trigger x before insert on t for each row when (new.note <> ';') execute function suppress_redundant_updates_trigger();
        comment on table t is 'a;
        b';
        prepare s (text) as select $1 || ';';
        execute s ($$;$$);
        explain (costs off) select 1;
        copy t to '/dev/null';
        set search_path to public, "a;b";
        reset search_path;
        deallocate s;
        select 1 where false -- no semicolon at the end
        """#
}
