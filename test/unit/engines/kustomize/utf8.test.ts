import {describe, expect, it} from 'vitest'
import {buildText, load} from '../../../../src/lib/engines/kustomize/index.js'
import {memoryTree} from './memory-tree.js'

const latin1 = (text: string) => Buffer.from(text, 'latin1')
const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n'

async function outcome(files: Record<string, string | Uint8Array>): Promise<string> {
  const input = await load(memoryTree({'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': MAP, ...files}), '', {
    restriction: 'root',
    order: 'legacy',
  })
  try {
    return buildText(input).yaml
  } catch (error) {
    const {message, hints} = error as {message: string; hints: string[]}
    return `${message} | ${hints[0]}`
  }
}

/** Words recorded from kustomize 5.8.1. */
describe('files that are no UTF-8', () => {
  it('are refused as resources, with their line', async () => {
    const refused = (words: string, line: number) =>
      `accumulating resources: accumulating resources from 'a.yaml': MalformedYAMLError: yaml: ${words} in File: a.yaml | see /a.yaml:${line}`
    expect(await outcome({'a.yaml': latin1(`${MAP}data:\n  x: caf\xe9\n`)})).toBe(refused('incomplete UTF-8 octet sequence', 6))
    expect(await outcome({'a.yaml': latin1(`${MAP}---\n${MAP}# caf\xe9 au lait\n`)})).toBe(
      refused('invalid trailing UTF-8 octet', 10),
    )
  })

  it('are refused as kustomization, patch and configuration', async () => {
    expect(await outcome({'kustomization.yaml': latin1('resources: [a.yaml]\nnamePrefix: caf\xe9-x\n')})).toBe(
      'invalid Kustomization: yaml: invalid trailing UTF-8 octet | see /kustomization.yaml:2',
    )
    const patch = {'p.yaml': latin1(`${MAP}data:\n  x: caf\xe9 x\n`)}
    expect(await outcome({'kustomization.yaml': 'resources: [a.yaml]\npatches: [{path: p.yaml}]\n', ...patch})).toMatch(
      /unable to parse SM or JSON patch from \[path: "p.yaml"\] \| see /,
    )
    expect(
      await outcome({
        'kustomization.yaml': 'resources: [a.yaml]\nconfigurations: [c.yaml]\n',
        'c.yaml': latin1('namePrefix: []\n# caf\xe9 x\n'),
      }),
    ).toMatch(/^error converting YAML to JSON: yaml: invalid trailing UTF-8 octet \| see /)
  })

  it('are read with a mark for each byte where they are JSON', async () => {
    const kustomization = 'resources: [a.yaml]\npatches: [{path: p.json, target: {kind: ConfigMap}}]\n'
    const patch = latin1('[{"op":"add","path":"/data","value":{"x":"caf\xe9"}}]')
    expect(await outcome({'kustomization.yaml': kustomization, 'p.json': patch})).toContain('  x: caf\ufffd\n')
  })
})

describe('files in UTF-16', () => {
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
  const bigEndian = (text: string) => utf16(text).swap16()
  const PLUGIN =
    'apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: x}\nprefix: p-\nfieldSpecs: [{path: metadata/name}]\n'
  const LONG = `${MAP}data:\n  k: \u00e9\u4e2d\u{1f600}\n`
  const withFile = (fields: string, file: string, text: string) => ({
    'kustomization.yaml': `resources: [a.yaml]\n${fields}`,
    [file]: text,
  })

  /** With each of them kustomize 5.8.1 builds what it builds with UTF-8. */
  it.each<[string, Record<string, string>]>([
    ['a.yaml', {'a.yaml': LONG}],
    ['a.yaml', {'a.yaml': LONG.replaceAll('\n', '\r\n')}],
    ['a.yaml', {'a.yaml': `# c\n---\n${LONG}# end\n`}],
    ['a.yaml', {'a.yaml': `apiVersion: v1\nkind: List\nitems:\n- ${LONG.replaceAll('\n', '\n  ')}`}],
    ['kustomization.yaml', {'kustomization.yaml': 'resources: [a.yaml]\nnamePrefix: p-\n'}],
    ['p.yaml', withFile('patches: [{path: p.yaml}]\n', 'p.yaml', `${LONG}  z: z\n`)],
    [
      'p.yaml',
      withFile('patches: [{path: p.yaml, target: {kind: ConfigMap}}]\n', 'p.yaml', '- {op: add, path: /z, value: \u00e9}\n'),
    ],
    [
      'p.json',
      withFile(
        'patches: [{path: p.json, target: {kind: ConfigMap}}]\n',
        'p.json',
        '[{"op": "add", "path": "/z", "value": "x"}]\n',
      ),
    ],
    ['c.yaml', withFile('configurations: [c.yaml]\nnamePrefix: p-\n', 'c.yaml', 'namePrefix: [{path: kind}]\n')],
    [
      'r.yaml',
      withFile(
        'replacements: [{path: r.yaml}]\n',
        'r.yaml',
        'sourceValue: q\ntargets: [{select: {name: a}, fieldPaths: [kind]}]\n',
      ),
    ],
    ['t.yaml', withFile('transformers: [t.yaml]\n', 't.yaml', PLUGIN)],
    ['s.json', withFile('openapi: {path: s.json}\n', 's.json', '{"definitions": {}}\n')],
  ])('%s is read', async (file, files) => {
    const expected = await outcome(files)
    expect(expected).toMatch(/^apiVersion/)
    expect(await outcome({...files, [file]: utf16(files[file]!)})).toBe(expected)
    expect(await outcome({...files, [file]: bigEndian(files[file]!)})).toBe(expected)
  })

  it('only the first document is read, with a warning', async () => {
    const input = await load(
      memoryTree({'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': utf16(`${MAP}---\n${MAP.replace('a\n', 'b\n')}`)}),
      '',
    )
    const {yaml, warnings} = buildText(input)
    expect(yaml).toBe(MAP)
    expect(warnings).toEqual([{message: 'of a file in UTF-16 only the first document is read', file: '/a.yaml'}])
  })

  it('what is broken is refused', async () => {
    expect(await outcome({'a.yaml': Buffer.concat([utf16(MAP), Buffer.of(120)])})).toMatch(/MalformedYAMLError/)
    expect(await outcome({'a.yaml': Buffer.concat([utf16(MAP), Buffer.of(0, 0xd8)])})).toMatch(/MalformedYAMLError/)
    expect(await outcome({'a.yaml': Buffer.from(MAP, 'utf16le')})).toMatch(/MalformedYAMLError/)
  })
})
