-- Claims of accounts that count, with a hash of each.
select
    claim.claim_id,
    claim.account_id,
    claim.subject_id,
    claim.object_id,
    account.received_at,
    hash('claim', claim.claim_id, claim.account_id, claim.kind, claim.predicate, claim.subject_id,
         claim.object_id, claim.polarity, claim.modality, account.received_at) as print
from claim
join account on account.account_id = claim.account_id
where not account.is_withdrawn and account.received_at <= $as_of
order by claim.claim_id
