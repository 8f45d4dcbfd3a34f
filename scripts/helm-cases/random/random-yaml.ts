import fc, {type Arbitrary} from 'fast-check'

const DEFINITIONS = [
  'base: &base {a: 1, b: {c: 2, d: null}, name: from-base}\n',
  'more: &more\n  <<: *base\n  b: {e: 3}\n  port: 0x50\n',
  'list: &list\n- 1\n- two\n- {three: 3}\n',
  'text: &text "some text"\n',
]

/** Values that point to what a file with `anchored` has above. */
export const aliased = fc.constantFrom(...['*base', '*more', '*list', '*text', '&own 5', '&own {a: *text}', '[*base, *list]'])

/** Keys that merge maps, and some that only look so. */
export const merges = fc.constantFrom(
  ...[
    '<<: *base',
    '<<: *more',
    '<<: [*base, *more]',
    '<<: [*more, *base]',
    '<<: {a: merged, sub: {x: 1}}',
    '<<: [{b: 1}, {b: 2, c: 3}]',
  ],
  ...[
    '<<: *list',
    '<<: *text',
    '<<: null',
    '"<<": *base',
    '!!merge <<: *base',
    '!!str <<: x',
    '*text : y',
    '? *text\n : z',
    '<<: []',
  ],
)

/** Scalars and collections with tags. */
export const tagged = fc.constantFrom(
  ...[
    '!!str 1',
    '!!str true',
    '!!str null',
    '!!int "3"',
    '!!int 3',
    '!!int 0o17',
    '!!int x',
    '!!float 1',
    '!!float "1e3"',
    '!!float .inf',
  ],
  ...['!!bool "true"', '!!bool yes', '!!null ""', '!!binary aGVsbG8=', '!!binary "-"', '!!timestamp 2001-01-01', '!!timestamp x'],
  ...[
    '!own x',
    '!own {a: 1}',
    '!<tag:yaml.org,2002:str> 5',
    '!!map {a: 1}',
    '!!seq [1]',
    '!!set {a, b}',
    '!!omap [a: 1]',
    '! 5',
    '!!map [1]',
    '!!str {a: 1}',
  ],
  ...[
    '2001-12-14t21:59:43.10-05:00',
    '2001-12-14 21:59:43',
    '2001-1-1',
    '0o17',
    '0b101',
    '-0',
    '+.inf',
    '.NaN',
    '1__0',
    '190:20:30',
    '+1',
    '1.',
    '0.0',
    '-0.0',
    '1E+3',
  ],
)

/** A values file with what aliases point to, or without both. */
export function anchored(file: Arbitrary<string>): Arbitrary<string> {
  return fc.tuple(fc.integer({min: 0, max: 9}), file).map(([chance, text]) => {
    if (chance < 8) return DEFINITIONS.join('') + text
    // a pointer to nothing is a fault of the file
    return chance < 9
      ? text.replaceAll(/(?:!!merge )?<<: (?:\*\w+|\[\*\w+, \*\w+\])/g, 'm: 1').replaceAll(/\*(?:base|more|list|text)/g, 'none')
      : text
  })
}
