-- Every target in every year, judged by every method.
{{ progress_by_all_methods(ref('int_progress_inputs'), ref('progress_cutoffs')) }}
