-- Standing incidents with the moment they became known: their first account that still counts.
select
    incident.incident_id,
    incident.event_type,
    incident.markets,
    incident.admin2,
    incident.latitude,
    incident.longitude,
    coalesce(incident.killed_best, 0) as killed,
    coalesce(incident.occurred_from, incident.occurred_to, cast(min(account.received_at) as date)) as day,
    min(account.received_at) as known_at,
    list_sort(list(distinct account.component)) as components
from incident
join incident_account using (incident_id)
join account using (account_id)
where incident.is_standing
    and not account.is_withdrawn
    and account.received_at <= $as_of
group by
    incident.incident_id, incident.event_type, incident.markets, incident.admin2, incident.latitude,
    incident.longitude, incident.killed_best, incident.occurred_from, incident.occurred_to
order by incident.incident_id
