"""The ten questions of managers as a person would write them in SQL, from the marts of the contract."""

# Each names the columns as the saved query does, in any order.
SQL = {
    "question_status": """
        select dim_plan.title_zh as plan__title_zh, dim_status.label_zh as status__label_zh, count(*) as target_count
        from fct_target
        inner join fct_progress using (target_id)
        inner join dim_plan on dim_plan.plan_id = fct_target.plan_id
        inner join dim_status using (status)
        where method = 'distance_pace' and is_latest
        group by all
    """,
    "question_on_course": """
        select
            title_zh as plan__title_zh,
            count(*) as target_count,
            count(*) filter (not dim_status.is_refusal) as assessed_target_count,
            case when count(*) filter (not dim_status.is_refusal) > 0
                then count(*) filter (status in ('achieved', 'ahead', 'on_track'))
                    / count(*) filter (not dim_status.is_refusal) end as share_on_course,
            count(*) filter (status = 'not_observed') / count(*) as share_not_observed
        from fct_target
        inner join fct_progress using (target_id)
        inner join dim_plan on dim_plan.plan_id = fct_target.plan_id
        inner join dim_status using (status)
        where method = 'distance_pace' and is_latest
        group by all
    """,
    "question_lagging": """
        select
            target_id as target,
            title_zh as plan__title_zh,
            dim_indicator.name_zh as indicator__name_zh,
            dim_region.name_zh as region__name_zh,
            fct_target.due_year as target__due_year,
            label_zh as status__label_zh,
            pace,
            gap,
            observed_value as latest_value,
            expected_value,
            fct_target.value as target_value
        from fct_target
        inner join fct_progress using (target_id)
        inner join dim_plan on dim_plan.plan_id = fct_target.plan_id
        inner join dim_indicator on dim_indicator.indicator_id = fct_target.indicator_id
        inner join dim_region on dim_region.region_code = fct_target.region_code
        inner join dim_status using (status)
        where method = 'distance_pace' and is_latest and status in ('behind', 'off_track')
    """,
    "question_not_observed": """
        select
            theme_name_zh as indicator__theme_name_zh,
            count(*) filter (status = 'not_observed') as targets_not_observed,
            count(*) filter (status = 'not_observed') / count(*) as share_not_observed,
            count(*) as target_count
        from fct_target
        inner join fct_progress using (target_id)
        inner join dim_indicator on dim_indicator.indicator_id = fct_target.indicator_id
        where method = 'distance_pace' and is_latest
        group by all
    """,
    "question_departments": """
        select
            dim_department.name_zh as department__name_zh,
            label_zh as status__label_zh,
            count(distinct target_id) as department_target_count
        from fct_target
        inner join fct_statement as stated
            on stated.kind = 'target'
            and stated.plan_id = fct_target.plan_id and stated.indicator_id = fct_target.indicator_id
            and stated.region_code = fct_target.region_code and stated.due_year = fct_target.due_year
        inner join fct_responsibility as named
            on named.plan_id = stated.plan_id and named.location = stated.location
        inner join dim_department using (department_id)
        inner join fct_progress using (target_id)
        inner join dim_status using (status)
        where method = 'distance_pace' and is_latest
        group by all
    """,
    "question_series": """
        select
            name_zh as region__name_zh,
            year as calendar_year,
            observed_comparator as figure__observed_comparator,
            observed_value,
            yoy_change as yearly_change
        from mart_indicator_region_year
        inner join dim_region using (region_code)
        where indicator_id = 'manufacturing_product_pass_rate' and observed_value is not null
    """,
    "question_rank": """
        select
            name_zh as region__name_zh,
            level as region__level,
            year as calendar_year,
            observed_value,
            case when is_ranked then
                rank() over (partition by year, scope, is_ranked order by observed_value desc)
            end as region_rank
        from (
            select
                *,
                observed_comparator in ('eq', 'approx')
                and not is_partial_year
                and coalesce(published_on, known_on) > make_date(year, 12, 31)
                and caveat is distinct from 'unofficial' as is_ranked
            from mart_indicator_region_year
        )
        inner join dim_region using (region_code)
        where indicator_id = 'manufacturing_product_pass_rate' and level = 'province' and observed_value is not null
    """,
    "question_trust": """
        select
            theme_name_zh as indicator__theme_name_zh,
            count(*) as observation_count,
            count(*) filter (comparator in ('ge', 'gt', 'le', 'lt')) / count(*) as bound_share,
            count(*) filter (is_inferred) / count(*) as inferred_share
        from fct_observation
        inner join dim_indicator using (indicator_id)
        group by all
    """,
    "question_age": """
        select
            dim_source.source_grade_zh as source__source_grade_zh,
            count(*) as figure_count,
            median(observation_age_days) as median_data_age_days
        from mart_indicator_region_year
        inner join dim_source using (source_id)
        where observed_value is not null
        group by all
    """,
    "question_checks": """
        select
            suite as quality_result__suite,
            severity as quality_result__severity,
            count(*) as check_count,
            count(*) filter (not success) as failed_check_count,
            count(*) filter (success) / count(*) as gate_pass_rate,
            sum(unexpected_count) as unexpected_row_count
        from fct_quality_result
        where is_latest_run
        group by all
    """,
}
