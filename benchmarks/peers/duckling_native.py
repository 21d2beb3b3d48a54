"""Texts a second of Duckling (pyduckling-native) over the rows on standard input; run by an interpreter that has it."""

import json
import shutil
import sys
import tempfile
import time

import duckling

DIMS = {"money": "amount-of-money", "duration": "duration", "number": "number"}
LANGUAGES = {"en": "EN", "es": "ES", "zh": "ZH", "ar": "AR", "vi": "VI"}

with tempfile.TemporaryDirectory() as folder:  # one zone is enough, and it stumbles over some newer files
    shutil.copy("/usr/share/zoneinfo/Europe/Madrid", folder)
    zones = duckling.load_time_zones(folder)
now = duckling.parse_ref_time(zones, "Madrid", 1_600_000_000)
contexts = {}
for language, code in LANGUAGES.items():
    locale = duckling.parse_locale(code, duckling.default_locale_lang(duckling.parse_lang(code)))
    contexts[language] = duckling.Context(now, locale)
rows = [json.loads(line) for line in sys.stdin]
jobs = [(row["text"], contexts[row["lang"]], duckling.parse_dimensions([DIMS[row["dim"]]])) for row in rows]
for text, context, dims in jobs[:50]:
    duckling.parse(text, context, dims, False)
started = time.perf_counter()
for text, context, dims in jobs:
    duckling.parse(text, context, dims, False)
print(len(jobs) / (time.perf_counter() - started))
