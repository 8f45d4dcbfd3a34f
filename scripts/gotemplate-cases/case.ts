/** A template with the values that it is executed with. */
export interface TemplateCase {
  readonly template: string
  /** the case's own, beside `VALUES` */
  readonly values?: Readonly<Record<string, unknown>>
  /** Go's option; zero, as Helm has it, when absent */
  readonly missing?: 'default' | 'zero' | 'error'
}

/** What every case finds under dot. */
export const VALUES = {
  s: 'hello world',
  empty: '',
  n: 42,
  big: 12345678,
  f: 3.75,
  neg: -7.5,
  tiny: 0.00001,
  huge: 1e21,
  zero: 0,
  yes: true,
  no: false,
  nothing: null,
  list: [3, 1, 2],
  words: ['delta', 'alpha', 'Charlie', 'bravo'],
  mixed: [1, 'two', true, null, [4], {five: 5}],
  none: [],
  map: {b: 'two', a: 'one', c: {deep: {er: 'bottom'}}},
  nomap: {},
  umlaut: 'Grüße, 世界 🎉',
  multi: 'line one\nline two\n\nline four\n',
  html: '<a href="x?y=1&z=2">it\'s</a>',
  matrix: [
    [1, 2],
    [3, 4],
  ],
  objects: [
    {name: 'x', port: 80},
    {name: 'y', port: 443},
  ],
}
