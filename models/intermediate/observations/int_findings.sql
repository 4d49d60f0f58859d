-- Everything that was found about rows, with its row in the file and its sentence. The first finding that keeps a row
-- out is the reason it is not taken.
with findings as (

    select * from {{ ref('int_row_findings') }}

    union all

    select * from {{ ref('int_landed_key_findings') }}

    union all

    select * from {{ ref('int_landed_scale_findings') }}

    union all

    select * from {{ ref('int_landed_series_findings') }}

),

-- Of most files there is one version. Mapped rows are named here and below: as one set that is read twice they would be written
-- down first.
versions as (

    select
        lineage,
        min(load_number) as first_load,
        max(load_number) as last_load
    from {{ ref('int_observations_mapped') }}
    where is_landed
    group by lineage
    having min(load_number) < max(load_number)

),

headers as (

    select * from {{ ref('stg_landed_headers') }}

),

reasons as (

    select * from {{ ref('rejection_reasons') }}

),

located as (

    select
        findings.load_id,
        mapped.is_landed,
        mapped.file,
        mapped.sheet,
        findings.line_number,
        findings.position,
        mapped.row_number,
        -- As the file calls it. Over a figure the header may also say the year, the indicator or the unit.
        coalesce(
            case when findings.column_name = 'value' then mapped.value_column end,
            headers.header,
            case when findings.column_name in ('period', 'indicator_zh', 'unit') then mapped.value_column end,
            findings.column_name
        ) as column_name,
        findings.raw_value,
        case
            when findings.reason_code in ('unknown_region', 'ambiguous_region', 'contradictory_region')
                then mapped.region_candidates
            when findings.reason_code in ('unmapped_indicator', 'ambiguous_indicator') then mapped.indicator_candidates
        end as candidates,
        findings.reason_code,
        reasons.reason_en,
        reasons.reason_zh,
        findings.is_rejected,
        findings.is_rejected
        and row_number() over (
            partition by findings.load_id, findings.line_number
            order by case when findings.is_rejected then 1 else 2 end asc, findings.position asc
        ) = 1 as is_decisive,
        -- A later version supersedes it, or it says again what an earlier one said.
        coalesce(
            mapped.load_number < versions.last_load
            or (mapped.load_number > versions.first_load and findings.reason_code = 'repeated_figure'),
            false
        ) as is_settled
    from findings
    inner join {{ ref('int_observations_mapped') }} as mapped
        on
            findings.load_id = mapped.load_id
            and findings.line_number = mapped.line_number
    left join versions on mapped.is_landed and mapped.lineage = versions.lineage
    left join headers
        on
            findings.load_id = headers.load_id
            and findings.column_name = headers.column_name
            and coalesce(mapped.sheet, '') = coalesce(headers.sheet, '')
    left join reasons on findings.reason_code = reasons.reason_code

),

final as (

    select
        *,
        -- Of a dropped row of the newest version the one reason; of one that the project keeps, all there is to mend
        -- before it can be built on.
        (is_decisive or not is_rejected or not is_landed) and not is_settled as is_told
    from located

)

select * from final
-- Of many, the first in their files are shown as a sample, on either engine.
order by file, sheet, row_number, column_name, reason_code
