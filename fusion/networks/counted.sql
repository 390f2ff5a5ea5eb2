-- Which accounts that count tell of what: known by $as_of, not withdrawn, nor resting on a withdrawn
-- origin. Tellings are numbered as the incidents are and, after them, the accounts; accounts of no
-- incident that name an actor tell of themselves. All of the record is read here, so identifiers
-- are joined by their hash. `print` changes with everything here that a hypothesis may rest on.
with spoken as (
    select hash(link.account_id) as account_key, bit_xor(hash(report.report_id, report.source_text)) as print
    from report
    join account_report as link on hash(link.report_id) = hash(report.report_id)
    where report.source_text is not null
    group by link.account_id
),
heard as (
    select
        account.number,
        hash(account.account_id) as account_key,
        greatest(0, (epoch_us(account.received_at) - $monday_us) // 604800000000) as week,
        hash(account.received_at, account.component, account.reliability, account.credibility,
             account.text_sha256, spoken.print) as print
    from account
    left join spoken on spoken.account_key = hash(account.account_id)
    where not account.is_withdrawn and account.received_at <= $as_of
),
vouched as (
    select hash(account_id) as account_key, hash(origin_id) as origin_key, independence
    from origin
),
withdrawn as (
    select distinct hash(origin_id) as origin_key from origin where is_withdrawn
),
member as (
    select
        incident.number as telling,
        hash(told.incident_id) as telling_key,
        hash(told.account_id) as account_key,
        hash(told.origin_id) as origin_key
    from incident_account as told
    join incident on hash(incident.incident_id) = hash(told.incident_id)
    where incident.is_standing
    union all
    select
        $n_incidents + heard.number as telling,
        heard.account_key as telling_key,
        heard.account_key,
        vouched.origin_key
    from heard
    join vouched on vouched.account_key = heard.account_key
    where not exists (
        select 1 from incident_account as other where hash(other.account_id) = heard.account_key
    )
    and exists (
        select 1 from actor_mention as named where hash(named.account_id) = heard.account_key
    )
)
select
    member.telling,
    heard.number as account,
    member.telling_key,
    member.account_key,
    heard.week,
    hash('link', member.telling_key, member.account_key, member.origin_key, vouched.independence,
         heard.print) as print
from member
join heard on heard.account_key = member.account_key
left join vouched on vouched.account_key = member.account_key
where not exists (select 1 from withdrawn where withdrawn.origin_key = member.origin_key)
