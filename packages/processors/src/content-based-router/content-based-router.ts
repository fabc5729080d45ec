import { evaluationContext, expressionError, expressionInput, implement, passOn, TerminalError } from '@lineshaft/flow';
import { compile, isTruthy, throwingAs } from '@lineshaft/jsonata';
import { contentBasedRouterManifest, otherwisePort } from './manifest.ts';

/** Content-Based Router: the message goes on unchanged, through one port. */
export const contentBasedRouter = implement(contentBasedRouterManifest, ({ routes, otherwise }) => {
  const conditions = routes.map(({ port, when }) => ({
    port,
    condition: throwingAs(expressionError(`The condition of the route ${port}`), () => compile(when)),
  }));
  return {
    process(message, context) {
      const input = expressionInput(message);
      const evaluation = evaluationContext(message, context);
      for (const { port, condition } of conditions) {
        if (isTruthy(condition.evaluate(input, evaluation))) return [passOn(message, port)];
      }
      if (otherwise === 'port') return [passOn(message, otherwisePort)];
      throw new TerminalError(
        'no-route',
        'No route takes this message: it meets none of the conditions. Add a route for it, or send such messages through the port otherwise.',
      );
    },
  };
});
