import {describe, expect, it} from 'vitest'
import {build, load} from '../../../../src/lib/engines/kustomize/index.js'
import {memoryTree} from './memory-tree.js'

const head = 'apiVersion: x.io/v1\nkind: W\nmetadata:\n  name: w\n'

const one = async (text: string, fields: string) =>
  build(await load(memoryTree({'kustomization.yaml': `resources: [r.yaml]\n${fields}`, 'r.yaml': text}), ''))

describe('what grows by copies', () => {
  const copies = (count: number) => Array.from({length: count}, (_, i) => ({op: 'copy', from: '/spec', path: `/spec/k${i}`}))
  const each = (count: number, text: (i: number) => string) => Array.from({length: count}, (_, i) => text(i)).join('')
  const replacement = (from: string, to: string, options: string) =>
    `- {source: {kind: W, fieldPath: ${from}}, targets: [{select: {kind: W}, fieldPaths: [${to}], options: ${options}}]}\n`

  it.each([
    ['operations of one patch', `patches:\n- target: {kind: W}\n  patch: '${JSON.stringify(copies(5000))}'\n`],
    [
      'operations of an old patch',
      `patchesJson6902:\n- target: {group: x.io, version: v1, kind: W, name: w}\n  patch: '${JSON.stringify(copies(30))}'\n`,
    ],
    [
      'patches in a row',
      `patches:\n${copies(40)
        .map((copy) => `- target: {kind: W}\n  patch: '[${JSON.stringify(copy)}]'\n`)
        .join('')}`,
    ],
    ['replacements', `replacements:\n${each(40, (i) => replacement('spec', `spec.k${i}`, '{create: true}'))}`],
    [
      'fields of one replacement',
      `replacements:\n${replacement(
        'spec',
        each(60, (i) => `spec.k${i},`),
        '{create: true}',
      )}`,
    ],
  ])(
    'a map that %s copy into itself is refused with its place',
    async (_what, fields) => {
      await expect(one(`${head}spec: {a: b}\n`, fields)).rejects.toMatchObject({
        code: 'limit-exceeded',
        message: 'more than 1000000 values are copied',
        hints: [expect.stringMatching(/^see \/kustomization\.yaml:\d+ \((patches|replacements)/)],
      })
    },
    60_000,
  )

  it('copies that no one could want are still made, and counted', async () => {
    const wide = `${head}spec: {a: [${'1,'.repeat(1000)}1]}\n`
    const patch = `patches:\n- target: {kind: W}\n  patch: '${JSON.stringify(copies(8))}'\n`
    expect(JSON.stringify((await one(wide, patch)).objects[0]).match(/"a":/g)).toHaveLength(256)
    const input = await load(memoryTree({'kustomization.yaml': `resources: [r.yaml]\n${patch}`, 'r.yaml': wide}), '')
    expect(() => build(input, {limits: {values: 100_000}})).toThrow('the resources of this build hold more than 100000 values')
  })

  const many = each(100, (i) => `---\n${head.replace('name: w', `name: w${i}`)}`)

  it.each([
    ['labels', `commonLabels:\n${each(200, (i) => `  l${i}: v\n`)}`],
    [
      'a merge',
      `patches:\n- target: {kind: W}\n  patch: |\n    ${head.replaceAll('\n', '\n    ')}spec: [${'1,'.repeat(300)}1]\n`,
    ],
    ['an operation', `patches:\n- target: {kind: W}\n  patch: '[{"op":"add","path":"/x","value":[${'1,'.repeat(300)}1]}]'\n`],
  ])('%s for many objects counts for each', async (_what, fields) => {
    const input = await load(memoryTree({'kustomization.yaml': `resources: [r.yaml]\n${fields}`, 'r.yaml': many}), '')
    expect(build(input).objects).toHaveLength(100)
    expect(() => build(input, {limits: {values: 20_000}})).toThrow('the resources of this build hold more than 20000 values')
  })

  const long = 'x'.repeat(1000)
  const pod = (more = '') =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: p, annotations: {a: "$(V)$(V)$(V)"}}\nspec: {containers: [{name: c, image: i}], nodeName: n${more}}\n`

  it.each([
    ['a prefix', `namePrefix: ${long}\n`, pod()],
    ['an image', `images: [{name: i, newName: ${long}}]\n`, pod()],
    [
      'a var',
      'vars: [{name: V, objref: {apiVersion: v1, kind: Pod, name: p}, fieldref: {fieldPath: spec.long}}]\n',
      pod(`, long: ${long}`),
    ],
    ['a file of a generator', 'configMapGenerator: [{name: g, files: [long.env]}]\n', pod()],
    ['an env file of a generator', 'configMapGenerator: [{name: g, envs: [long.env]}]\n', pod()],
    [
      'a replacement',
      `replacements: [{sourceValue: ${long}, targets: [{select: {kind: Pod}, fieldPaths: [spec.nodeName], options: {delimiter: ., index: 1}}]}]\n`,
      pod(),
    ],
  ])('texts that %s puts together are counted', async (_what, fields, text) => {
    const files = {'kustomization.yaml': `resources: [r.yaml]\n${fields}`, 'r.yaml': text, 'long.env': `a=${long}\n`}
    const input = await load(memoryTree(files), '')
    expect(build(input).objects[0]).toMatchObject({kind: 'Pod'})
    const limits = {bytes: text.length + 10}
    expect(() => build(input, {limits})).toThrow(/^the texts that this build puts together are longer than \d+ characters$/)
  })
})
