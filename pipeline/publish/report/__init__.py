"""The report page: one self-contained HTML file that the office opens by double click.

`pipeline.publish.report.data` picks what the page shows from the tables, and
`pipeline.publish.report.page` puts it, its words, styles, scripts and charts into one file.
"""
