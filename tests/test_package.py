"""What is installed is whole: translations, templates, public names, floors that hold every room."""

from __future__ import annotations

import gettext
import io
import shutil
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

import grader
import grader.author

ROOT = Path(__file__).parent.parent
DATA = ("*.html", "*.css", "*.js", "*.po", "py.typed")


def pyproject() -> dict[str, dict[str, dict[str, object]]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a wheel is built from."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in ("grader", "problems"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, copy / name)
    return copy


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    """The wheel that the checkout makes, built in this process: no network is needed."""
    from hatchling.builders.wheel import WheelBuilder

    folder = tmp_path_factory.mktemp("dist")
    (made,) = WheelBuilder(str(checkout)).build(directory=str(folder), versions=["standard"])
    return ZipFile(made)


def test_the_wheel_holds_every_file_that_the_program_reads(checkout: Path, wheel: ZipFile) -> None:
    needed = {
        file.relative_to(checkout).as_posix()
        for package in ("grader", "problems")
        for pattern in ("*.py", *DATA)
        for file in (checkout / package).rglob(pattern)
    }
    assert needed <= set(wheel.namelist())


def test_the_wheel_holds_each_translation_compiled(checkout: Path, wheel: ZipFile) -> None:
    from babel.messages.pofile import read_po

    texts = sorted(checkout.glob("*/locale/*/LC_MESSAGES/*.po"))
    assert texts
    for text in texts:
        place = text.relative_to(checkout).with_suffix(".mo").as_posix()
        compiled = gettext.GNUTranslations(io.BytesIO(wheel.read(place)))
        with text.open("rb") as stream:
            translated = next(
                each for each in read_po(stream) if isinstance(each.id, str) and each.id and each.string
            )
        assert compiled.gettext(str(translated.id)) == translated.string


def test_building_leaves_nothing_in_the_checkout(checkout: Path, wheel: ZipFile) -> None:
    assert wheel.testzip() is None
    left = {path.suffix for path in checkout.rglob("*") if "__pycache__" not in path.parts}
    assert ".mo" not in left
    assert not (checkout / "dist").exists() and not (checkout / "build").exists()


@pytest.mark.parametrize("module", [grader, grader.author], ids=["grader", "grader.author"])
def test_public_names_are_sorted_and_all_there(module: object) -> None:
    names = getattr(module, "__all__")  # noqa: B009  # a module known only by its parameter
    assert names == sorted(names)
    assert all(hasattr(module, name) for name in names)


def test_every_room_stands_on_a_floor() -> None:
    contracts = pyproject()["tool"]["importlinter"]["contracts"]
    assert isinstance(contracts, list)
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")
    placed = {name.strip() for layer in layers for name in layer.split("|")}
    rooms = {
        f"grader.{each.stem}"
        for each in (ROOT / "grader").iterdir()
        if (each.suffix == ".py" or (each / "__init__.py").is_file()) and each.stem != "__init__"
    }
    assert rooms | {"problems"} == placed


def test_importing_the_package_loads_nothing_heavy() -> None:
    from subprocess import run

    program = "import sys, grader; print({'numpy', 'pandas', 'jinja2', 'babel'} & set(sys.modules))"
    done = run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_every_dependency_has_a_floor() -> None:
    project = pyproject()["project"]
    required = [project["dependencies"], *project["optional-dependencies"].values()]
    for group in required:
        assert isinstance(group, list)
        assert all(">=" in each for each in group)
