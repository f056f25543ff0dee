"""What a library or the system complains about while a file is read, as texts that a language can say."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable

from qnsim.language import Sentence, english_only, say

# The English is that of the library. `found` is what stands in the file, or the parser's name for a part of it.
_FOUND = "{found}"
YAML_SAYS = (
    say("sequence entries are not allowed here"),
    say("mapping keys are not allowed here"),
    say("found unexpected document separator"),
    say("found unexpected ':'"),
    say("found duplicate YAML directive"),
    say("found incompatible YAML document (version 1.* is required)"),
    say("found undefined tag handle {found}", found=_FOUND),
    say("duplicate tag handle {found}", found=_FOUND),
    say("found non-comment content after document end marker, ({found},)", found=_FOUND),
    say("expected '<document start>', but found {found}", found=_FOUND),
    say("expected the node content, but found {found}", found=_FOUND),
    say("expected a comment or a line break, but found {found}", found=_FOUND),
    say("expected chomping or indentation indicators, but found {found}", found=_FOUND),
    say("expected indentation indicator in the range 1-9, but found {found}", found=_FOUND),
    say("expected alphabetic or numeric character, but found {found}", found=_FOUND),
    say("expected a digit or '.', but found {found}", found=_FOUND),
    say("expected a digit, but found {found}", found=_FOUND),
    say("expected ' ', but found {found}", found=_FOUND),
    say("expected '!', but found {found}", found=_FOUND),
    say("expected '!' but found {found}", found=_FOUND),
    say("expected '>' but found {found}", found=_FOUND),
    say("expected URI, but found {found}", found=_FOUND),
)
_PARTS = (
    say("'<alias>'"),
    say("'<anchor>'"),
    say("'<block end>'"),
    say("'<block mapping start>'"),
    say("'<block sequence start>'"),
    say("'<directive>'"),
    say("'<document end>'"),
    say("'<document start>'"),
    say("'<scalar>'"),
    say("'<stream end>'"),
    say("'<tag>'"),
)
CSV_SAYS = (
    say("unexpected end of data"),
    say("',' expected after '\"'"),
    say("line contains NUL"),
    say("field larger than field limit ({found})", found=_FOUND),
)
_SYSTEM_SAYS = {
    errno.ENOENT: say("No such file or directory"),
    errno.ENOTDIR: say("Not a directory"),
    errno.EISDIR: say("Is a directory"),
    errno.EACCES: say("Permission denied"),
    errno.EPERM: say("Operation not permitted"),
    errno.ENAMETOOLONG: say("File name too long"),
    errno.ELOOP: say("Too many levels of symbolic links"),
    errno.EMFILE: say("Too many open files"),
    errno.EIO: say("Input/output error"),
}


def in_known_words(complaint: str, known: Iterable[Sentence]) -> str:
    """A complaint as the known sentence that it is; one that nobody foresaw is said to be English."""
    for sentence in known:
        pattern = re.escape(sentence.template).replace(re.escape(_FOUND), "(?P<found>.*)")
        if fits := re.fullmatch(pattern, complaint, re.DOTALL):
            parts = (part for part in _PARTS if part == fits.groupdict().get("found"))
            return Sentence(sentence.template, {"found": next(parts, fits["found"])} if fits.groupdict() else {})
    return english_only(complaint)


def reason_of(error: OSError) -> str:
    """Why the system refused, in the words it has for it."""
    foreseen = _SYSTEM_SAYS.get(error.errno or 0)
    return foreseen if foreseen is not None else english_only(error.strerror or str(error))
