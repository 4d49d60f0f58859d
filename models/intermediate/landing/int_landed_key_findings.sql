-- What is to be said of a dropped row beside others of the same key: repeated, contradicted, older than what was taken, or
-- a correction of what its own sender said before.
with tellings as (

    select * from {{ ref('int_landed_tellings') }}

),

rules as (

    select * from {{ ref('stg_row_rules') }}

),

checks as (

    {% set corrects = 'has_before and not is_repeated and not is_contradictory_in_load and lineage <> load_id' -%}
    {% for position, code, column, value, condition in [
        (21, 'repeated_figure', 'value', 'raw_value', 'is_repeated'),
        (22, 'contradictory_in_load', 'value', 'raw_value', 'is_contradictory_in_load and not is_repeated'),
        (23, 'contradicts_earlier_load', 'value', 'raw_value', 'is_bound_to_other_file and not is_repeated'),
        (24, 'publication_backwards', 'published_on', 'raw_published_on', 'published_on < latest_publication_before'),
        (25, 'unsettled_contradiction', 'value', "concat_ws('', raw_value, ' (', contradicted_file, ': ', contradicted_value, ')')",
            'contradicted_value is not null and not is_repeated and not is_contradictory_in_load and not is_bound_to_other_file'),
        (26, 'corrected', 'value', "concat_ws('', raw_value_before, ' → ', raw_value)",
            corrects ~ ' and figure <> figure_before and not coalesce(published_on > published_on_before, false)'),
        (27, 'corrected', 'published_on',
            "concat_ws('', coalesce(raw_published_on_before, '—'), ' → ', coalesce(raw_published_on, '—'))",
            corrects ~ " and coalesce(raw_published_on, '') <> coalesce(raw_published_on_before, '')"
            ~ ' and not coalesce(figure <> figure_before and published_on > published_on_before, false)'),
        (28, 'corrected', 'source_grade', "concat_ws('', source_grade_before, ' → ', source_grade)",
            corrects ~ ' and source_grade <> source_grade_before'),
        (29, 'corrected', 'source_url', "concat_ws('', coalesce(source_url_before, '—'), ' → ', coalesce(source_url, '—'))",
            corrects ~ " and coalesce(source_url, '') <> coalesce(source_url_before, '')"),
    ] %}
    select
        load_id,
        line_number,
        {{ position }} as position,
        '{{ code }}' as reason_code,
        '{{ column }}' as column_name,
        {{ value }} as raw_value
    from tellings
    where {{ condition }}
    {% if not loop.last %}union all{% endif %}

    {% endfor %}

),

final as (

    select
        checks.load_id,
        checks.line_number,
        checks.position,
        checks.reason_code,
        checks.column_name,
        checks.raw_value,
        -- Two figures under one key cannot both be taken; which date is the earlier, and what is only told, the rules say.
        checks.position < 24 or rules.action <> 'warn' as is_rejected
    from checks
    left join rules on checks.reason_code = rules.reason_code

)

select * from final
