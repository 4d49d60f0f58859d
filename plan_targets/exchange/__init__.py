"""Figures and targets in the form that statistical offices exchange: SDMX-CSV 2.0 with its structures as SDMX-ML.

from plan_targets.exchange.sdmx_csv import observations_csv, structures_xml, targets_csv
"""
