import iconv from 'iconv-lite';
import { utf8 } from './_case.ts';

export interface Hostile {
  name: string;
  body: Uint8Array;
  contentType: string;
}

const xml = 'text/xml; charset=utf-8';
const json = 'application/json';

const entityBomb = `<?xml version="1.0"?><!DOCTYPE bomb [<!ENTITY a "aaaaaaaaaa">${Array.from(
  { length: 12 },
  (_, index) => `<!ENTITY ${'abcdefghijklm'[index + 1]} "${`&${'abcdefghijklm'[index]};`.repeat(10)}">`,
).join('')}]><bomb>&m;</bomb>`;

const deep = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth);

/** Of the JSON parsing test suite: what RFC 8259 does not allow, one of each kind. */
const brokenJson: readonly string[] = [
  ...[
    '[1 true]',
    '[a',
    "['a']",
    '{"a":1,}',
    '[+1]',
    '[.5]',
    '[1.]',
    '[0x1]',
    '[-]',
    '[01]',
    '[-01]',
    '[Infinity]',
    '[1eE2]',
  ],
  ...['[2.e3]', '[-2.]', '[0e]', '[1.0e+]', '[- 1]', '[1+2]', '[\uff11]', '{1:1}', '{"a" 1}', '{"a":1 "b"}', '{a:"b"}'],
  ...[
    '{"a":/*comment*/"b"}',
    '{"id":0,,}',
    '{"a":"b"}#',
    '{"a":"b",,"c":"d"}',
    '{:"b"}',
    '{"a":"a" 123}',
    '{"a":a',
    '{"a":',
  ],
  ...[
    '[1]x',
    '[1]]',
    '["a" "b"]',
    '[,1]',
    '[1,,2]',
    '["a",\n4\n,1,',
    '[""',
    '["x"',
    '[3[4]]',
    '[1\n,1\n,1',
    '[\f]',
    '[\u2060]',
  ],
  ...[
    '["\\x00"]',
    '["\\u12"]',
    '["\\uD834\\u"]',
    '["\\"]',
    '["\\{"]',
    '["tab\there"]',
    '["new\nline"]',
    '["\\u00A"]',
    '"',
    '["',
  ],
  ...[
    'nul',
    'tru',
    '[fals]',
    '[True]',
    '[undefined]',
    '<null>',
    '[<null>]',
    '*',
    '{}}',
    '{',
    '[',
    '}',
    ']',
    ',',
    '/**/',
    "'a'",
  ],
];

/** Texts that may stand anywhere a message may: none of them is one. */
export const hostileTexts: readonly [name: string, text: string][] = [
  ['an entity bomb', entityBomb],
  ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
  ['a DOCTYPE that fetches', '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/evil.dtd"><a/>'],
  ['an entity nobody declared', '<a>&undeclared;</a>'],
  ['XML ten thousand deep', deep('<a>', '</a>', 10_000)],
  ['XML that is not closed', '<a><b></a>'],
  ['JSON ten thousand deep', deep('[', ']', 10_000)],
  ['JSON cut off', '[{"a":'],
  ['JSON with a comma too many', '[1,]'],
  ['JSON with a control character', '["\u0001"]'],
  ['NaN', '[NaN]'],
  ...brokenJson.map((text): [name: string, text: string] => [`broken JSON ${JSON.stringify(text)}`, text]),
  ['text', 'hello'],
  ['spaces', '   \n'],
];

/** Odd but readable: taken or refused, as long as nothing breaks. */
export const oddTexts: readonly [name: string, text: string][] = [
  ['an attribute twice', '<a b="1" b="2"/>'],
  ['XML of __proto__', '<__proto__><polluted>1</polluted></__proto__>'],
  ['JSON of __proto__', '[{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}]'],
  ['a key of 100,000 characters', `[{"${'k'.repeat(100_000)}":1}]`],
  ...[
    'null',
    'true',
    '42',
    '"text"',
    '[]',
    '{}',
    '[[]]',
    '[null]',
    '{"":0}',
    '{"a":"b","a":"c"}',
    '[-0]',
    '[1e-999]',
  ].map((text): [name: string, text: string] => [`JSON that says little ${text}`, text]),
  ['a number of a thousand digits', `[${'9'.repeat(1_000)}]`],
  ['100,000 fields', `[{${Array.from({ length: 100_000 }, (_, index) => `"f${index}":${index}`).join(',')}}]`],
  ['100,000 rows', `[${Array.from({ length: 100_000 }, (_, index) => index).join(',')}]`],
  ['lone surrogates', '["\\ud800"]'],
  ['a number beyond all bounds', '[1e999999]'],
];

/** Texts that are nothing but texts, and have broken programs: injection, markup, direction, width, formulas of tables. */
export const naughtyTexts: readonly string[] = [
  ...[
    "'; DROP TABLE records; --",
    '" OR 1=1 --',
    '1;--',
    '\\',
    "\\'",
    '%s%n%x',
    '%00',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what a template engine would fall for.
    '${7*7}',
    '{{7*7}}',
    '$(touch /tmp/x)',
  ],
  ...[
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    'javascript:alert(1)',
    '<!--',
    ']]>',
    '&lt;&amp;',
    '../../../etc/passwd',
  ],
  ...[
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://127.0.0.1:1/","x")',
    '+1+1',
    '-1+1',
    '@SUM(1)',
    '\t=1+1',
    'NULL',
    'undefined',
    'NaN',
    '1E+02',
  ],
  ...[
    '\u202etfel ot thgir',
    'zero\u200bwidth',
    '\ufeffmark',
    'Z\u0351\u036b\u0343a\u0329\u034el\u034ago',
    '👩‍👩‍👧‍👦',
    '𠮷野家',
    '龘靐齉爩',
    'ﷺ',
    '\u2028\u2029',
    'İıßŒ',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'CON',
    'nul.txt',
    '0',
    '00',
    '-0',
    '1/0',
    '2024-02-30',
    '长'.repeat(400),
  ],
];

/** Requests that must be refused as they are, whatever they claim to be. */
export const hostileBodies: readonly Hostile[] = [
  ...hostileTexts.flatMap(([name, text]) => [
    { name: `${name}, as XML`, body: utf8(text), contentType: xml },
    { name: `${name}, as JSON`, body: utf8(text), contentType: json },
  ]),
  { name: 'nothing, as XML', body: utf8(''), contentType: xml },
  { name: 'nothing, as JSON', body: utf8(''), contentType: json },
  { name: '2 MB of junk, as XML', body: new Uint8Array(2 ** 21).fill(0x41), contentType: xml },
  { name: '2 MB of zeros, as JSON', body: new Uint8Array(2 ** 21), contentType: json },
  { name: 'Chinese in GBK called UTF-8, as XML', body: iconv.encode('<a>测试路</a>', 'gbk'), contentType: xml },
  { name: 'Chinese in GBK called UTF-8, as JSON', body: iconv.encode('["测试路"]', 'gbk'), contentType: json },
  { name: 'bytes of no charset', body: Uint8Array.of(0xff, 0xfe, 0xfd, 0x00, 0xd8), contentType: xml },
  { name: 'a charset that is not one', body: utf8('<a'), contentType: 'text/xml; charset=klingon' },
  { name: 'a table whose quotation never ends', body: utf8('number,text\n1,"open\n2,x\n'), contentType: 'text/csv' },
  { name: 'a table with ragged rows', body: utf8('a,b,c\n1\n1,2,3,4,5\n,,\n'), contentType: 'text/csv; charset=utf-8' },
  {
    name: 'a table with a formula',
    body: utf8('number\n=HYPERLINK("http://127.0.0.1:1/","x")\n'),
    contentType: 'text/csv',
  },
  { name: 'a picture', body: Uint8Array.of(0x89, 0x50, 0x4e, 0x47), contentType: 'image/png' },
  { name: 'no type at all', body: utf8('{'), contentType: '' },
];
