"""Limits of intake: what is refused, and the origin of each number."""

FILE_BYTES = 50 * 1024 * 1024
"""Largest file that is read. Mission mail gateways stop at 25 MB; twice that leaves room."""

UNPACKED_BYTES = 100 * 1024 * 1024
"""Most bytes that a packed file (OOXML, zip) may hold when unpacked: it is read in memory."""

PACKING_RATIO = 200
"""Highest packing ratio of one part. XML of real workbooks packs 10 to 40 times; bombs 1,000."""

RATIO_APPLIES_FROM_BYTES = 1024 * 1024
"""Parts smaller than this may pack as well as they like: they cannot hurt."""

REPORT_CHARACTERS = 1_000_000
"""Longest text of one report; the longest UN report read as one piece has about 120,000."""

NAME_CHARACTERS = 200
"""Longest file name that passes without remark; 255 bytes is where file systems stop."""

WORD_CHARACTERS = 1_000
"""Longest word that is no cause for remark; links in e-mails reach some hundreds."""

LOCATOR_CHARACTERS = 120
"""Longest name (sheet, attachment) that a locator repeats."""

DEPTH = 3
"""Attachments in attachments: a forward of a forward is real, deeper is not."""

PAGES = 2_000
"""Most pages of a PDF that are read."""

CHILDREN = 200
"""Most attachments or packed files of one document."""

VALUE_CHARACTERS = 200
"""What a quarantine row repeats of the offending value (declared in its table)."""
