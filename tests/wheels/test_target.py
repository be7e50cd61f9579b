"""The headers of the target Python."""

from __future__ import annotations

from wheels import target

TEMPLATE = """\
/* A comment. */
#define SIZEOF_LONG 8
#define HAVE_FORK 1
/* #undef HAVE_GETENTROPY */
#define HAVE_DECL_RTLD_LAZY 1
#  define WORDS_BIGENDIAN 1
#define UNKNOWN_ELSEWHERE 7
"""


def test_macros_take_the_values_of_the_target() -> None:
    values = {"SIZEOF_LONG": 4, "HAVE_FORK": 0, "HAVE_GETENTROPY": 1, "HAVE_DECL_RTLD_LAZY": 0}
    assert target.pyconfig(TEMPLATE, values).splitlines() == [
        "/* A comment. */",
        "#define SIZEOF_LONG 4",
        "/* #undef HAVE_FORK */",
        "#define HAVE_GETENTROPY 1",
        "#define HAVE_DECL_RTLD_LAZY 0",
        "#  define WORDS_BIGENDIAN 1",
        "#define UNKNOWN_ELSEWHERE 7",
    ]


def test_the_runtime_is_the_installed_package() -> None:
    runtime = target.pyodide()
    assert runtime.version.startswith("314.")
    assert runtime.python.startswith("3.14.")
    assert runtime.abi == "2026_0"
