-- The yearly figures that a target's verdicts read, in the previous publication and now, and what became of each: new, gone,
-- revised, or another of the known figures chosen.
{%- set compared = [
    'value', 'comparator', 'lowest_value', 'highest_value', 'scope', 'caveat', 'is_break', 'is_whole_year', 'figure_time',
    'is_inferred',
] %}
with series as (

    select * from {{ ref('int_change_series') }}

),

read_series as (

    select distinct
        indicator_id,
        region_code
    from series

),

chosen as (

    select figures.*
    from {{ ref('int_observations_judging') }} as figures
    inner join read_series
        on figures.indicator_id = read_series.indicator_id and figures.region_code = read_series.region_code
    where figures.is_judging

),

withdrawn_loads as (

    select * from {{ ref('stg_previous_loads') }}
    where is_withdrawn

),

previous as (

    select * from {{ ref('int_previous_observations') }}

),

previously_chosen as (

    select previous.*
    from previous
    inner join read_series
        on previous.indicator_id = read_series.indicator_id and previous.region_code = read_series.region_code
    where previous.is_judging

),

-- All figures are named wherever few of them are looked for: as one set that is read twice they would be written down first.
staying as (

    select observations.observation_id
    from {{ ref('int_observations') }} as observations
    inner join previous on observations.observation_id = previous.observation_id

),

-- Most figures stay, so only those that went are looked for elsewhere.
gone as (

    select previous.*
    from previous
    left join staying on previous.observation_id = staying.observation_id
    where staying.observation_id is null

),

-- What a source printed and a list now gives to another series: gone from where it was, and new where it is.
moved as (

    select
        gone.observation_id as previous_observation_id,
        observations.observation_id
    from gone
    inner join {{ ref('int_observations') }} as observations
        on
            gone.source_id = observations.source_id
            and gone.period = observations.period
            and not {{ differs('gone.printed_indicator_zh', 'observations.printed_indicator_zh') }}
            and not {{ differs('gone.printed_value', 'observations.printed_value') }}
    left join previous on observations.observation_id = previous.observation_id
    where previous.observation_id is null

),

-- What readers knew once, and had not when the previous publication was made.
restored as (

    select observations.observation_id
    from {{ ref('int_observations') }} as observations
    inner join withdrawn_loads on observations.load_id = withdrawn_loads.load_id

),

known_before as (

    select previous.observation_id
    from previous
    inner join chosen on previous.observation_id = chosen.observation_id
    union
    select observation_id from moved

),

still_known as (

    select staying.observation_id
    from staying
    inner join previously_chosen on staying.observation_id = previously_chosen.observation_id
    union
    select previous_observation_id as observation_id from moved

),

years as (

    select
        indicator_id,
        region_code,
        year,
        coalesce(since_year, 0) as since_year
    from chosen
    union
    select
        indicator_id,
        region_code,
        year,
        coalesce(since_year, 0) as since_year
    from previously_chosen

),

-- Each series once, however many targets read it.
compared_figures as (

    select
        years.indicator_id,
        years.region_code,
        years.year,
        years.since_year,
        chosen.observation_id,
        previously_chosen.observation_id as previous_observation_id,
        {% for column in compared -%}
        {{ differs('chosen.' ~ column, 'previously_chosen.' ~ column) }}{{ ' or ' if not loop.last }}
        {% endfor -%} as is_different,
        restored.observation_id is not null as is_restored,
        known_before.observation_id is not null as was_known,
        still_known.observation_id is not null as is_still_known
    from years
    left join chosen
        on
            years.indicator_id = chosen.indicator_id
            and years.region_code = chosen.region_code
            and years.year = chosen.year
            and years.since_year = coalesce(chosen.since_year, 0)
    left join previously_chosen
        on
            years.indicator_id = previously_chosen.indicator_id
            and years.region_code = previously_chosen.region_code
            and years.year = previously_chosen.year
            and years.since_year = coalesce(previously_chosen.since_year, 0)
    left join restored on chosen.observation_id = restored.observation_id
    left join known_before on chosen.observation_id = known_before.observation_id
    left join still_known on previously_chosen.observation_id = still_known.observation_id

),

final as (

    select
        series.target_id,
        figures.indicator_id,
        figures.region_code,
        figures.year,
        figures.since_year,
        figures.observation_id,
        figures.previous_observation_id,
        case
            when figures.is_restored and figures.is_different then 'restored'
            -- The same figure under another name, region or grade: somebody edited a list, and nobody a figure.
            when figures.previous_observation_id is null and figures.was_known then 'source_edit'
            when figures.previous_observation_id is null then 'new_period'
            when figures.observation_id is null and figures.is_still_known then 'source_edit'
            when figures.observation_id is null then 'vanished'
            when not figures.is_different then null
            when figures.observation_id <> figures.previous_observation_id and figures.was_known and figures.is_still_known
                then 'source_edit'
            else 'revision'
        end as input_group
    from series
    inner join compared_figures as figures
        on series.indicator_id = figures.indicator_id and series.region_code = figures.region_code

)

select * from final
