import type { BusinessRecord } from '../record.ts';
import type { ParsedTime } from '../time.ts';
import type { Compilation } from './compilation.ts';
import { compileField, type Read } from './field.ts';
import { compileList } from './list.ts';
import type { Standpoint } from './path.ts';
import type { RecordFields } from './schema.ts';

interface Step {
  readonly name: string;
  readonly time: ParsedTime;
}

/** Put a step where its time belongs, behind those of the same time; one that is there already is left out. */
const insert = (steps: Step[], step: Step): void => {
  let place = steps.length;
  for (; place > 0; place--) {
    const before = steps[place - 1] as Step;
    if (before.time.at < step.time.at) break;
    if (before.time.at === step.time.at && before.name === step.name) return;
  }
  while (place < steps.length && (steps[place] as Step).time.at === step.time.at) place += 1;
  steps.splice(place, 0, step);
};

/** So many are put in one by one; a list beyond it is sorted, so that no message can make it take long. */
const few = 50;

const inOrder = (all: readonly Step[]): Step[] => {
  const sorted = all.length <= few ? all : [...all].sort((left, right) => left.time.at - right.time.at);
  const steps: Step[] = [];
  for (const step of sorted) insert(steps, step);
  return steps;
};

/** Compile `milestones`: in the order of time; units write the same one at the same moment several times, once is enough. */
export const compileMilestones = (
  c: Compilation,
  specs: RecordFields['milestones'],
): ((at: Standpoint) => BusinessRecord['milestones']) => {
  const list = compileList(c, specs, ['fields', 'milestones'], ({ name, at: field }, path): Read<Step> => {
    const at = compileField(c, field, 'time', [...path, 'at']);
    return (point) => {
      const time = at(point);
      return time && { name, time };
    };
  });
  return (at) => inOrder(list(at)).map(({ name, time }) => ({ name, at: time.iso }));
};
