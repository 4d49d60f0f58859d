-- The figures that counterfactuals are judged by: those of the previous publication with one group of them exchanged,
-- under a region's code that says which counterfactual they belong to.
{%- set carried = [
    'year', 'period', 'period_end', 'value', 'comparator', 'unit', 'source_id', 'source_title', 'source_grade', 'published_on',
    'known_on', 'is_inferred', 'exactness', 'lowest_value', 'highest_value', 'scope', 'is_break', 'caveat', 'is_whole_year',
    'figure_time', 'since_year',
] %}
with observations as (

    select * from {{ ref('int_observations_judging') }}

),

previous as (

    select * from {{ ref('int_previous_observations') }}

),

figures as (

    select * from {{ ref('int_change_figures') }}

),

counterfactuals as (

    select * from {{ ref('int_counterfactuals') }}

),

asked as (

    select
        figures.indicator_id,
        concat_ws('', figures.region_code, counterfactuals.suffix) as region_code,
        figures.observation_id,
        figures.previous_observation_id,
        counterfactuals.suffix,
        coalesce(figures.input_group = counterfactuals.input_group, false) as is_exchanged
    from counterfactuals
    inner join figures on counterfactuals.changed_target_id = figures.target_id

),

final as (

    select
        observations.observation_id,
        asked.indicator_id,
        asked.region_code,
        {% for column in carried -%}
        observations.{{ column }},
        {% endfor -%}
        asked.suffix
    from asked
    inner join observations on asked.observation_id = observations.observation_id
    where asked.is_exchanged

    union all

    select
        previous.observation_id,
        asked.indicator_id,
        asked.region_code,
        {% for column in carried -%}
        previous.{{ column }},
        {% endfor -%}
        asked.suffix
    from asked
    inner join previous on asked.previous_observation_id = previous.observation_id
    where not asked.is_exchanged

)

select * from final
