"""From a plan's document to a draft of its targets, which a person checks; nothing here enters the warehouse unread.

forms, document   text and tables out of PDF, DOCX, HTML and TXT
passages          paragraphs with their locations: the path of numbered headings
printed, words    numbers in running text, in digits and in words
predicates, sentences, respectively, years, prose   what a number is of, how it binds, by when
accumulation      how it adds up: a level, a stock, a flow, a change
no_promise        why a number is no promise
shapes, columns, tables, glued   tables with cells, of every shape, and tables whose cells a converter glued together
draft, rows       the draft: its rows, and the numbers that were left out with the reason
candidates        the indicators that a row may mean
certainty         how sure the reader is, and why
description       what the document says of itself: title, region, issuer, date, period
workbook          the draft as the plan form that `landing/` takes
comparison        a second document of the same plan beside the first
review, marked    a person's decisions, and the text with its numbers marked
rehearsal         what the drop folder would say to a checked draft
"""
