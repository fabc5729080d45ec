export { type ExpressionDetails, ExpressionError, type ExpressionErrorKind } from './expression-error.ts';
export { checkExpression, compile, type EvaluationContext, type Expression } from './expression.ts';
export { defaultGuards, type Guards } from './guards.ts';
export { LinearRegex } from './linear-regex.ts';
export { checkTemplate, compileTemplate, type Template, type TemplateOptions } from './template.ts';
export { throwingAs } from './throwing-as.ts';
export { isTruthy } from './truthy.ts';
