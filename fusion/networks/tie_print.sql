-- A hash of each tie, with the names of those it joins.
select
    tie.tie_id,
    tie.source_id,
    tie.target_id,
    tie.first_on,
    tie.claim_ids,
    hash('tie', tie.tie_id, tie.kind, tie.source_id, tie.target_id, tie.claim_ids, tie.n_accounts,
         tie.first_on, tie.strength, source.kind, source.name, source.aliases, target.kind,
         target.name, target.aliases) as print
from tie
left join actor as source on source.actor_id = tie.source_id
left join actor as target on target.actor_id = tie.target_id
order by tie.tie_id
