"""Calls of procedures: arguments, the value stack around them, safe points behind them."""

from __future__ import annotations

from eshkol.emit.resuming import Resuming
from eshkol.emit.signatures import REGISTER_ARGUMENTS, all_parameters, c_name, register_arguments
from eshkol.low.nodes import CallKnown, CallRuntime, CallUnknown, LowVariable
from eshkol.low.unboxing import may_be_pointer
from eshkol.names import primitive_symbol
from eshkol.source import Span
from eshkol.tables import primitive_rows


class Calls(Resuming):
    """Around a call that is not a tail call: what is live after it is spilled, a mark pushed; then a safe point."""

    def call(self, statement: CallKnown | CallUnknown | CallRuntime) -> None:
        if isinstance(statement, CallKnown) and statement.procedure.in_library and not self.procedure.in_library:
            self.line(f"eshkol_here.caller = {self.site(statement.span)};")
        if statement.tail:
            self.line(f"return {self.call_text(statement, 'sp')};")
            return
        if isinstance(statement, CallKnown) and statement.procedure.quiet:
            text = self.call_text(statement, "sp")
            self.finish(statement.target, text)
            return
        live = [v for v in self.live.after[statement] if may_be_pointer(v)]
        used = self.spill(live)
        if live:
            arguments = self.call_text(statement, f"sp + {used + 1}")
            self.line(f"sp[{used}] = ESHKOL_MARK();")
        else:
            # Nothing here refers to memory: the callee may reclaim for both, as if this were a tail call.
            arguments = self.call_text(statement, "sp")
        self.slots = {slot: v for slot, v in self.slots.items() if slot < used}
        target = statement.target
        unboxed = target is not None and target.unboxed
        self.finish(target, arguments)
        speculated = isinstance(statement, CallKnown) and statement.speculated
        may_move = target is not None and (may_be_pointer(target) or speculated)
        extra = [target] if target is not None and not unboxed and may_move else []
        self.reclaim(used, extra)
        for slot, variable in sorted(self.slots.items()):
            if variable in live:
                self.line(f"{c_name(variable)} = sp[{slot}];")
        if isinstance(statement, CallKnown) and statement.speculated:
            assert target is not None
            self.line(f"if (UNLIKELY(!is_fixnum({c_name(target)}))) {{")
            self.leave(statement)

    def reclaim(self, used: int, variables: list[LowVariable]) -> None:
        """Reclaims when it is time to; the variables, which stand in no slot, are kept in those from `used` on."""
        self.line("if (ESHKOL_MUST_RECLAIM(sp)) {")
        for slot, variable in enumerate(variables, used):
            self.line(f"  sp[{slot}] = {c_name(variable)};")
        self.line(f"  eshkol_reclaim(sp, {used + len(variables)});")
        for slot, variable in enumerate(variables, used):
            self.line(f"  {c_name(variable)} = sp[{slot}];")
        self.line("}")

    def spill(self, live: list[LowVariable]) -> int:
        """Puts the variables on the value stack where they are not yet; gives the number of slots in use."""
        wanted = set(live)
        used = len(live)
        keep: dict[int, LowVariable] = {}
        for slot, variable in sorted(self.slots.items()):
            if variable in wanted and slot < used and variable not in keep.values():
                keep[slot] = variable
        held = set(keep.values())
        free = [slot for slot in range(used) if slot not in keep]
        for variable in live:
            if variable not in held:
                slot = free.pop(0)
                keep[slot] = variable
                self.line(f"sp[{slot}] = {c_name(variable)};")
        self.slots = keep
        return used

    def call_text(self, statement: CallKnown | CallUnknown | CallRuntime, sp: str) -> str:
        match statement:
            case CallKnown(procedure=procedure, closure=closure, arguments=arguments):
                limit = register_arguments(procedure)
                pairs = zip(all_parameters(procedure), arguments, strict=True)
                texts = [self.double(a) if p.unboxed else self.value(a) for p, a in pairs]
                self.extra_arguments(texts[limit:])
                own = [] if closure is None else [self.value(closure)]
                return f"{procedure.symbol}({', '.join([sp, *own, *texts[:limit]])})"
            case CallUnknown(operator=operator, arguments=arguments):
                texts = [self.value(a) for a in arguments]
                self.extra_arguments(texts[REGISTER_ARGUMENTS:])
                place = [sp, "sp", str(self.site(statement.span)), self.value(operator)]
                count = len(texts)
                if count <= REGISTER_ARGUMENTS:
                    return f"eshkol_inline_call_{count}({', '.join(place + texts)})"
                return f"eshkol_inline_call_many({', '.join([*place, str(count), *texts[:REGISTER_ARGUMENTS]])})"
            case CallRuntime(name=name, arguments=arguments):
                row = primitive_rows()[name]
                texts = [self.value(a) for a in arguments]
                texts += ["ABSENT"] * (len(row.parameters) - len(texts))
                call = f"{primitive_symbol(name)}({', '.join([sp, *texts])})"
                return f"(eshkol_at(sp, {self.site(statement.span)}), {call})" if row.raises else call

    def extra_arguments(self, texts: list[str]) -> None:
        for index, text in enumerate(texts):
            self.line(f"eshkol_arguments[{index}] = {text};")

    def load_arguments(self) -> None:
        for index, v in enumerate(all_parameters(self.procedure)[register_arguments(self.procedure) :]):
            self.line(f"{c_name(v)} = eshkol_arguments[{index}];")

    def safe_point(self, span: Span, live: list[LowVariable], extra: list[LowVariable]) -> None:
        self.reclaim(0, [v for v in live if may_be_pointer(v)])
        self.slots = {}
