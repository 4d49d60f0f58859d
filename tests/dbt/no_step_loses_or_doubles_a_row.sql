-- Looking things up must neither drop a row, as a join to a list with a gap would, nor double one, as a list with a
-- repeated key would. The test of a model's grain finds the second alone.
{#- Copies of targets that only say why a headline changed are in no mart. -#}
{%- set conditions = {'fct_progress': 'where not is_counterfactual'} %}
{%- set steps = {
    'int_observations_mapped': ['stg_collected_observations', 'stg_landed_observations'],
    'int_statements_mapped': ['stg_statements'],
    'int_progress_inputs': ['int_progress_years'],
    'int_progress_headlines': ['int_progress_verdicts'],
    'fct_progress': ['int_progress_headlines'],
    'mart_target': ['fct_target'],
} %}
with counted as (

    {% for step, sources in steps.items() -%}
    select
        '{{ step }}' as step,
        (select count(*) from {{ ref(step) }}) as row_count,
        (
            {% for source in sources -%}
            (select count(*) from {{ ref(source) }} {{ conditions[step] }}) {{ '+' if not loop.last }}
            {% endfor %}
        ) as source_row_count
    {% if not loop.last %}union all{% endif %}

    {% endfor %}

)

select * from counted
where row_count <> source_row_count
