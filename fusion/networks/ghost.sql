-- Incidents, and accounts of none, of which nothing stands any more, with those they named: they
-- count for nothing, but a hypothesis that was named after one keeps its name.
with told as (
    select incident_account.incident_id, incident_account.account_id from incident_account
    union all
    select account.account_id as incident_id, account.account_id
    from account
    where account.is_withdrawn
        and account.account_id not in (select account_id from incident_account)
),
named as (
    select
        told.incident_id,
        actor_mention.actor_id,
        min(account.received_at) as known_at
    from told
    join account on account.account_id = told.account_id
    join actor_mention on actor_mention.account_id = told.account_id
    where account.received_at <= $as_of
        and told.incident_id not in (select incident_id from link)
    group by told.incident_id, actor_mention.actor_id
)
select
    incident_id,
    actor_id,
    known_at,
    hash('ghost', incident_id, actor_id,
         bit_xor(hash(actor_id, known_at)) over (partition by incident_id)) as print
from named
order by incident_id, actor_id
