"""The core and derived forms by name: how each becomes core nodes. Every form has a row in `tables/syntax.esk`."""

from __future__ import annotations

from collections.abc import Mapping

from eshkol.expand.expander import DefinitionForm, ExpressionForm
from eshkol.expand.forms import (
    binding,
    conditional,
    control,
    definitions,
    evaluation,
    fundamental,
    quasiquotation,
    records,
    values,
)

EXPRESSION_FORMS: Mapping[str, ExpressionForm] = {
    "quote": fundamental.expand_quote,
    "quasiquote": quasiquotation.expand_quasiquote,
    "lambda": fundamental.expand_lambda,
    "case-lambda": fundamental.expand_case_lambda,
    "named-lambda": fundamental.expand_named_lambda,
    "set!": fundamental.expand_assignment,
    "begin": fundamental.expand_begin,
    "if": fundamental.expand_if,
    "let-syntax": fundamental.expand_let_syntax,
    "letrec-syntax": fundamental.expand_letrec_syntax,
    "syntax-error": fundamental.expand_syntax_error,
    "%features": fundamental.expand_features,
    "%library-rows": evaluation.expand_library_rows,
    "%standard-library": evaluation.expand_standard_library,
    "let": binding.expand_let,
    "let*": binding.expand_let_star,
    "letrec": binding.expand_letrec,
    "letrec*": binding.expand_letrec_in_order,
    "do": binding.expand_do,
    "let-values": values.expand_let_values,
    "let*-values": values.expand_let_star_values,
    "receive": values.expand_receive,
    "cond": conditional.expand_cond,
    "case": conditional.expand_case,
    "when": conditional.expand_when,
    "unless": conditional.expand_unless,
    "and": conditional.expand_and,
    "or": conditional.expand_or,
    "and-let*": conditional.expand_and_let,
    "delay": control.expand_delay,
    "delay-force": control.expand_delay_force,
    "cons-stream": control.expand_cons_stream,
    "parameterize": control.expand_parameterize,
    "guard": control.expand_guard,
    "with-arena": control.expand_with_arena,
    "cond-expand": definitions.expand_cond_expand,
    "include": definitions.expand_include,
    "include-ci": definitions.expand_include_ci,
}

DEFINITION_FORMS: Mapping[str, DefinitionForm] = {
    "define": definitions.define,
    "define-values": definitions.define_values,
    "define-syntax": definitions.define_syntax,
    "define-record-type": records.define_record_type,
    "begin": definitions.splice_begin,
    "cond-expand": definitions.splice_cond_expand,
    "include": definitions.splice_include,
    "include-ci": definitions.splice_include_ci,
    "import": definitions.add_imports,
    "define-library": definitions.skip_library,
}
