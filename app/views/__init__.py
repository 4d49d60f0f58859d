"""The pages, one file each, what they ask in `queries` and what they are made of in `parts`. No page holds SQL.

The folder is not called `pages`: Streamlit takes a folder of that name beside the main script for pages of an older
kind, and the first visitor of a fresh server whose address names one would get its file alone, without `main.py`.
"""
