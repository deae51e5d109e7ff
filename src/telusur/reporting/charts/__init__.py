"""Pictures as SVG: each module lays one out, the template of the same name draws it.

Every picture is laid out twice, for a wide page (and paper) and for a phone, so that its letters
keep their size; the style sheet shows one of them. A layout formats and places what stands in the
findings; the table beneath each picture says the same in words.
"""
