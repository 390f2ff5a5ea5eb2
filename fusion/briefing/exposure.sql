-- possible sources of an account: other accounts of the same component, place and week.
-- an account whose group is small can be traced to its source by place, time and access.
with placed as (
    select distinct
        a.account_id,
        a.component,
        coalesce(i.admin2, i.place_name, '') as area,
        date_trunc('week', coalesce(i.occurred_from, cast(a.received_at as date))) as week
    from account as a
    inner join incident_account as ia on a.account_id = ia.account_id
    inner join incident as i on ia.incident_id = i.incident_id
),

counted as (
    select component, area, week, count(distinct account_id) as k
    from placed
    group by component, area, week
)

select p.account_id, cast(min(c.k) as bigint) as k
from placed as p
inner join counted as c
    on p.component = c.component and p.area = c.area and p.week = c.week
group by p.account_id
order by p.account_id
