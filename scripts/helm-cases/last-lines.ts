import {type Case, chart} from './case.js'

/** What is wrong where a manifest ends: the line that is told depends on whether a line break comes behind it. */
const FAULTS: readonly string[] = [
  ...[
    'a: "x',
    "a: 'x",
    '- "x',
    "'a''",
    'a: "x\\',
    'a: "x\\x1',
    'a: "x\n  y',
    "a: 'x\n\n  y",
    'a: "x\n...',
    '? "x',
    'a: "x\ry',
    'a: "x\u0085y',
  ],
  ...['a: [1,', 'a: {b: 1', 'a: {b: [1', 'a: ["x', "a: {'x", 'a: [1\nb: 2', 'a: ]', 'a: [1] x', '[a]: b'],
  ...['a: |x', 'a: |0', 'a: |\n\tx', 'a: |\n  x\n y', 'a: |+#c', 'a: >\n  x\n\ty'],
  ...['\ta: b', 'a:\n\tb: c', 'a: b\n\tc', 'a: b\n\t'],
  ...['%', '%YAML', '%YAML 1.1', '%YAML 1.2', '%YAML 2', '%YAML 1.', '%YAML 01.1', '%YAML 1.123', '%TAG ! x', '%FOO bar'],
  ...['# c\n\n%YAML 1.2', '# c\n%TAG ! x\n%YAML 1.2', '%YAML 1.2\n%TAG', '%YAML 1.1\n%YAML 1.2', 'a: b\n%YAML 2'],
  ...['a: &', 'a: &b &c', 'a: &b$', 'a: *', 'a: *b', 'a: !<', 'a: !e!x', 'a: !%4', 'a: !!bool x'],
  ...['a: b: c', 'a: b\nc', 'a: b\n- c', '- a\nb: c', 'a: @', 'a: b\n c: d', ': x', 'a: b\n... x'],
]

const FORMS: Readonly<Record<string, (fault: string) => string>> = {
  'after a document': (fault) => `kind: A\n---\n${fault}`,
  'before a document, Windows': (fault) => `${fault}\n---\nkind: B`.replaceAll('\n', '\r\n'),
  'before an action that trims': (fault) => `kind: A\nmetadata:\n  name: x\n${fault}\n{{- if true -}}\n{{- end -}}\n`,
}

/** Manifests with a fault in their last line. */
export const cases: readonly Case[] = Object.entries(FORMS).flatMap(([form, make]) =>
  FAULTS.map((fault) => chart(`${form}: ${JSON.stringify(fault)}`, {'templates/t.yaml': make(fault)})),
)
