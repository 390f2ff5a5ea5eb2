-- Country and hash of what may be told: standing incidents, numbered as they are, and after them
-- the accounts of no incident. `told` are the numbers that some account tells of.
with scene as (
    select
        account_place.account_id,
        arg_max(place, (account_place.score, account_place.place_id)) as place
    from account_place
    join place on place.place_id = account_place.place_id
    where account_place.part = 'event'
    group by account_place.account_id
)
select
    incident.number as telling,
    incident.country,
    hash('telling', incident_id, event_type, event_subtype, markets, place_name, latitude,
         longitude, radius_km, admin2, country, occurred_from, occurred_to, killed_best,
         lead_account_id) as print
from incident
where incident.number in (select telling from told)
union all
select
    $n_incidents + account.number as telling,
    scene.place.country as country,
    hash('telling', account.account_id, account.observed_from, account.written_at,
         account.received_at, event.markets, event.occurred_from, event.occurred_to,
         scene.place) as print
from account
left join account_event as event on hash(event.account_id) = hash(account.account_id)
left join scene on hash(scene.account_id) = hash(account.account_id)
where $n_incidents + account.number in (select telling from told)
