-- Country and hash of standing incidents, by number, and after them of the accounts that tell of
-- themselves.
with scene as (
    select
        account_place.account_id,
        arg_max(place, (account_place.score, account_place.place_id)) as place
    from account_place
    join place on place.place_id = account_place.place_id
    where account_place.part = 'event'
        and account_place.account_id in (select account_id from background)
    group by account_place.account_id
)
select
    incident.number as telling,
    incident.country,
    hash('telling', incident_id, event_type, event_subtype, markets, place_name, latitude,
         longitude, radius_km, admin2, country, occurred_from, occurred_to, killed_best,
         lead_account_id) as print
from incident
where is_standing
union all
select
    $n_incidents + background.number as telling,
    scene.place.country as country,
    hash('telling', background.account_id, background.observed_from, background.written_at,
         background.received_at, event.markets, event.occurred_from, event.occurred_to,
         scene.place) as print
from background
left join account_event as event on event.account_id = background.account_id
left join scene on scene.account_id = background.account_id
