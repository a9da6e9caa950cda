import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const whole: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: {
    // The skip link's target is inside a shadow root, where the rule does not look; the walk by keyboard tries it.
    'skip-link': { enabled: false },
    // For the same reason it takes the skip link for content outside of all landmarks.
    region: { enabled: false },
  },
};
/** Faint on purpose: it must not hide the picture, says nothing to who looks, and is kept from screen readers. */
const isWatermark = (rule: string, place: string): boolean =>
  rule === 'color-contrast' && place.includes('footage-watermark');

/** What another colour scheme alone can break. */
const colours: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };

/** Elements have answered the size of the page, and what is on its way in or out has come to rest. */
const atRest = `(async () => {
  for (let i = 0; i < 4; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  const moving = document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity);
  await Promise.all(moving.map((one) => one.finished.catch(() => undefined)));
})()`;

interface Found {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
  }[];
}

/**
 * What keeps somebody from reading or using the page as it is now, by WCAG 2.2 A and AA and the rules of thumb beside
 * them: a line for each place, with the rule and what is wrong.
 *
 * @param part of the page, as a selector; all of it when absent
 * @param only `colours` where the rest was looked at in the other colour scheme
 */
export const barriers = async (
  page: Page,
  { part, only }: { part?: string; only?: 'colours' } = {},
): Promise<string[]> => {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe);
  await page.evaluate(atRest);
  const where = part === undefined ? 'document' : JSON.stringify({ include: [[part]] });
  const options = { ...(only ? colours : whole), resultTypes: ['violations'] };
  const { violations } = (await page.evaluate(`axe.run(${where}, ${JSON.stringify(options)})`)) as Found;
  return violations.flatMap(({ id, nodes }) =>
    nodes.flatMap(({ target, failureSummary = '' }) => {
      const place = target.flat().join(' ');
      const why = failureSummary.split('\n').slice(1, 2).join('').trim();
      return isWatermark(id, place) ? [] : [[id, place, why].join(' | ')];
    }),
  );
};
