"""Exponential, logarithm and power as LLVM instructions on lanes of doubles, within one unit in the last place.

Only additions, multiplications, divisions, comparisons and integer operations, each rounded by itself: the bits are the
same on every processor and for any number of lanes. No branch, no table and no call of a library. Where the processor
has a fused multiply-add it serves only to find exactly what a product lost, which seventeen operations find elsewhere.

Needs the extra `fast` (llvmlite).
"""

from __future__ import annotations

import math
import struct
from fractions import Fraction
from typing import Any

from llvmlite import ir

LN2_HIGH = float.fromhex("0x1.62e42feep-1")  # 32 bits: times any exponent it is exact
LN2_LOW = float.fromhex("0x1.a39ef35793c76p-33")
SHIFT = 1.5 * 2.0**52  # added to a small number it leaves the nearest whole one in the last bits
WHOLE_FROM = 2.0**52  # every double from here on is a whole number
SPLIT = 2.0**27 + 1
FAR = 800.0  # exp is infinite above and zero below its negative
STEEP = 2.0**65  # an exponent from here on leaves of every base but 1 and -1 only zero or infinity
SMALLEST_NORMAL, LIFT, LIFTED = 2.0**-1022, 2.0**54, 54
EXP_TERMS, LOG_TERMS = 13, 12


def lanes_of(width: int) -> Any:
    """The type of so many doubles."""
    return ir.VectorType(ir.DoubleType(), width)


class Lanes:
    """Writes instructions on lanes of doubles at the end of a builder's block."""

    def __init__(self, builder: Any, width: int, fused: bool = False):
        self.builder, self.fused = builder, fused
        self.doubles = lanes_of(width)
        self.wholes = ir.VectorType(ir.IntType(64), width)
        self.width = width

    def number(self, value: float) -> Any:
        """The same double in every lane."""
        return ir.Constant(self.doubles, [value] * self.width)

    def whole(self, value: int) -> Any:
        """The same whole number in every lane."""
        return ir.Constant(self.wholes, [value] * self.width)

    def exp(self, exponent: Any) -> Any:
        """e to the power of each lane."""
        return self._exp(exponent, None)

    def log(self, value: Any) -> Any:
        """Natural logarithm: minus infinity at 0, not a number below."""
        b = self.builder
        power, fraction = self._parts(value)
        above = b.fsub(fraction, self.number(1.0))
        ratio = b.fdiv(above, b.fadd(self.number(2.0), above))
        square = b.fmul(ratio, ratio)
        half = b.fmul(b.fmul(self.number(0.5), above), above)
        rest = b.fmul(square, self._series(square, [2 / (2 * n + 1) for n in range(1, LOG_TERMS)]))
        low = b.fadd(b.fmul(ratio, b.fadd(half, rest)), b.fmul(power, self.number(LN2_LOW)))
        found = b.fsub(b.fmul(power, self.number(LN2_HIGH)), b.fsub(b.fsub(half, low), above))
        return self._log_at_edges(value, found)

    def power(self, base: Any, exponent: Any) -> Any:
        """Base to the exponent as C99 has it: a negative base needs a whole exponent, 1 to anything is 1."""
        b, size, zero = self.builder, self._size(base), self.number(0.0)
        steep = self._held(exponent, STEEP)
        log_high, log_low = self._exact_log(size)
        high, low = self._product(steep, log_high)
        found = self._exp(high, b.fadd(low, b.fmul(steep, log_low)))
        infinite = b.fcmp_ordered("==", size, self.number(math.inf))
        edge = b.or_(b.fcmp_ordered("==", size, zero), infinite)
        grows = b.xor(infinite, b.fcmp_ordered("<", exponent, zero))
        found = b.select(edge, b.select(grows, self.number(math.inf), zero), found)
        found = self._signed(base, exponent, found)
        unknown = b.fcmp_unordered("uno", base, exponent)
        found = b.select(unknown, b.fadd(base, exponent), found)
        one = b.or_(b.fcmp_ordered("==", exponent, zero), b.fcmp_ordered("==", base, self.number(1.0)))
        return b.select(one, self.number(1.0), found)

    def _signed(self, base: Any, exponent: Any, found: Any) -> Any:
        """The power of the size of a base, with the sign of the base if the exponent is odd."""
        b, size = self.builder, self._size(exponent)
        whole = self._is_whole(size)
        odd = b.and_(whole, b.not_(self._is_whole(b.fmul(size, self.number(0.5)))))
        sign = b.and_(self._bits(base), self.whole(-(2**63)))
        turned = self._double(b.or_(self._bits(found), sign))
        finite = b.fcmp_ordered("!=", self._size(base), self.number(math.inf))
        nowhere = b.and_(b.and_(b.fcmp_ordered("<", base, self.number(0.0)), b.not_(whole)), finite)
        return b.select(nowhere, self.number(math.nan), b.select(odd, turned, found))

    def _exp(self, high: Any, low: Any | None) -> Any:
        """e to the power of a sum whose second part is far smaller."""
        b, held = self.builder, self._held(high, FAR)
        shifted = b.fadd(b.fmul(held, self.number(1 / math.log(2))), self.number(SHIFT))
        times = b.fsub(shifted, self.number(SHIFT))
        first = b.fsub(held, b.fmul(times, self.number(LN2_HIGH)))  # exact
        more = b.fmul(times, self.number(LN2_LOW))
        rest = b.fsub(first, more)
        lost = b.fsub(b.fsub(first, rest), more)
        if low is not None:
            near = b.fcmp_ordered("==", held, high)
            lost = b.fadd(lost, b.select(near, low, self.number(0.0)))
        series = self._series(rest, [1 / math.factorial(n) for n in range(2, EXP_TERMS + 1)])
        curved = b.fmul(b.fmul(rest, rest), series)
        near_grown = b.fadd(self.number(1.0), b.fadd(rest, curved))
        grown = b.fadd(self.number(1.0), b.fadd(rest, b.fadd(curved, b.fmul(lost, near_grown))))
        exponent = b.sub(self._bits(shifted), self.whole(_bits_of(SHIFT)))
        half = b.ashr(exponent, self.whole(1))
        return b.fmul(b.fmul(grown, self._power_of_two(half)), self._power_of_two(b.sub(exponent, half)))

    def _exact_log(self, value: Any) -> tuple[Any, Any]:
        """Logarithm of a positive lane as a sum of two doubles, good to 2^-64 of it.

        With s = (m - 1) / (m + 1) it is 2 (s + s^3 / 3 + s^5 / 5 + ...): the first two terms in two doubles each.
        """
        b = self.builder
        power, fraction = self._parts(value)
        above = b.fsub(fraction, self.number(1.0))
        below, below_low = self._sum(fraction, self.number(1.0))
        s = b.fdiv(above, below)
        back, back_low = self._product(s, below)
        missing = b.fsub(b.fsub(b.fsub(above, back), back_low), b.fmul(s, below_low))
        s_low = b.fdiv(missing, below)
        z, z_low = self._product(s, s)
        z_low = b.fadd(z_low, b.fmul(b.fmul(self.number(2.0), s), s_low))
        third = self.number(1 / 3)
        third_low = self.number(float(Fraction(1, 3) - Fraction(1 / 3)))
        t, t_low = self._product(z, third)
        t_low = b.fadd(t_low, b.fadd(b.fmul(z_low, third), b.fmul(z, third_low)))
        tail = b.fmul(b.fmul(z, z), self._series(z, [1 / (2 * n + 1) for n in range(2, LOG_TERMS + 2)]))
        q, q_low = self._sum(t, tail)
        q_low = b.fadd(q_low, t_low)
        u, u_low = self._product(s, q)
        u_low = b.fadd(u_low, b.fadd(b.fmul(s, q_low), b.fmul(s_low, q)))
        v, v_low = self._sum(s, u)
        v_low = b.fadd(v_low, b.fadd(s_low, u_low))
        two = self.number(2.0)
        w, w_low = self._sum(b.fmul(power, self.number(LN2_HIGH)), b.fmul(two, v))
        w_low = b.fadd(w_low, b.fadd(b.fmul(two, v_low), b.fmul(power, self.number(LN2_LOW))))
        high = b.fadd(w, w_low)
        return high, b.fadd(b.fsub(w, high), w_low)

    def _parts(self, value: Any) -> tuple[Any, Any]:
        """Exponent (as a double) and fraction, between the roots of 1/2 and 2, of a positive lane."""
        b = self.builder
        tiny = b.fcmp_ordered("<", value, self.number(SMALLEST_NORMAL))
        lifted = b.select(tiny, b.fmul(value, self.number(LIFT)), value)
        root = _bits_of(math.sqrt(0.5))
        moved = b.add(self._bits(lifted), self.whole(_bits_of(1.0) - root))
        exponent = b.sub(b.lshr(moved, self.whole(52)), self.whole(1023))
        exponent = b.sub(exponent, b.select(tiny, self.whole(LIFTED), self.whole(0)))
        fraction = self._double(b.add(b.and_(moved, self.whole(2**52 - 1)), self.whole(root)))
        as_double = self._double(b.add(exponent, self.whole(_bits_of(SHIFT))))
        return b.fsub(as_double, self.number(SHIFT)), fraction

    def _log_at_edges(self, value: Any, found: Any) -> Any:
        b, zero, most = self.builder, self.number(0.0), self.number(math.inf)
        found = b.select(b.fcmp_ordered("==", value, most), most, found)
        found = b.select(b.fcmp_ordered("==", value, zero), self.number(-math.inf), found)
        found = b.select(b.fcmp_ordered("<", value, zero), self.number(math.nan), found)
        return b.select(b.fcmp_unordered("uno", value, value), value, found)

    def _series(self, value: Any, factors: list[float]) -> Any:
        """A polynomial with the given factors, of the constant first."""
        found = self.number(factors[-1])
        for factor in factors[-2::-1]:
            found = self.builder.fadd(self.builder.fmul(found, value), self.number(factor))
        return found

    def _sum(self, one: Any, other: Any) -> tuple[Any, Any]:
        """A sum and exactly what its rounding lost."""
        b = self.builder
        total = b.fadd(one, other)
        part = b.fsub(total, one)
        return total, b.fadd(b.fsub(one, b.fsub(total, part)), b.fsub(other, part))

    def _product(self, one: Any, other: Any) -> tuple[Any, Any]:
        """A product and exactly what its rounding lost."""
        b = self.builder
        total = b.fmul(one, other)
        if self.fused:
            return total, b.call(self._multiply_add(), [one, other, b.fneg(total)])
        (p, q), (r, s) = self._halves(one), self._halves(other)
        lost = b.fsub(b.fmul(p, r), total)
        lost = b.fadd(b.fadd(lost, b.fmul(p, s)), b.fmul(q, r))
        return total, b.fadd(lost, b.fmul(q, s))

    def _multiply_add(self) -> Any:
        """The processor's multiply-add, rounded once."""
        module, name = self.builder.module, f"llvm.fma.v{self.width}f64"
        kind = ir.FunctionType(self.doubles, [self.doubles] * 3)
        return module.globals.get(name) or ir.Function(module, kind, name)

    def _halves(self, value: Any) -> tuple[Any, Any]:
        """Two doubles of half the digits each that sum to a value."""
        b = self.builder
        wide = b.fmul(value, self.number(SPLIT))
        high = b.fsub(wide, b.fsub(wide, value))
        return high, b.fsub(value, high)

    def _held(self, value: Any, most: float) -> Any:
        """The value between -most and most; what is not a number stays so."""
        b, high, low = self.builder, self.number(most), self.number(-most)
        value = b.select(b.fcmp_ordered(">", value, high), high, value)
        return b.select(b.fcmp_ordered("<", value, low), low, value)

    def _is_whole(self, size: Any) -> Any:
        b, shift = self.builder, self.number(WHOLE_FROM)
        nearest = b.fsub(b.fadd(size, shift), shift)
        return b.or_(b.fcmp_ordered(">=", size, shift), b.fcmp_ordered("==", nearest, size))

    def _size(self, value: Any) -> Any:
        return self._double(self.builder.and_(self._bits(value), self.whole(2**63 - 1)))

    def _power_of_two(self, exponent: Any) -> Any:
        return self._double(self.builder.shl(self.builder.add(exponent, self.whole(1023)), self.whole(52)))

    def _bits(self, value: Any) -> Any:
        return self.builder.bitcast(value, self.wholes)

    def _double(self, bits: Any) -> Any:
        return self.builder.bitcast(bits, self.doubles)


def _bits_of(value: float) -> int:
    return int(struct.unpack("<q", struct.pack("<d", value))[0])
