"""Compiles one operation on lanes for this processor, or one without its newer instructions, to call it on arrays."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import llvmlite.binding as llvm
import numpy as np
from llvmlite import ir

from qnsim.engine.elementary import Lanes, lanes_of

DOUBLES = ctypes.POINTER(ctypes.c_double)


def module_of(write: Callable[..., Any], inputs: int, width: int) -> str:
    """LLVM IR of `over(count, out, *arrays)`; arrays must hold a multiple of `width` doubles."""
    module, whole = ir.Module(), ir.IntType(64)
    pointer = ir.DoubleType().as_pointer()
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), [whole, *[pointer] * (1 + inputs)]), "over")
    count, out, *arrays = function.args
    start, loop, end = (function.append_basic_block(name) for name in ("start", "loop", "end"))
    ir.IRBuilder(start).branch(loop)
    builder = ir.IRBuilder(loop)
    place = builder.phi(whole)
    at = [builder.bitcast(builder.gep(a, [place]), lanes_of(width).as_pointer()) for a in (out, *arrays)]
    builder.store(write(Lanes(builder, width), *[builder.load(p, align=8) for p in at[1:]]), at[0], align=8)
    after = builder.add(place, ir.Constant(whole, width))
    place.add_incoming(ir.Constant(whole, 0), start)
    place.add_incoming(after, loop)
    builder.cbranch(builder.icmp_signed("<", after, count), loop, end)
    ir.IRBuilder(end).ret_void()
    return str(module)


def compiled(write: Callable[..., Any], inputs: int, width: int = 8, features: str | None = None) -> Any:
    """The operation as a function of arrays, for this processor or for `features` of a plain one of its kind."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    processor = llvm.get_host_cpu_name() if features is None else ""
    wanted = llvm.get_host_cpu_features().flatten() if features is None else features
    machine = llvm.Target.from_default_triple().create_target_machine(cpu=processor, features=wanted, opt=3)
    parsed = llvm.parse_assembly(module_of(write, inputs, width))
    parsed.verify()
    options = llvm.create_pipeline_tuning_options(speed_level=3)
    llvm.create_pass_builder(machine, options).getModulePassManager().run(
        parsed, llvm.create_pass_builder(machine, options)
    )
    text = machine.emit_assembly(parsed)
    engine = llvm.create_mcjit_compiler(parsed, machine)
    engine.finalize_object()
    call = ctypes.CFUNCTYPE(None, ctypes.c_int64, *[DOUBLES] * (1 + inputs))(engine.get_function_address("over"))

    def over(*arrays: Any) -> np.ndarray:
        given = np.broadcast_arrays(*arrays)
        length = given[0].size
        padded = [np.ascontiguousarray(np.pad(np.asarray(a, dtype=float), (0, -length % width), "edge")) for a in given]
        out = np.empty(length + -length % width)
        call(out.size, out.ctypes.data_as(DOUBLES), *[a.ctypes.data_as(DOUBLES) for a in padded])
        return out[:length]

    over.engine, over.assembly = engine, text  # type: ignore[attr-defined]
    return over
