-- Who stands in what, since when. `print` changes with every mention and with the actor's names.
select
    link.incident_id,
    named.actor_id,
    min(link.received_at) as known_at,
    bit_xor(
        hash('entry', link.incident_id, named.actor_id, link.account_id, named.surface, named.score,
             actor.kind, actor.name, actor.aliases)
    ) as print
from link
join actor_mention as named on named.account_id = link.account_id
join actor on actor.actor_id = named.actor_id
group by link.incident_id, named.actor_id
order by named.actor_id, link.incident_id
