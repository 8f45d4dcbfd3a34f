import {type Case, chart} from './case.js'

const TEXTS: Readonly<Record<string, string>> = {
  'a pair': 'a: b\n',
  'no line break': 'a: bcd',
  'two units': 'a: \u{1f600}\n',
  'half of a pair': 'a: \ud800\n',
  'the other half': 'a: \udc00\n',
  'half of a pair at the end': 'a: \ud800',
  nothing: '',
  'two documents': 'a: 1\n---\nb: 2\n',
  'Windows lines': 'a: b\r\nc: [1, x]\r\n',
  'a control character': 'a: \x01\n',
  'a line break in the bytes': 'a: "\u0a0a"\n',
  'an open quote': 'a: "x',
  'an open list': 'a: [\n',
  'a fault before the end': 'a: b: c\nd: e\n',
  'a comment': '# x\n',
}
const ENDS: Readonly<Record<string, boolean>> = {'big end first': true, 'small end first': false}

function bytesOf(text: string, isBig: boolean): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
  return isBig ? bytes.swap16() : bytes
}

/** All that is read as YAML may be in UTF-16. Helm looks for lines in the bytes, and adds a break of one byte to values that have none at their end. */
export const cases: readonly Case[] = Object.entries(ENDS).flatMap(([end, isBig]) =>
  Object.entries(TEXTS).flatMap(([name, text]) => {
    const bytes = bytesOf(text, isBig)
    const file = `base64:${bytes.toString('base64')}`
    const cut = `base64:${bytes.subarray(0, -1).toString('base64')}`
    const shown = {'templates/t.yaml': 'a: {{ toJson .Values }}\n'}
    const read = {'templates/t.yaml': 'a: {{ .Files.Get "file" | fromYaml | toJson }}\n'}
    return [
      chart(`values, ${end}: ${name}`, {...shown, 'values.yaml': file}),
      chart(`a values file that is cut, ${end}: ${name}`, {...shown, '/v.yaml': cut}, '-f', 'v.yaml'),
      chart(`fromYaml, ${end}: ${name}`, {...read, file}),
      chart(`a template, ${end}: ${name}`, {'templates/t.yaml': file}),
    ]
  }),
)
