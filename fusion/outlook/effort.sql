-- Who reported from where and when: every account with the places it speaks of. An account
-- without a place still counts as effort for the mission as a whole.
select
    account.account_id,
    account.component,
    account.n_reports,
    cast(account.received_at as date) as known_on,
    account.language,
    cast(coalesce(account.observed_from, account.written_at, account.received_at) as date) as day,
    place.admin2,
    place.latitude,
    place.longitude
from account
left join account_place on account_place.account_id = account.account_id
left join place on place.place_id = account_place.place_id
where not account.is_withdrawn and account.received_at <= $as_of
order by account.account_id, place.place_id, account_place.part
