-- Claims of accounts that count, by number: whose, about whom (-1: nobody known), since which week.
with known as (
    select number, hash(actor_id) as actor_key from actor
)
select
    claim.number as claim,
    account.number as account,
    coalesce(subject.number, -1) as subject,
    coalesce(object.number, -1) as object,
    greatest(0, (epoch_us(account.received_at) - $monday_us) // 604800000000) as week,
    hash('claim', claim.claim_id, claim.account_id, claim.kind, claim.predicate, claim.subject_id,
         claim.object_id, claim.polarity, claim.modality, account.received_at) as print
from claim
join account on hash(account.account_id) = hash(claim.account_id)
left join known as subject on subject.actor_key = hash(claim.subject_id)
left join known as object on object.actor_key = hash(claim.object_id)
where not account.is_withdrawn and account.received_at <= $as_of
order by claim.number
