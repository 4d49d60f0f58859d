{#-
Where a path stands at a time in years, in the segment from `from_year` to `to_year`: straight, by equal growth, or, for a change
against a base year, by equal growth of the level: 20 % less after five years is 4.36 % less each year, not 4 points.
-#}
{% macro path_at(time, from_value='from_value', change_sign='change_sign') -%}
    case
        when from_year = to_year then {{ from_value }}
        when accumulation = 'change_vs_base'
            then {{ change_sign }} * 100 * (
                (1 + {{ change_sign }} * {{ from_value }} / 100) * {{ power_of_positive(
                    divide('1 + ' ~ change_sign ~ ' * to_value / 100', '1 + ' ~ change_sign ~ ' * ' ~ from_value ~ ' / 100'),
                    divide(time ~ ' - from_year', 'to_year - from_year')
                ) }} - 1
            )
        when path = 'compound'
            then {{ from_value }} * {{ power_of_positive(
                divide('to_value', from_value), divide(time ~ ' - from_year', 'to_year - from_year')
            ) }}
        else {{ from_value }} + (to_value - {{ from_value }}) * {{ divide(time ~ ' - from_year', 'to_year - from_year') }}
    end
{%- endmacro %}
