-- depends_on: {{ ref('gate_lists') }}
-- depends_on: {{ ref('gate_observations') }}
-- depends_on: {{ ref('gate_statements') }}
{% set positions = [1, 2, 3] %}

with names as (

    select * from {{ ref('int_waiting_names') }}

),

candidates as (

    select * from {{ ref('int_waiting_name_candidates') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

named_candidates as (

    select
        candidates.*,
        indicators.name_zh,
        indicators.name_en
    from candidates
    inner join indicators on candidates.indicator_id = indicators.indicator_id

),

side_by_side as (

    select
        waiting_name_id
        {%- for position in positions %}
        {%- for column in ['indicator_id', 'name_zh', 'name_en', 'against'] %},
        max(case when position = {{ position }} then {{ column }} end) as candidate_{{ position }}_{{ column }}
        {%- endfor %}
        {%- endfor %}
    from named_candidates
    group by waiting_name_id

),

final as (

    select
        names.waiting_name_id,
        names.name_zh,
        names.unit,
        names.indicator_id,
        names.indicator_id is not null as is_provisional,
        indicators.direction,
        indicators.accumulation,
        indicators.fall_sign,
        cast(names.figure_count as {{ dbt.type_bigint() }}) as figure_count,
        cast(names.target_count as {{ dbt.type_bigint() }}) as target_count,
        names.senders
        {%- for position in positions %}
        {%- for column in ['indicator_id', 'name_zh', 'name_en', 'against'] %},
        side_by_side.candidate_{{ position }}_{{ column }}
        {%- endfor %}
        {%- endfor %}
    from names
    left join side_by_side on names.waiting_name_id = side_by_side.waiting_name_id
    left join indicators on names.indicator_id = indicators.indicator_id

)

select * from final
