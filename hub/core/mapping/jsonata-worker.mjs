// Evaluates JSONata beside the process, so that an expression that never ends can be killed. Plain JavaScript: a worker
// is started by Node itself, whatever compiles the rest.
import { parentPort } from 'node:worker_threads';
import jsonata from 'jsonata';

const compiled = new Map();

const compile = (expression) => {
  let ready = compiled.get(expression);
  if (!ready) {
    ready = jsonata(expression);
    compiled.set(expression, ready);
  }
  return ready;
};

parentPort.on('message', async ({ expressions, row }) => {
  try {
    const values = [];
    for (const expression of expressions) values.push(await compile(expression).evaluate(row));
    parentPort.postMessage({ values: JSON.parse(JSON.stringify(values)) });
  } catch (error) {
    parentPort.postMessage({ error: String(error?.message ?? error) });
  }
});

parentPort.postMessage({ ready: true });
