// node compile.mjs PYODIDE FROM TO MODULE…: write the zip FROM to TO with these modules of it compiled, by the very
// Python that will run them.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, from, to, ...modules] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
// A fixed seed: the order of a set's members would differ from run to run.
const pyodide = await loadPyodide({ indexURL: folder, env: { PYTHONHASHSEED: "0" } });
pyodide.FS.writeFile("/from.zip", readFileSync(from));
pyodide.globals.set("modules", pyodide.toPy(modules));
pyodide.runPython(`
import importlib.util, marshal, types, zipfile

# Not to be held against a source, of which there is none.
HEAD = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)

def plain(code):
    """Without the lines of the source, a quarter of the bytes: a traceback names the function all the same."""
    inner = (plain(one) if isinstance(one, types.CodeType) else one for one in code.co_consts)
    # Entries that say «no line» (kind 15) for eight instructions each, the last for what is left.
    eights, left = divmod(len(code.co_code) // 2, 8)
    nowhere = b"\\xff" * eights + (bytes([0xF8 | (left - 1)]) if left else b"")
    return code.replace(co_linetable=nowhere, co_consts=tuple(inner))

with zipfile.ZipFile("/from.zip") as source, zipfile.ZipFile("/to.zip", "w") as target:
    for member in source.infolist():
        content = source.read(member)
        if member.filename.removesuffix(".py").removesuffix("/__init__").replace("/", ".") in modules:
            code = compile(content, f"/lib/python314.zip/{member.filename}", "exec", dont_inherit=True)
            content = HEAD + marshal.dumps(plain(code))
            member = zipfile.ZipInfo(f"{member.filename}c", member.date_time)
        target.writestr(member, content)
`);
writeFileSync(to, pyodide.FS.readFile("/to.zip"));
