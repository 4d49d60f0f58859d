{#-
How far a figure may be from what it stands for, in the unit it is printed in, from its printed digits (`4.5`, `300`):

  printed      half a unit of the last printed digit: 2.7 is anything from 2.65 to 2.75.
  approximate  a whole unit of the last digit that somebody troubled to state: 约 says that even that digit is not sure. The zeros at
               the end of a whole number are not stated one by one, so the first of them is that digit: 约4.5 is 4.4 to 4.6,
               约338 is 337 to 339, 约300 is 290 to 310.

`printed_scale` is the factor behind the digits (万 is 10000).
-#}
{% macro printed_margin(printed_number, printed_scale, comparator) -%}
    (
        case
            when {{ comparator }} = 'approx' then power(10.0, {{ last_stated_digit(printed_number) }})
            else power(10.0, {{ last_printed_digit(printed_number) }}) / 2
        end * {{ printed_scale }}
    )
{%- endmacro %}


{#- The power of ten of the last printed digit: 0 for `300`, -1 for `4.5`, 3 for `1.2345e7`. -#}
{% macro last_printed_digit(printed_number) -%}
    (
        coalesce(
            try_cast(nullif({{ dbt.split_part('lower(' ~ printed_number ~ ')', "'e'", 2) }}, '') as int), 0
        )
        - coalesce(
            length({{ dbt.split_part(dbt.split_part('lower(' ~ printed_number ~ ')', "'e'", 1), "'.'", 2) }}), 0
        )
    )
{%- endmacro %}


{#- The same, where the zeros at the end of a whole number count as one digit: 1 for `300`, 0 for `340`, -1 for `4.0`. -#}
{% macro last_stated_digit(printed_number) -%}
    (
        case
            when {{ dbt.position("'.'", printed_number) }} > 0 or {{ dbt.position("'e'", 'lower(' ~ printed_number ~ ')') }} > 0
                then {{ last_printed_digit(printed_number) }}
            else greatest(length({{ printed_number }}) - length(regexp_replace({{ printed_number }}, '0+$', '')) - 1, 0)
        end
    )
{%- endmacro %}


{#- printed, approximate, bound or inferred: the least certain that applies. -#}
{% macro exactness(comparator, is_inferred) -%}
    case
        when {{ is_inferred }} then 'inferred'
        when {{ comparator }} in ('ge', 'gt', 'le', 'lt') then 'bound'
        when {{ comparator }} = 'approx' then 'approximate'
        else 'printed'
    end
{%- endmacro %}


{#-
The least and the most that a figure can stand for, open on the side that a bound leaves open. What a bound names is a threshold and
no rounded figure: over 94 is 94 and more.
-#}
{% macro lowest_value(value, margin, comparator) -%}
    case
        when {{ comparator }} in ('ge', 'gt') then {{ value }}
        when {{ comparator }} not in ('le', 'lt') then {{ value }} - {{ margin }}
    end
{%- endmacro %}

{% macro highest_value(value, margin, comparator) -%}
    case
        when {{ comparator }} in ('le', 'lt') then {{ value }}
        when {{ comparator }} not in ('ge', 'gt') then {{ value }} + {{ margin }}
    end
{%- endmacro %}


{#- An end of what a figure can stand for, no farther than a correct figure of the indicator can be: a share ends at 100. -#}
{% macro within_limits(value, valid_min, valid_max) -%}
    case
        when {{ value }} < {{ valid_min }} then {{ valid_min }}
        when {{ value }} > {{ valid_max }} then {{ valid_max }}
        else {{ value }}
    end
{%- endmacro %}


{#- A scope as a file words it; null for the words that say the usual one, as an office writes them down a column. -#}
{% macro unusual_scope(expression) -%}
    case
        when {{ text_or_null(expression) }} not in (
            '全国', '全省', '全市', '全区', '全县', '全州', '全域', '全口径', '全社会', '通常口径', '-', '—', '无', 'usual', 'all'
        )
            then {{ text_or_null(expression) }}
    end
{%- endmacro %}
