-- Accounts of no incident that name an actor and have an origin: they tell of themselves.
select
    $n_incidents + heard.account as telling,
    heard.account,
    heard.account_key as telling_key,
    heard.account_key,
    heard.week,
    hash('link', heard.account_key, heard.account_key, heard.own_origin_key, heard.heard_print)
        as print
from heard
where heard.own_origin_key is not null
    and not exists (
        select 1 from incident_account as other where hash(other.account_id) = heard.account_key
    )
    and exists (
        select 1 from actor_mention as named where hash(named.account_id) = heard.account_key
    )
