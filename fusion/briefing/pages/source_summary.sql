-- reports, accounts and origins by component; reliability as received (f: not to be judged).
with lead as (
    select r.component, count(*) as n_reports,
        count(*) filter (where r.language = 'en') as n_en,
        count(*) filter (where r.language = 'fr') as n_fr,
        count(*) filter (where r.language = 'ar') as n_ar,
        count(*) filter (where r.reliability in ('A', 'B')) as n_good,
        count(*) filter (where r.reliability = 'C') as n_fair,
        count(*) filter (where r.reliability in ('D', 'E')) as n_poor,
        count(*) filter (where r.reliability = 'F') as n_unknown
    from report as r
    group by r.component
),

told as (
    select a.component, count(distinct a.account_id) as n_accounts,
        count(distinct o.origin_id) as n_origins
    from account as a
    left join origin as o on a.account_id = o.account_id and not o.is_withdrawn
    group by a.component
)

select l.component, l.n_reports, l.n_en, l.n_fr, l.n_ar, l.n_good, l.n_fair, l.n_poor,
    l.n_unknown,
    coalesce(t.n_accounts, 0) as n_accounts,
    coalesce(t.n_origins, 0) as n_origins
from lead as l
left join told as t on l.component = t.component
order by l.n_reports desc, l.component
