# Prints what a service declares, an argument of pip a line. The versions of a lock are constraints: which packages are needed
# here, and under which conditions, the declarations say. Called with the file for the constraints, and the requirements files.
import os
import re
import sys

try:
    import tomllib
except ImportError:
    from pip._vendor import tomli as tomllib


def read(name):
    with open(name, "rb") as file:
        return tomllib.load(file)


def poetry(name, wanted):
    if isinstance(wanted, list):
        wanted = wanted[0]
    if isinstance(wanted, str):
        wanted = {"version": wanted}
    extras = "[" + ",".join(wanted["extras"]) + "]" if wanted.get("extras") else ""
    if "path" in wanted:
        return os.path.abspath(wanted["path"])
    if "git" in wanted:
        at = wanted.get("rev") or wanted.get("tag") or wanted.get("branch")
        return f"{name}{extras} @ git+{wanted['git']}" + (f"@{at}" if at else "")
    ranges = []
    for part in str(wanted.get("version", "*")).split(","):
        part = part.strip()
        if part in ("", "*"):
            continue
        numbers = [int(n) for n in re.findall(r"\d+", part)[:3]]
        if part[0] == "^":
            kept = next((i for i, n in enumerate(numbers) if n), len(numbers) - 1)
            ranges += [f">={part[1:]}", "<" + ".".join(map(str, numbers[:kept] + [numbers[kept] + 1]))]
        elif part[0] == "~" and not part.startswith("~="):
            kept = min(1, len(numbers) - 1)
            ranges += [f">={part[1:]}", "<" + ".".join(map(str, numbers[:kept] + [numbers[kept] + 1]))]
        else:
            ranges.append(part if part[0] in "<>=!~" else f"=={part}")
    marker = f"; {wanted['markers']}" if wanted.get("markers") else ""
    return name + extras + ",".join(ranges) + marker


pip = []
constraints, *requirements = sys.argv[1:]
for name in requirements:
    pip += ["-r", name]
project = read("pyproject.toml") if os.path.exists("pyproject.toml") else {}
tool = project.get("tool", {})
groups = ("dev", "test", "tests", "testing")
if not pip:
    wanted = list(project.get("project", {}).get("dependencies", []))
    for group, packages in project.get("project", {}).get("optional-dependencies", {}).items():
        wanted += packages if group in groups else []
    for group, packages in project.get("dependency-groups", {}).items():
        wanted += [p for p in packages if isinstance(p, str)] if group in groups else []
    wanted += tool.get("uv", {}).get("dev-dependencies", [])
    of_poetry = tool.get("poetry", {})
    tables = [of_poetry.get("dependencies", {}), of_poetry.get("dev-dependencies", {})]
    for group, table in of_poetry.get("group", {}).items():
        tables.append(table.get("dependencies", {}) if group in groups else {})
    for table in tables:
        for name, package in table.items():
            is_optional = isinstance(package, dict) and package.get("optional")
            wanted += [] if name == "python" or is_optional else [poetry(name, package)]
    sources = tool.get("uv", {}).get("sources", {})
    for each in wanted:
        name = re.match(r"[A-Za-z0-9._-]+", each)
        source = sources.get(name.group()) if name else None
        is_path = isinstance(source, dict) and "path" in source
        pip.append(os.path.abspath(source["path"]) if is_path else each)
locked = {}
for lock in ("uv.lock", "poetry.lock", "pdm.lock"):
    if os.path.exists(lock):
        for package in read(lock).get("package", []):
            source = package.get("source", {})
            is_from_index = "registry" in source or not source or source.get("type") == "legacy"
            if "version" in package and is_from_index:
                locked.setdefault(package["name"], set()).add(package["version"])
if pip and locked:
    with open(constraints, "w", encoding="utf-8") as file:
        file.writelines(f"{n}=={v}\n" for n, vs in sorted(locked.items()) if len(vs) == 1 for v in vs)
    pip += ["-c", constraints]
print(*pip, sep="\n")
