-- Every cell of a seed that its yml says something about (`meta`: key, required, list), so that one gate can hold all of
-- them to it and name the file and the row.
{% set seeds = [
    'collected_2025_on', 'collected_through_2024', 'departments', 'direction_words', 'figure_remarks', 'header_aliases',
    'indicator_aliases', 'indicators', 'list_values', 'name_words', 'plans', 'plans_collected', 'progress_cutoffs',
    'progress_methods', 'progress_reasons', 'progress_series', 'progress_statuses', 'region_aliases',
    'region_former_names', 'region_members', 'regions', 'rejection_reasons', 'responsibilities', 'source_grades',
    'statements', 'statements_collected', 'themes', 'units',
] %}
{% set relations = {} %}
{% for seed in seeds %}{% do relations.update({seed: ref(seed)}) %}{% endfor %}
{% set columns = described_seed_columns(seeds) %}

with list_values as (

    select * from {{ relations['list_values'] }}

),

-- The words of every list: those of the seed of lists, and the columns of seeds that are lists themselves.
words as (

    select
        list_name,
        value
    from list_values

    {% for list in columns | map(attribute='list') | select | unique | sort if '.' in list %}
    union all

    select
        '{{ list }}' as list_name,
        cast({{ list.split('.')[1] }} as {{ dbt.type_string() }}) as value
    from {{ relations[list.split('.')[0]] }}
    {% endfor %}

),

distinct_words as (

    select distinct
        list_name,
        value
    from words

),

-- Each seed is read once, beside what its yml says, a row for each column: reading it for each column took Spark minutes.
cells as (

    {% for seed, described in columns | groupby('seed') %}
    select
        '{{ described[0].file }}' as file,
        numbered.row_number,
        described.column_name,
        case described.column_name
            {% for column in described %}
            when '{{ column.name }}'
                then {{ text_or_null('cast(numbered.' ~ column.name ~ ' as ' ~ dbt.type_string() ~ ')') }}
            {% endfor %}
        end as value,
        described.is_key,
        described.is_required,
        described.list_name
    from (select {{ seed_row_number() }} as row_number, * from {{ relations[seed] }}) as numbered
    cross join (
        values
        {% for column in described %}
        (
            '{{ column.name }}',
            {{ column.is_key }},
            {{ column.is_required }},
            cast({{ "'" ~ column.list ~ "'" if column.list else 'null' }} as {{ dbt.type_string() }})
        ){{ ',' if not loop.last }}
        {% endfor %}
    ) as described (column_name, is_key, is_required, list_name)
    {% if not loop.last %}union all{% endif %}

    {% endfor %}

),

final as (

    select
        cells.file,
        cells.row_number,
        cells.column_name,
        cells.value,
        cells.is_key,
        cells.is_required,
        cells.list_name,
        cells.list_name is null or cells.value is null or words.value is not null as is_in_its_list,
        cells.is_key
        and count(cells.value) over (partition by cells.file, cells.column_name, cells.value) > 1 as is_repeated_key
    from cells
    left join distinct_words as words
        on
            cells.list_name = words.list_name
            and cells.value = words.value

)

select * from final
