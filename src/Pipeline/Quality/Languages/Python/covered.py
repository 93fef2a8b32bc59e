# Reports the coverage of all source files, imported or not: by default, and before version 7 always, coverage.py leaves out those
# that were not imported and lie in a folder without __init__.py. Files that settings omit from the measurement are omitted here too.
# Called with the data, a listing of the sources, the report, and "own" where the service has settings of its own.
import os
import sys

import coverage

data_file, listing, report = sys.argv[1:4]
cover = coverage.Coverage(data_file=data_file)
cover.load()
data = cover.get_data()
with open(listing, encoding="utf-8") as names:
    sources = [os.path.realpath(name) for name in names.read().split("\0") if name]
seen = {os.path.realpath(name) for name in data.measured_files()}
relative = cover.get_option("run:relative_files")
unseen = [os.path.relpath(name) if relative else name for name in sources if name not in seen]
(data.add_arcs if data.has_arcs() else data.add_lines)({name: [] for name in unseen})
omit = (cover.get_option("run:omit") or []) + (cover.get_option("report:omit") or [])
scope = {"omit": omit} if "own" in sys.argv[4:] else {"morfs": sources}
cover.report(file=sys.stdout, **scope)
cover.xml_report(outfile=report, **scope)
