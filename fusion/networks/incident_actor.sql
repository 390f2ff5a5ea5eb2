-- Who stands in which incident, since when, and on which origins.
select
    link.incident_id,
    named.actor_id,
    max(named.score) as score,
    min(link.received_at) as known_at,
    list_sort(list(distinct link.origin_id)) as origin_ids
from link
join actor_mention as named on named.account_id = link.account_id
join actor on actor.actor_id = named.actor_id
group by link.incident_id, named.actor_id
order by link.incident_id, named.actor_id
