-- Reports per component and corridor ('mission': anywhere) in the last four weeks and, per four
-- weeks, in the twelve before. Who never reported from a corridor has a row as well: a corridor
-- that nobody reports from is no coverage, not calm.
with heard as (
    select account_id, component, n_reports, cast(received_at as date) as received_on
    from account
    where not is_withdrawn and received_at <= $as_of
),
placed as (
    select distinct account_place.account_id, place_area.area
    from account_place
    join place_area on place_area.place_id = account_place.place_id
),
daily as (
    select component, $mission as area, received_on, sum(n_reports) as n_reports
    from heard
    group by component, received_on
    union all
    select heard.component, placed.area, heard.received_on, sum(heard.n_reports) as n_reports
    from heard
    join placed on placed.account_id = heard.account_id
    group by heard.component, placed.area, heard.received_on
),
told as (
    select
        component,
        area,
        n_reports,
        datediff('day', received_on, cast($as_of as date)) as age_days
    from daily
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
