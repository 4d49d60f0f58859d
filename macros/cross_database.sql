{#- The row of a seed in its file as a spreadsheet counts it: the header is row 1, the first figure row 2. -#}
{% macro seed_row_number() -%}
    {{ return(adapter.dispatch('seed_row_number')()) }}
{%- endmacro %}

{% macro default__seed_row_number() -%}
    cast(_metadata.row_index as bigint) + 2
{%- endmacro %}

{% macro duckdb__seed_row_number() -%}
    row_number() over (order by rowid) + 1
{%- endmacro %}


{#- A readable slug: letters (Chinese ones too) and digits stay, every run of anything else becomes one hyphen. -#}
{% macro slug(expression) -%}
    {{ return(adapter.dispatch('slug')(expression)) }}
{%- endmacro %}

{% macro default__slug(expression) -%}
    trim(both '-' from lower(regexp_replace({{ expression }}, '[^\\p{L}\\p{N}]+', '-')))
{%- endmacro %}

{% macro duckdb__slug(expression) -%}
    trim(lower(regexp_replace({{ expression }}, '[^\p{L}\p{N}]+', '-', 'g')), '-')
{%- endmacro %}


{#- The date of a text in the form YYYY, YYYY-MM or YYYY-MM-DD; a short form means its last day, null when unreadable. -#}
{% macro last_day_named(expression) -%}
    case length({{ expression }})
        when 4 then try_cast(concat_ws('', {{ expression }}, '-12-31') as date)
        when 7 then cast({{ dbt.last_day("try_cast(concat_ws('', " ~ expression ~ ", '-01') as date)", 'month') }} as date)
        when 10 then try_cast({{ expression }} as date)
    end
{%- endmacro %}


{#- The last day of a period in the form YYYY, YYYY-MM or YYYY-YYYY; null when unreadable. -#}
{% macro last_day_of_period(expression) -%}
    case
        when length({{ expression }}) = 9 then try_cast(concat_ws('', substring({{ expression }}, 6, 4), '-12-31') as date)
        when length({{ expression }}) in (4, 7) then {{ last_day_named(expression) }}
    end
{%- endmacro %}


{#- Text without surrounding blanks; an empty text is absent. -#}
{% macro text_or_null(expression) -%}
    nullif(trim({{ expression }}), '')
{%- endmacro %}


{#- Whether a text holds a pattern, in small and in capital letters; false for no text. -#}
{% macro holds_pattern(expression, pattern) -%}
    {{ return(adapter.dispatch('holds_pattern')(expression, pattern)) }}
{%- endmacro %}

{% macro default__holds_pattern(expression, pattern) -%}
    coalesce(lower({{ expression }}) rlike {{ pattern }}, false)
{%- endmacro %}

{% macro duckdb__holds_pattern(expression, pattern) -%}
    coalesce(regexp_matches(lower({{ expression }}), {{ pattern }}), false)
{%- endmacro %}


{#-
A number that stands for several texts: the same for the same ones, and once in a great many for others too. Where few rows
are looked for, sorting and grouping by it holds a fraction of what the texts would take.
-#}
{% macro number_of(expressions) -%}
    {{ return(adapter.dispatch('number_of')(expressions)) }}
{%- endmacro %}

{% macro default__number_of(expressions) -%}
    xxhash64({{ expressions | join(', ') }})
{%- endmacro %}

{% macro duckdb__number_of(expressions) -%}
    hash({{ expressions | join(', ') }})
{%- endmacro %}


{#- The folders before a file's name; the name itself where there are none. -#}
{% macro folder_of(file) -%}
    regexp_replace({{ file }}, '/[^/]*$', '')
{%- endmacro %}


{#- The last day of a year given as an integer. -#}
{% macro last_day_of_year(year) -%}
    cast(concat_ws('', cast({{ year }} as {{ dbt.type_string() }}), '-12-31') as date)
{%- endmacro %}


{#- Texts put together in an order. dbt's `listagg` for Spark leaves the order to chance; this one is called in its stead. -#}
{% macro spark__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
    listagg({{ measure }}, {{ delimiter_text }}) {% if order_by_clause %}within group ({{ order_by_clause }}){% endif %}
{%- endmacro %}


{#- Days and months later. dbt's `dateadd` for Spark gives null for every date where moments have no zone. -#}
{% macro spark__dateadd(datepart, interval, from_date_or_timestamp) -%}
    dateadd({{ datepart }}, {{ interval }}, {{ from_date_or_timestamp }})
{%- endmacro %}


{#- The last day of a month, quarter or year; dbt's for Spark is made of its `dateadd`. -#}
{% macro spark__last_day(date, datepart) -%}
    {%- if datepart == 'month' -%}
        last_day({{ date }})
    {%- else -%}
        {{ dbt.default_last_day(date, datepart) }}
    {%- endif -%}
{%- endmacro %}
