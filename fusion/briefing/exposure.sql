-- possible sources of an account: independent origins of the same access (component), place and
-- time, each as precise as it is told. a small group can be traced to its source by them.
-- $place: 0 place, 1 second-level unit, 2 first-level unit, 3 country, 4 anywhere.
-- $time: 0 day, 1 week, 2 month, 3 ever. $is_access_told: the reader learns who reported.
with told as (
    select
        a.account_id,
        coalesce(o.origin_id, a.account_id) as origin_id,
        case when $is_access_told then a.component else '' end as access,
        case
            when $place = 0 then coalesce(i.place_name, i.admin2, '')
            when $place = 1 then coalesce(i.admin2, i.place_name, '')
            when $place = 2 then coalesce(p.admin1, i.admin2, i.place_name, '')
            when $place = 3 then coalesce(i.country, '')
            else ''
        end as area,
        coalesce(i.occurred_from, cast(a.received_at as date)) as seen_on
    from account as a
    left join incident_account as ia on a.account_id = ia.account_id
    left join incident as i on ia.incident_id = i.incident_id
    left join place as p on i.place_id = p.place_id
    left join origin as o on a.account_id = o.account_id
),

placed as (
    select distinct
        account_id,
        origin_id,
        access,
        area,
        case
            when $time = 0 then seen_on
            when $time = 1 then date_trunc('week', seen_on)
            when $time = 2 then date_trunc('month', seen_on)
        end as period
    from told
),

counted as (
    select access, area, period, count(distinct origin_id) as k
    from placed
    group by access, area, period
)

select p.account_id, cast(min(c.k) as bigint) as k
from placed as p
inner join counted as c
    on p.access = c.access and p.area = c.area
    and p.period is not distinct from c.period
group by p.account_id
order by p.account_id
