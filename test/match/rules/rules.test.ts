import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../../hub/core/errors.ts';
import {
  loadRules,
  parseRules,
  probabilityOf,
  rulesJsonSchema,
  standardRules,
  weightOf,
} from '../../../hub/match/rules/rules.ts';

const standard = readFileSync(standardRules, 'utf8');
const problemsOf = (text: string): string[] => {
  try {
    parseRules(text, 'matching.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).remedy).toContain('matching.yaml');
    return (error as ConfigurationError).detail.problems as string[];
  }
  return [];
};
const lineOf = (needle: string): number => standard.split('\n').findIndex((line) => line.includes(needle)) + 1;

describe('the standard rules', () => {
  test('have levels in order of their weight, and shares that can be true', () => {
    const { comparisons } = loadRules();
    for (const [name, levels] of Object.entries(comparisons)) {
      const list = Object.values(levels).filter(({ level }) => level !== 'inside');
      const [m, u] = [list.reduce((sum, level) => sum + level.m, 0), list.reduce((sum, level) => sum + level.u, 0)];
      expect(m, name).toBeLessThanOrEqual(1.001);
      expect(u, name).toBeLessThanOrEqual(1.001);
      expect(list[0]?.weight, name).toBeGreaterThan(0);
      expect(list.at(-1)?.weight, name).toBeLessThan(0);
    }
  });

  test('name their content: another figure is another version', () => {
    const other = parseRules(standard.replace('prior: 0.16', 'prior: 0.17'), 'x.yaml');
    expect(other.version).not.toBe(loadRules().version);
    expect(parseRules(standard.replace('# Splink', '#'), 'x.yaml').version).toBe(loadRules().version);
  });

  test('read durations as milliseconds and weights as bits', () => {
    const rules = loadRules();
    expect(rules.blocking.near).toBe(900_000);
    expect(rules.blocking.zones).toEqual([28_800_000, -28_800_000]);
    expect(rules.comparisons.officer.exact.weight).toBeCloseTo(Math.log2(0.89 / 0.111));
    expect(probabilityOf(weightOf(0.97))).toBeCloseTo(0.97);
  });

  test('have a JSON Schema for editors', () => {
    const schema: unknown = JSON.parse(readFileSync(standardRules.replace('.yaml', '.schema.json'), 'utf8'));
    // Written anew by: npx tsx -e "import('./hub/match/rules/rules.ts').then((m) => console.log(JSON.stringify(m.rulesJsonSchema(), null, 2)))"
    expect(schema).toEqual(rulesJsonSchema());
  });
});

describe('wrong rules are told with file, line and field', () => {
  test('a duration that is none', () => {
    const [problem] = problemsOf(standard.replace('near: 15m', 'near: soon'));
    expect(problem).toContain(`matching.yaml:${lineOf('near: 15m')}: blocking.near`);
  });
  test('an unknown setting', () => {
    expect(problemsOf(standard.replace('inheritDepth:', 'inheritDeep:')).join()).toContain('inheritDeep');
  });
  test('a level that is missing, and one that is unknown', () => {
    expect(problemsOf(standard.replace('level: exact,', 'level: precise,')).join()).toContain('comparisons.officer');
    const without = standard.replace(/^.*level: near,.*\n/m, '');
    expect(problemsOf(without).join()).toContain('needs the level "near" once');
  });
  test('broken YAML', () => {
    expect(problemsOf(`${standard}\n  - [`).join()).toMatch(/matching\.yaml:\d+/);
  });
  test('a file that is not there', () => {
    expect(() => loadRules('/nowhere/rules.yaml')).toThrow('/nowhere/rules.yaml');
  });
});
