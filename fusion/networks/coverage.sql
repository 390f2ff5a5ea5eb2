-- Reports per component and corridor ('mission': anywhere) in the last four weeks and, per four
-- weeks, in the twelve before. Who never reported from a corridor has a row as well: a corridor
-- that nobody reports from is no coverage, not calm.
with told as (
    select distinct
        account.component,
        place.area,
        account.account_id,
        account.n_reports,
        datediff('day', cast(account.received_at as date), cast($as_of as date)) as age_days
    from account
    join account_area as place on place.account_id = account.account_id
    where not account.is_withdrawn and account.received_at <= $as_of
),
counted as (
    select
        reporter.component,
        reporter.area,
        coalesce(sum(told.n_reports) filter (where told.age_days < 28), 0) as n_recent,
        coalesce(sum(told.n_reports) filter (where told.age_days between 28 and 111), 0) / 3.0
            as n_usual,
        cast($as_of as date) - cast(min(told.age_days) as integer) as last_on
    from reporter
    left join told on told.component = reporter.component and told.area = reporter.area
    group by reporter.component, reporter.area
)
select
    component,
    area,
    cast(n_recent as bigint) as n_recent,
    cast(n_usual as double) as n_usual,
    last_on,
    case
        when n_recent = 0 then 'no_coverage'
        when n_recent < 0.5 * n_usual then 'thin'
        else 'covered'
    end as state
from counted
order by component, area
