/** The query language as a tree, the same for every engine. Positions are offsets into what was typed. */

/** Fields that may be named in a query, with the Chinese names accepted beside the English ones. */
export const queryFields = {
  title: { zh: '标题', type: 'text' },
  summary: { zh: '内容', type: 'text' },
  address: { zh: '地址', type: 'text' },
  name: { zh: '姓名', type: 'text' },
  label: { zh: '标注', type: 'text' },
  system: { zh: '系统', type: 'code' },
  source: { zh: '来源', type: 'code' },
  kind: { zh: '类别', type: 'code' },
  type: { zh: '类型', type: 'code' },
  org: { zh: '单位', type: 'org' },
  officer: { zh: '警号', type: 'code' },
  device: { zh: '设备', type: 'code' },
  deviceKind: { zh: '设备类型', type: 'code' },
  plate: { zh: '车牌', type: 'code' },
  number: { zh: '编号', type: 'code' },
  linked: { zh: '已关联', type: 'flag' },
  at: { zh: '时间', type: 'time' },
} as const;
export type QueryField = keyof typeof queryFields;
export type TextField = { [K in QueryField]: (typeof queryFields)[K]['type'] extends 'text' ? K : never }[QueryField];
export type CodeField = { [K in QueryField]: (typeof queryFields)[K]['type'] extends 'code' ? K : never }[QueryField];

/**
 * How a text has to be found.
 * - `word`: as it stands; Latin words and numbers also as the beginning of a longer one
 * - `whole`: as it stands and nothing longer
 * - `fuzzy`: one slip of the pen allowed
 * - `pattern`: `*` for any characters
 */
export type TextMatch = 'word' | 'whole' | 'fuzzy' | 'pattern';

export type Query =
  | { readonly kind: 'everything' }
  | { readonly kind: 'text'; readonly text: string; readonly match: TextMatch; readonly field?: TextField }
  | {
      readonly kind: 'code';
      readonly field: CodeField;
      readonly value: string;
      readonly match: 'whole' | 'pattern' | 'fuzzy';
    }
  | { readonly kind: 'org'; readonly value: string; readonly below: boolean }
  | { readonly kind: 'flag'; readonly value: boolean }
  /** Epoch ms; what overlaps [from, to). */
  | { readonly kind: 'time'; readonly from?: number; readonly to?: number }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Query[] }
  | { readonly kind: 'not'; readonly part: Query };

export interface QueryProblem {
  /** Offset in the typed text. */
  at: number;
  message: string;
}

export const everythingQuery: Query = { kind: 'everything' };

/** Join parts, leaving out what adds nothing. */
export const both = (...parts: readonly Query[]): Query => {
  const real = parts.filter((part) => part.kind !== 'everything');
  if (real.length === 0) return everythingQuery;
  return real.length === 1 ? (real[0] as Query) : { kind: 'and', parts: real };
};

/** Every text a person wants to see marked in the answer. */
export const wantedTexts = (query: Query): { text: string; match: TextMatch }[] => {
  switch (query.kind) {
    case 'text':
      return [{ text: query.text, match: query.match }];
    case 'code':
      return [{ text: query.value, match: query.match }];
    case 'and':
    case 'or':
      return query.parts.flatMap(wantedTexts);
    default:
      return [];
  }
};
