-- Which claims that count state which tie, both by number.
with listed as (
    select number, unnest(claim_ids) as claim_id from tie
)
select distinct listed.number as tie, said.claim
from listed
join claim on hash(claim.claim_id) = hash(listed.claim_id)
join said on said.claim = claim.number
order by tie, claim
