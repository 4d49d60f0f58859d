-- What fct_observation says of a delivery, as one would write it for this delivery alone: known names and values, the
-- same figure of the same source once, which of several figures for a key holds, and which speaks for its year.
-- DuckDB and Spark take it as it is.
with regions as (
    select region_code, name_zh as region_name_zh from region_list
),
indicators as (
    select
        indicator_id,
        name_zh as indicator_zh,
        unit,
        accumulation,
        cast(valid_min as double) as valid_min,
        cast(valid_max as double) as valid_max
    from indicator_list
),
sources as (
    select
        source_title,
        published_on,
        trim(both '-' from lower(regexp_replace(
            concat(source_title, ' ', coalesce(cast(published_on as string), 'undated')), '[^\\p{L}\\p{N}]+', '-'{every}
        ))) as source_id
    from (select distinct source_title, published_on from delivered) as different
),
known as (
    select
        indicators.indicator_id,
        regions.region_code,
        delivered.period,
        case length(delivered.period) when 4 then 'year' else 'part_of_year' end as period_kind,
        last_day(make_date(
            cast(substring(delivered.period, 1, 4) as int),
            case length(delivered.period) when 4 then 12 else cast(substring(delivered.period, 6, 2) as int) end,
            1
        )) as period_end,
        length(delivered.period) = 7 and indicators.accumulation = 'stock' as is_as_of,
        cast(substring(delivered.period, 1, 4) as int) as year,
        delivered.value,
        delivered.comparator,
        indicators.unit,
        sources.source_id,
        delivered.source_grade,
        delivered.source_title,
        delivered.published_on,
        coalesce(delivered.published_on, cast('{today}' as date)) as known_on,
        case
            when delivered.value = floor(delivered.value) then 0.5
            else power(10.0, -length(split_part(cast(delivered.value as string), '.', 2))) / 2
        end as half,
        case
            when delivered.value = floor(delivered.value)
                then
                    power(
                        10.0,
                        greatest(
                            length(cast(cast(delivered.value as bigint) as string))
                            - length(regexp_replace(cast(cast(delivered.value as bigint) as string), '0+$', ''))
                            - 1,
                            0
                        )
                    )
            else power(10.0, -length(split_part(cast(delivered.value as string), '.', 2)))
        end as last_stated,
        indicators.valid_min,
        indicators.valid_max,
        delivered.indicator_zh as printed_indicator_zh,
        delivered.unit as printed_unit,
        delivered.note
    from delivered
    inner join regions on delivered.region_code = regions.region_code
    inner join indicators on delivered.indicator_zh = indicators.indicator_zh
    inner join sources
        on
            delivered.source_title = sources.source_title
            and coalesce(delivered.published_on, cast('1900-01-01' as date)) = coalesce(sources.published_on, cast('1900-01-01' as date))
    where delivered.value is not null
),
once as (
    select * from (
        select *, row_number() over (partition by indicator_id, region_code, period, source_id order by comparator) as telling
        from known
    ) as told
    where telling = 1
),
ranked as (
    select
        *,
        row_number() over (
            partition by indicator_id, region_code, period
            order by
                case source_grade when 'official' then 1 when 'press' then 2 when 'mirror' then 3 else 4 end,
                case comparator when 'eq' then 1 when 'approx' then 2 else 3 end,
                case when published_on is null then 2 else 1 end,
                known_on desc
        ) as preference
    from once
),
-- Of the figures that hold, that of the whole year speaks for it, else the latest count within it.
speaking as (
    select
        indicator_id,
        region_code,
        year,
        coalesce(max(case period_kind when 'year' then period end), max(period)) as period
    from ranked
    where preference = 1 and (period_kind = 'year' or is_as_of)
    group by indicator_id, region_code, year
),
judged as (
    select
        ranked.*,
        ranked.preference = 1 and speaking.period is not null as is_judging
    from ranked
    left join speaking
        on
            ranked.indicator_id = speaking.indicator_id
            and ranked.region_code = speaking.region_code
            and ranked.year = speaking.year
            and ranked.period = speaking.period
)
select
    concat(indicator_id, '.', region_code, '.', period, '.', source_id) as observation_id,
    indicator_id,
    region_code,
    period,
    period_kind,
    period_end,
    is_as_of,
    year,
    value,
    comparator,
    unit,
    source_id,
    source_grade,
    source_title,
    cast(null as string) as source_url,
    published_on,
    known_on,
    false as is_inferred,
    case comparator when 'ge' then 'bound' when 'approx' then 'approximate' else 'printed' end as exactness,
    case
        when comparator = 'ge' then value
        when comparator = 'approx' then greatest(value - last_stated, valid_min)
        else greatest(value - half, valid_min)
    end as lowest_value,
    case
        when comparator = 'ge' then cast(null as double)
        when comparator = 'approx' then least(value + last_stated, coalesce(valid_max, value + last_stated))
        else least(value + half, coalesce(valid_max, value + half))
    end as highest_value,
    cast(null as string) as scope,
    false as is_break,
    cast(null as string) as caveat,
    preference = 1 as is_preferred,
    printed_indicator_zh,
    value as printed_value,
    printed_unit,
    note,
    is_judging,
    case when is_judging then not is_as_of and known_on > make_date(year, 12, 31) end as is_whole_year,
    case
        when is_judging and is_as_of then year - 1 + least(dayofyear(period_end) / 365.0, 1.0)
        when is_judging then cast(year as double)
    end as figure_time,
    cast(null as int) as since_year
from judged
