-- Which accounts that count tell of which standing incidents: known by $as_of, not withdrawn, nor
-- resting on a withdrawn origin. Accounts that tell of none have no `telling`. Incidents, accounts
-- and actors go by number. All of the record is read here, so identifiers are joined by their hash.
-- `print` changes with everything here that a hypothesis may rest on.
with spoken as (
    select
        hash(link.account_id) as account_key,
        bit_xor(hash(report.report_id, report.source_text)) as print
    from report
    join account_report as link on hash(link.report_id) = hash(report.report_id)
    where report.source_text is not null
    group by link.account_id
),
vouched as (
    select hash(account_id) as account_key, hash(origin_id) as origin_key, independence
    from origin
),
withdrawn as (
    select distinct hash(origin_id) as origin_key from origin where is_withdrawn
),
heard as (
    select
        account.number,
        hash(account.account_id) as account_key,
        vouched.origin_key,
        greatest(0, (epoch_us(account.received_at) - $monday_us) // 604800000000) as week,
        hash(account.received_at, account.component, account.reliability, account.credibility,
             account.text_sha256, spoken.print, vouched.independence) as print
    from account
    left join spoken on spoken.account_key = hash(account.account_id)
    left join vouched on vouched.account_key = hash(account.account_id)
    where not account.is_withdrawn and account.received_at <= $as_of
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
)
select
    member.telling,
    heard.number as account,
    member.telling_key,
    heard.account_key,
    heard.origin_key as own_origin_key,
    heard.week,
    heard.print as heard_print,
    hash('link', member.telling_key, heard.account_key, member.origin_key, heard.print) as print
from heard
left join member on heard.account_key = member.account_key
where coalesce(member.origin_key, heard.origin_key) not in (select origin_key from withdrawn)
