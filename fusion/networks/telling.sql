-- What hypotheses are built from: the incidents and the accounts of no incident that are given
-- (registers, ownership, habits, background). Both under the columns of an incident.
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
    incident_id, event_type, event_subtype, markets, place_name, latitude, longitude, radius_km,
    admin2, country, occurred_from, occurred_to, killed_best, lead_account_id, is_standing,
    true as is_incident
from incident
union all
select
    background.account_id as incident_id,
    null as event_type,
    null as event_subtype,
    coalesce(event.markets, []) as markets,
    scene.place.name as place_name,
    scene.place.latitude as latitude,
    scene.place.longitude as longitude,
    scene.place.radius_km as radius_km,
    scene.place.admin2 as admin2,
    scene.place.country as country,
    coalesce(
        event.occurred_from,
        cast(coalesce(background.observed_from, background.written_at, background.received_at) as date)
    ) as occurred_from,
    event.occurred_to as occurred_to,
    null as killed_best,
    background.account_id as lead_account_id,
    true as is_standing,
    false as is_incident
from background
left join account_event as event on event.account_id = background.account_id
left join scene on scene.account_id = background.account_id
order by incident_id
