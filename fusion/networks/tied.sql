-- Ties by number: both actors (-1: unknown), the first day, and a hash that changes with their names.
with known as (
    select number, hash(actor_id) as actor_key, hash(kind, name, aliases) as print from actor
)
select
    tie.number as tie,
    coalesce(source.number, -1) as source,
    coalesce(target.number, -1) as target,
    coalesce(datediff('day', cast($monday as date), tie.first_on) // 7, 0) as week,
    hash('tie', tie.tie_id, tie.kind, tie.source_id, tie.target_id, tie.claim_ids, tie.n_accounts,
         tie.first_on, tie.strength, source.print, target.print) as print
from tie
left join known as source on source.actor_key = hash(tie.source_id)
left join known as target on target.actor_key = hash(tie.target_id)
order by tie.number
