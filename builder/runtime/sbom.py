"""The bill of materials of what the checker page is made of, as CycloneDX 1.6 in JSON.

Versions, licences and sums come from where they are pinned: the npm lock file, the recipes of the wheels and
the table of the models. It holds no time and no random number, so that the same commit gives the same bytes.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.dependency import Dependency
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from builder.licence_texts import SBOM
from checker import __version__
from models import table
from wheels import recipe, target

# What is shipped of package-lock.json; the rest of it is for tests and types.
_FROM_NPM = ("pyodide", "onnxruntime-web", "brotli-dec-wasm")
_MODELS_LICENCE = "Apache-2.0"
# A licence of the lock file or a recipe is an SPDX expression.
_licences = LicenseFactory()


def write(root: Path, folder: Path) -> None:
    """Write the bill of materials of the project in ``root`` into ``folder``."""
    (folder / SBOM).write_text(document(root), encoding="utf-8")


def document(root: Path) -> str:
    """Return the bill of materials as JSON, its objects in a fixed order."""
    own = _component("gradphoto", __version__, "MIT", ComponentType.APPLICATION)
    libraries = recipe.load_all()
    parts = {name: _of_recipe(item) for name, item in libraries.items()}
    others = [*_of_npm(root), _python(), *_models()]
    bom = Bom(components=[*parts.values(), *others])
    bom.metadata.component = own
    bom.dependencies.update(
        Dependency(parts[name].bom_ref, [Dependency(parts[needed].bom_ref) for needed in item.requires])
        for name, item in libraries.items()
    )
    bom.dependencies.add(Dependency(own.bom_ref, [Dependency(part.bom_ref) for part in bom.components]))
    told: dict[str, Any] = json.loads(JsonV1Dot6(bom).output_as_string())
    del told["serialNumber"], told["metadata"]["timestamp"]
    return json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _component(
    name: str,
    version: str,
    licence: str,
    kind: ComponentType = ComponentType.LIBRARY,
    url: PackageURL | None = None,
    hashes: Iterable[HashType] = (),
    facts: Iterable[Property] = (),
    homepage: str = "",
) -> Component:
    references = (
        [ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(homepage))] if homepage else []
    )
    return Component(
        name=name,
        version=version,
        type=kind,
        bom_ref=f"{name}@{version}",
        licenses=[_licences.make_from_string(licence)],
        purl=url,
        hashes=hashes,
        properties=facts,
        external_references=references,
    )


def _of_recipe(item: recipe.Recipe) -> Component:
    """Return a library that the wheels are built of; its sum is that of the archive it was built from."""
    own = item.source.registry == "pypi" and item.source.file == f"{item.name}=={item.version}"
    url = (
        PackageURL("pypi", None, item.name, item.version)
        if own
        else PackageURL("generic", None, item.name, item.version)
    )
    return _component(
        item.name,
        item.version,
        item.licence,
        url=url,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=item.source.sha256)],
        facts=[
            Property(name="gradphoto:source", value=f"{item.source.registry}: {item.source.archive_name}")
        ],
        homepage=item.homepage,
    )


def _of_npm(root: Path) -> Iterator[Component]:
    packages = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name in _FROM_NPM:
        entry = packages[f"node_modules/{name}"]
        algorithm, _, digest = entry["integrity"].partition("-")
        assert algorithm == "sha512", entry["integrity"]
        yield _component(
            name,
            entry["version"],
            entry["license"],
            url=PackageURL("npm", None, name, entry["version"]),
            hashes=[HashType(alg=HashAlgorithm.SHA_512, content=base64.b64decode(digest).hex())],
        )


def _python() -> Component:
    """Return the Python that is part of Pyodide."""
    version = target.pyodide().python
    return _component("cpython", version, "PSF-2.0", url=PackageURL("generic", None, "cpython", version))


def _models() -> Iterator[Component]:
    for model in table.load():
        yield _component(
            model.name,
            model.source[:12],
            _MODELS_LICENCE,
            ComponentType.MACHINE_LEARNING_MODEL,
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=model.result)],
            facts=[
                Property(name="gradphoto:title", value=model.title),
                Property(name="gradphoto:source", value=f"{model.package}: {' / '.join(model.member)}"),
                Property(name="gradphoto:source-sha256", value=model.source),
            ],
        )
