with observations as (

    select * from {{ ref('int_observations') }}

),

judging as (

    select * from {{ ref('int_judging_figures') }}

),

final as (

    select
        observations.observation_id,
        observations.indicator_id,
        observations.region_code,
        observations.period,
        observations.period_kind,
        observations.period_end,
        observations.is_as_of,
        observations.year,
        observations.value,
        observations.comparator,
        observations.unit,
        observations.source_id,
        observations.source_grade,
        observations.source_title,
        observations.source_url,
        observations.published_on,
        observations.known_on,
        observations.is_inferred,
        observations.exactness,
        observations.lowest_value,
        observations.highest_value,
        observations.scope,
        observations.is_break,
        observations.caveat,
        observations.is_preferred,
        observations.printed_indicator_zh,
        observations.printed_value,
        observations.printed_unit,
        observations.note,
        observations.load_id,
        observations.file,
        observations.row_number,
        observations.line_number,
        judging.observation_id is not null as is_judging,
        judging.is_whole_year,
        judging.figure_time,
        judging.since_year
    from observations
    left join judging on observations.observation_id = judging.observation_id

)

select * from final
