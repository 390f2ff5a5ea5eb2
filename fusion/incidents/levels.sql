-- The level of each comparison for each pair of accounts (a was written first). The conditions
-- are the single source for scoring here and for learning the weights (train.py reads them).
-- 'unknown' carries no evidence in either direction.
select
    a.account_id as account_a,
    b.account_id as account_b,
    case
        when a.day_from is null or b.day_from is null then 'unknown'
        when a.day_from = b.day_from and a.day_to = b.day_to then 'same days'
        when a.day_from <= b.day_to and b.day_from <= a.day_to then 'overlapping days'
        when least(abs(a.day_from - b.day_to), abs(b.day_from - a.day_to)) <= 1 then 'next day'
        when b.is_dated_by_writing and b.day_from - a.day_to between 2 and 6 then 'told days later'
        when a.is_dated_by_writing and a.day_from - b.day_to between 2 and 6 then 'told days later'
        when least(abs(a.day_from - b.day_to), abs(b.day_from - a.day_to)) <= 3 then 'days apart'
        else 'further apart'
    end as time,
    case
        when a.latitude is null or b.latitude is null then 'unknown'
        when len(list_intersect(a.place_ids, b.place_ids)) > 0
            and least(a.radius_km, b.radius_km) <= 6 then 'same place'
        when 12742 * asin(sqrt(
            pow(sin(radians(b.latitude - a.latitude) / 2), 2)
            + cos(radians(a.latitude)) * cos(radians(b.latitude))
            * pow(sin(radians(b.longitude - a.longitude) / 2), 2)
        )) <= 5 + a.radius_km + b.radius_km then 'within radii'
        when 12742 * asin(sqrt(
            pow(sin(radians(b.latitude - a.latitude) / 2), 2)
            + cos(radians(a.latitude)) * cos(radians(b.latitude))
            * pow(sin(radians(b.longitude - a.longitude) / 2), 2)
        )) <= 30 + a.radius_km + b.radius_km then 'neighbourhood'
        when len(list_intersect(a.place_ids, b.named_ids)) > 0
            or len(list_intersect(b.place_ids, a.named_ids)) > 0 then 'named in passing'
        else 'elsewhere'
    end as place,
    case
        when a.event_subtype is null or b.event_subtype is null then 'unknown'
        when a.event_subtype = b.event_subtype and a.event_subtype <> 'other' then 'same sub-type'
        when a.event_type = b.event_type then 'same type'
        else 'other type'
    end as type,
    case
        when len(a.markets) = 0 or len(b.markets) = 0 then 'unknown'
        when len(list_intersect(a.markets, b.markets)) > 0 then 'same market'
        else 'other market'
    end as market,
    case
        when len(list_intersect(a.rare_actors, b.rare_actors)) > 1 then 'rare actors'
        when len(list_intersect(a.rare_actors, b.rare_actors)) = 1 then 'a rare actor'
        when len(list_intersect(a.actors, b.actors)) > 0 then 'a known actor'
        when len(a.actors) = 0 or len(b.actors) = 0 then 'unknown'
        else 'other actors'
    end as actors,
    case
        when len(list_intersect(a.marks, b.marks)) > 3 then 'many rare details'
        when len(list_intersect(a.marks, b.marks)) > 1 then 'rare details'
        when len(list_intersect(a.marks, b.marks)) = 1 then 'a rare detail'
        when len(a.marks) = 0 or len(b.marks) = 0 then 'unknown'
        else 'no rare detail'
    end as details,
    case
        when a.killed_high is null or b.killed_high is null then 'unknown'
        when greatest(a.killed_high, b.killed_high) = 0 then 'none killed'
        when a.killed_low <= b.killed_high and b.killed_low <= a.killed_high then 'same toll'
        when least(a.killed_high, b.killed_high) = 0 then 'killed or not'
        else 'other toll'
    end as toll,
    case
        when len(a.vector) = 0 or len(b.vector) = 0 then 'unknown'
        when list_cosine_similarity(a.vector, b.vector) > 0.5 then 'same meaning'
        when list_cosine_similarity(a.vector, b.vector) > 0.3 then 'like meaning'
        when list_cosine_similarity(a.vector, b.vector) > 0.15 then 'some likeness'
        else 'unlike'
    end as meaning,
    case
        when a.component = b.component then 'same component'
        else 'another component'
    end as reporter,
    case
        when a.is_event and b.is_event then 'two events'
        when a.is_event or b.is_event then 'event and state'
        else 'two states'
    end as telling
from pair
join telling as a on a.number = pair.first
join telling as b on b.number = pair.second
order by account_a, account_b
