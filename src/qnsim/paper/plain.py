"""The formula of an equation as a line of plain text, for a terminal."""

from __future__ import annotations

import ast

from qnsim.engine.formula import Term

OPERATIONS = {"+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div, "**": ast.Pow}
RELATIONS = {"<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE, "==": ast.Eq, "!=": ast.NotEq}


def plain(term: Term) -> str:
    """A formula as an equation of the model is written, with no parenthesis more than it needs."""
    return ast.unparse(_node(term))


def _node(term: Term) -> ast.expr:
    if term.number is not None:
        return ast.Constant(term.number)
    if not term.parts:
        return ast.Name(term.head)
    parts = [_node(part) for part in term.parts]
    if term.head == "negative":
        return ast.UnaryOp(ast.USub(), parts[0])
    if term.head in OPERATIONS:
        return ast.BinOp(parts[0], OPERATIONS[term.head](), parts[1])
    if term.head in RELATIONS:
        return ast.Compare(parts[0], [RELATIONS[term.head]()], [parts[1]])
    return ast.Call(ast.Name(term.head), parts, [])
