-- Who stands in what, since which week. `print` changes with every mention and with the names.
with known as (
    select number, hash(actor_id) as actor_key, hash(actor_id, kind, name, aliases) as print
    from actor
)
select
    link.telling,
    known.number as actor,
    min(link.week) as week,
    bit_xor(hash('entry', link.telling_key, link.account_key, mention.surface, mention.score,
                 known.print)) as print
from link
join actor_mention as mention on hash(mention.account_id) = link.account_key
join known on known.actor_key = hash(mention.actor_id)
group by link.telling, known.number
