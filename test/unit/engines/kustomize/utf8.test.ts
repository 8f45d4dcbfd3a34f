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
