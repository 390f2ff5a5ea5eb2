-- Incidents, and accounts of none, of which nothing stands any more (`told`), with those they named:
-- they count for nothing, but a hypothesis that was named after one keeps its name.
with named as (
    select
        told.incident_id,
        actor_mention.actor_id,
        min(account.received_at) as known_at
    from told
    join account on account.account_id = told.account_id
    join actor_mention on actor_mention.account_id = told.account_id
    where account.received_at <= $as_of
    group by told.incident_id, actor_mention.actor_id
)
select
    named.incident_id,
    named.actor_id,
    coalesce(actor.number, -1) as actor,
    named.known_at,
    hash('ghost', named.incident_id, named.actor_id,
         bit_xor(hash(named.actor_id, named.known_at)) over (partition by named.incident_id))
        as print
from named
left join actor on actor.actor_id = named.actor_id
order by named.incident_id, named.actor_id
