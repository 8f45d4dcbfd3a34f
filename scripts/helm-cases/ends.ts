import {type Case, chart} from './case.js'

const from = (name: string, text: string) =>
  chart(`fromYaml: ${name}`, {'templates/t.yaml': `a: {{ ${JSON.stringify(text)} | fromYaml | toJson }}\n`})
const T = 'a: {{ .Values | toJson }}\n'

/** Texts that end without a line break: block scalars tell. */
export const cases: readonly Case[] = [
  from('a block', 'o: |\n  x'),
  from('a block with an anchor', 'o: &a |\n  x'),
  from('a block that keeps its ends', 'o: &a |+\n  x'),
  from('a folded block', 'o: &a >\n  x\n  y'),
  from('blanks in the last line', 'o: &a |\n  x\n  '),
  from('blanks in the last line of a block that keeps them', 'o: &a |+\n  x\n\n  '),
  from('nothing in the block', 'o: &a |'),
  from('a block in a list', '- &a b: |2\n    x'),
  from('a comment after the block', 'o: &a |\n  x\n# c'),
  from('what looks like a block in a block', 'o: &a |\n  p: |\n    x'),
  from('a block before the last line', 'o: &a |\n  x\np: y'),
  from('a block whose header has a comment', 'o: &a | # c\n  x'),
  from('a block below nothing', '|\n  x'),
  chart('toYaml and back', {'templates/t.yaml': 'a: {{ dict "t" "x\\n" "u" "y\\n\\n" | toYaml | fromYaml | toJson }}\n'}),
  chart('toYaml and back with one text', {'templates/t.yaml': 'a: {{ dict "t" "x\\ny\\n" | toYaml | fromYaml | toJson }}\n'}),
  chart('values end in a block', {'values.yaml': 'o: |\n  x', 'templates/t.yaml': T}),
  chart('values end in a block with an anchor', {'values.yaml': 'o: &a |\n  x', 'templates/t.yaml': T}),
  chart('a values file ends in a block', {'/v.yaml': 'o: |\n  x', 'templates/t.yaml': T}, '-f', 'v.yaml'),
  chart('a values file ends in a block that keeps its ends', {'/v.yaml': 'o: |+\n  x', 'templates/t.yaml': T}, '-f', 'v.yaml'),
  chart(
    'a values file of two documents',
    {'/v.yaml': 'o: {a: 1}\n---\np: 2\no: {b: 3}\n', 'templates/t.yaml': T},
    '-f',
    'v.yaml',
  ),
  chart('Chart.yaml ends in a block', {
    'Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\ndescription: |\n  x',
    'templates/t.yaml': 'a: {{ .Chart.Description | quote }}\n',
  }),
  chart('a template ends in a block', {
    'templates/t.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: |\n    x',
  }),
  chart('values of JSON', {'values.yaml': '{"a": {"b": [1, 2.5, "x"]}, "c": null}', 'templates/t.yaml': T}),
]
