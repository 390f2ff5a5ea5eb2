-- The level of each comparison for each pair of accounts (a was written first). The conditions
-- are the single source for scoring here and for learning the weights (train.py reads them).
-- 'unknown' carries no evidence in either direction. `pair` brings what is measured on pairs:
-- closeness of content, weight of shared details, kilometres beyond the radii of both places.
select
    a.account_id as account_a,
    b.account_id as account_b,
    case
        when b.tells_after and not a.tells_after and b.written < a.day_from
            or a.tells_after and not b.tells_after and a.written < b.day_from
            then 'visited before'
        when b.tells_after and not a.tells_after and b.written - a.day_to <= 4
            or a.tells_after and not b.tells_after and a.written - b.day_to <= 4
            then 'visited within days'
        when b.tells_after and not a.tells_after and b.written - a.day_to <= 10
            or a.tells_after and not b.tells_after and a.written - b.day_to <= 10
            then 'visited within ten days'
        when a.day_from <= b.day_to and b.day_from <= a.day_to and a.is_exact and b.is_exact
            then 'same day, both with an hour'
        when a.day_from <= b.day_to and b.day_from <= a.day_to then 'same day'
        when len(list_intersect(a.foremost, b.foremost)) > 0 then 'a day that both speak of'
        when a.is_exact and b.is_exact then 'two days, both with an hour'
        when len(list_intersect(a.told, b.told)) > 0 then 'a day recalled'
        when list_min(list_transform(a.told, d -> list_min(list_transform(b.told, e -> abs(d - e)))))
            <= 1 then 'next day'
        when list_min(list_transform(a.told, d -> list_min(list_transform(b.told, e -> abs(d - e)))))
            <= 4 and (a.is_vague or b.is_vague) then 'told days later'
        when list_min(list_transform(a.told, d -> list_min(list_transform(b.told, e -> abs(d - e)))))
            <= 4 then 'days apart'
        when list_min(list_transform(a.told, d -> list_min(list_transform(b.told, e -> abs(d - e)))))
            <= 10 then 'a week apart'
        else 'further apart'
    end as time,
    case
        when len(list_intersect(a.place_ids, b.place_ids)) > 0
            and least(a.radius_km, b.radius_km) <= 6 then 'same place'
        when len(list_intersect(a.rare_places, b.rare_places)) > 0 then 'a rare place named'
        when pair.km_beyond is null then 'unknown'
        when pair.km_beyond <= 5 then 'within radii'
        when len(list_intersect(a.place_ids, b.named_ids)) > 0
            or len(list_intersect(b.place_ids, a.named_ids)) > 0 then 'named in passing'
        when len(list_intersect(a.place_names, b.place_names)) > 0 then 'a name in common'
        when not a.is_placed or not b.is_placed then 'unknown'
        when pair.km_beyond <= 30 then 'neighbourhood'
        when pair.km_beyond <= 80 then 'within reach'
        else 'elsewhere'
    end as place,
    case
        when a.event_subtype is null or b.event_subtype is null
            or a.event_subtype = 'other' or b.event_subtype = 'other' then 'unknown'
        when a.event_subtype = b.event_subtype then 'same sub-type'
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
        when pair.details >= 2 then 'many shared details'
        when pair.details >= 1 then 'rare details'
        when pair.details >= 0.5 then 'a rare detail'
        when pair.details > 0 then 'a common detail'
        else 'no shared detail'
    end as details,
    case
        when a.killed_high is null or b.killed_high is null then 'unknown'
        when greatest(a.killed_high, b.killed_high) = 0 then 'unknown'
        when a.killed_low <= b.killed_high and b.killed_low <= a.killed_high then 'same toll'
        when least(a.killed_high, b.killed_high) = 0 then 'killed or not'
        else 'other toll'
    end as toll,
    case
        when pair.closeness >= 0.2 then 'the same content'
        when pair.closeness >= 0 then 'as near as any'
        when pair.closeness >= -0.1 then 'nearly as near'
        when pair.closeness >= -0.2 then 'like content'
        when pair.closeness >= -0.3 then 'some likeness'
        else 'unlike'
    end as content,
    case
        when b.written - a.written <= 1 then 'written by the next day'
        when b.written - a.written <= 3 then 'written within three days'
        when b.written - a.written <= 7 then 'written within a week'
        when b.written - a.written <= 21 then 'written within three weeks'
        else 'written later'
    end as writing,
    case
        when a.is_after <> b.is_after then 'one was gathered after'
        when a.is_after then 'both were gathered after'
        else 'neither was gathered after'
    end as gathering,
    case
        when a.component = b.component then 'same component'
        else 'another component'
    end as reporter
from pair
join telling as a on a.number = pair.first
join telling as b on b.number = pair.second
order by account_a, account_b
